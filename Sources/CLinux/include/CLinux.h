#ifndef SCORIA_CLINUX_H
#define SCORIA_CLINUX_H

// Linux calls that Swift cannot import because they are variadic or macros.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/// Makes `destination` share all blocks of `source` (FICLONE). 0, or -1 with errno.
static inline int scoria_clone_file(int destination, int source) { return ioctl(destination, FICLONE, source); }

/// Opens relative to a directory without following a symbolic link at the last component. A descriptor, or -1 with errno.
static inline int scoria_open_at(int directory, const char *name, int flags, unsigned mode) {
    return openat(directory, name, flags | O_NOFOLLOW | O_CLOEXEC, mode);
}

/// Takes an exclusive lock of the open file description (F_OFD_SETLK) without waiting. 0, or -1 with errno.
static inline int scoria_lock_exclusively(int descriptor) {
    struct flock lock = {.l_type = F_WRLCK, .l_whence = 0, .l_start = 0, .l_len = 0, .l_pid = 0};
    return fcntl(descriptor, F_OFD_SETLK, &lock);
}

/// Raises the number of files that a process may have open to its hard limit. 0, or -1 with errno.
static inline int scoria_raise_open_files(pid_t process) {
    // By number, since <sys/resource.h> with _GNU_SOURCE clashes with Swift's own import of it.
    const int openFiles = 7;
    struct { unsigned long long soft, hard; } limit;
    if (syscall(SYS_prlimit64, process, openFiles, 0, &limit) != 0) return -1;
    limit.soft = limit.hard;
    return (int)syscall(SYS_prlimit64, process, openFiles, &limit, 0);
}

#endif
