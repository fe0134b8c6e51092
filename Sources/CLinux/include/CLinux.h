#ifndef SCORIA_CLINUX_H
#define SCORIA_CLINUX_H

// Linux calls that Swift cannot import because they are variadic or macros. No system header is included here: its types would
// then belong to this module instead of Glibc's.

/// Makes `destination` share all blocks of `source` (FICLONE). 0, or -1 with errno.
int scoria_clone_file(int destination, int source);

/// Opens relative to a directory without following a symbolic link at the last component. A descriptor, or -1 with errno.
int scoria_open_at(int directory, const char *name, int flags, unsigned mode);

/// Opens an unnamed file in a directory, which vanishes when it is closed (O_TMPFILE). A descriptor, or -1 with errno.
int scoria_open_unnamed(int directory);

/// Renames within a directory unless the new name is taken (RENAME_NOREPLACE). 0, or -1 with errno, EEXIST when it is taken.
int scoria_rename_unless_taken(int directory, const char *name, const char *new_name);

/// Where the next data at or behind `offset` begins (SEEK_DATA). An offset, or -1 with errno, ENXIO when there is none.
long long scoria_next_data(int descriptor, long long offset);

/// Where the next hole at or behind `offset` begins, at the latest the end of the file (SEEK_HOLE). An offset, or -1 with errno.
long long scoria_next_hole(int descriptor, long long offset);

/// Copies within the kernel, up to `count` bytes at the same offset in both files (copy_file_range). Bytes copied, or -1 with errno.
long long scoria_copy_range(int source, int destination, long long offset, unsigned long count);

/// Opens a block device for transfers past the page cache (O_DIRECT). A descriptor, or -1 with errno.
int scoria_open_direct(const char *path, int flags);

/// Overwrites a range of a block device with zeros, by the device itself where it can (BLKZEROOUT). Multiples of 512 bytes. 0, or -1 with errno.
int scoria_zero_range(int device, long long offset, long long count);

/// Begins to write a range back to the disk without waiting (sync_file_range). 0, or -1 with errno.
int scoria_begin_writeback(int descriptor, long long offset, long long count);

/// The magic number of the file system that an open file lies on (fstatfs). -1 with errno.
long long scoria_file_system_type(int descriptor);

/// Takes an exclusive lock of the open file description (F_OFD_SETLK) without waiting. 0, or -1 with errno.
int scoria_lock_exclusively(int descriptor);

/// Gives up a lock taken by scoria_lock_exclusively, also when copies of the descriptor are open elsewhere. 0, or -1 with errno.
int scoria_unlock(int descriptor);

/// Whether the file is open anywhere but through this description, found out by taking a lease for a moment (F_SETLEASE). 1 when it is,
/// 0 when it is not, or -1 with errno where leases cannot be taken.
int scoria_is_open_elsewhere(int descriptor);

/// Raises the number of files that a process may have open to its hard limit. 0, or -1 with errno.
int scoria_raise_open_files(int process);

#endif
