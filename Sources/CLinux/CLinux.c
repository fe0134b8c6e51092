#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/vfs.h>
#include <unistd.h>

int scoria_clone_file(int destination, int source) { return ioctl(destination, FICLONE, source); }

int scoria_open_at(int directory, const char *name, int flags, unsigned mode) {
    return openat(directory, name, flags | O_NOFOLLOW | O_CLOEXEC, mode);
}

int scoria_open_unnamed(int directory) { return openat(directory, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600); }

int scoria_rename_unless_taken(int directory, const char *name, const char *new_name) {
    return renameat2(directory, name, directory, new_name, RENAME_NOREPLACE);
}

long long scoria_next_data(int descriptor, long long offset) { return lseek64(descriptor, offset, SEEK_DATA); }

long long scoria_next_hole(int descriptor, long long offset) { return lseek64(descriptor, offset, SEEK_HOLE); }

int scoria_open_direct(const char *path, int flags) { return open(path, flags | O_DIRECT | O_CLOEXEC); }

int scoria_zero_range(int device, long long offset, long long count) {
    unsigned long long range[2] = {(unsigned long long)offset, (unsigned long long)count};
    return ioctl(device, BLKZEROOUT, range);
}

long long scoria_copy_range(int source, int destination, long long offset, unsigned long count) {
    off64_t from = offset, to = offset;
    return copy_file_range(source, &from, destination, &to, count, 0);
}

int scoria_begin_writeback(int descriptor, long long offset, long long count) {
    return sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
}

long long scoria_file_system_type(int descriptor) {
    struct statfs status;
    return fstatfs(descriptor, &status) == 0 ? (long long)status.f_type : -1;
}

static int set_lock(int descriptor, short type) {
    struct flock lock = {.l_type = type, .l_whence = 0, .l_start = 0, .l_len = 0, .l_pid = 0};
    return fcntl(descriptor, F_OFD_SETLK, &lock);
}

int scoria_lock_exclusively(int descriptor) { return set_lock(descriptor, F_WRLCK); }

int scoria_unlock(int descriptor) { return set_lock(descriptor, F_UNLCK); }

int scoria_is_open_elsewhere(int descriptor) {
    // Whoever opens the file while the lease is held makes the kernel send a signal: one that is ignored unless somebody asks for it.
    if (fcntl(descriptor, F_SETSIG, SIGURG) != 0) return -1;
    if (fcntl(descriptor, F_SETLEASE, F_WRLCK) != 0) return errno == EAGAIN ? 1 : -1;
    return fcntl(descriptor, F_SETLEASE, F_UNLCK);
}

int scoria_raise_open_files(int process) {
    struct rlimit limit;
    if (prlimit(process, RLIMIT_NOFILE, NULL, &limit) != 0) return -1;
    limit.rlim_cur = limit.rlim_max;
    return prlimit(process, RLIMIT_NOFILE, &limit, NULL);
}
