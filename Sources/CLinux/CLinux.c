// The shims of CLinux.h are inline; a C target needs one source file.
#include "CLinux.h"
