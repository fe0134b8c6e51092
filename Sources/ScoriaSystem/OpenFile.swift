import CLinux
public import ScoriaModel

#if canImport(Glibc)
    import Glibc
#endif

/// An open file or directory, closed when the last reference to it goes.
///
/// Names are looked up relative to an open directory and symbolic links are never followed at the last component, so that a name
/// cannot lead out of the directory. All calls block: they belong on ``BlockingWork``.
public final class OpenFile: Sendable {
    private let descriptor: Int32
    /// The name or path that the file was opened by, for messages.
    public let name: String

    /// Takes over an open descriptor.
    public init(descriptor: Int32, name: String) {
        self.descriptor = descriptor
        self.name = name
    }

    deinit { close(descriptor) }

    /// What `body` makes of the descriptor, which is open until then.
    ///
    /// The number alone keeps nothing open: it may be closed and given to another file as soon as nobody refers to this object.
    public func withDescriptor<Result, Failure: Error>(_ body: (Int32) throws(Failure) -> Result) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try body(descriptor)
    }

    /// Opens a directory by its path, following links: the path is the operator's.
    public static func directory(_ path: String) throws(SystemCallError) -> OpenFile {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open", path) }
        return OpenFile(descriptor: descriptor, name: path)
    }

    /// Opens or creates a file in this directory; a symbolic link there is refused with `ELOOP`.
    ///
    /// `O_NONBLOCK` is set, so that a planted FIFO cannot hang the caller; it means nothing for regular files.
    public func openFile(_ name: String, _ flags: Int32, mode: UInt32 = 0o600) throws(SystemCallError) -> OpenFile {
        let descriptor = scoria_open_at(self.descriptor, name, flags | O_NONBLOCK, mode)
        guard descriptor >= 0 else { throw .last("open", name) }
        return OpenFile(descriptor: descriptor, name: name)
    }

    /// Creates a file without a name in this directory, which vanishes when it is closed.
    public func openUnnamedFile() throws(SystemCallError) -> OpenFile {
        let descriptor = scoria_open_unnamed(self.descriptor)
        guard descriptor >= 0 else { throw .last("open", "\(name)/(unnamed)") }
        return OpenFile(descriptor: descriptor, name: "(unnamed)")
    }

    /// What the file is, how large, and when it changed.
    public func status() throws(SystemCallError) -> FileStatus {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .last("fstat", name) }
        return FileStatus(status)
    }

    /// What lies under a name in this directory, links not followed; nil when nothing does.
    public func status(of name: String) throws(SystemCallError) -> FileStatus? {
        var status = stat()
        guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            guard errno == ENOENT else { throw .last("fstatat", name) }
            return nil
        }
        return FileStatus(status)
    }

    /// The names in this directory, without `.` and `..`, in no order.
    public func names() throws(SystemCallError) -> [String] {
        let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard copy >= 0 else { throw .last("open", name) }
        guard let stream = fdopendir(copy) else {
            let failure = SystemCallError.last("fdopendir", name)
            close(copy)
            throw failure
        }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
            errno = 0
        }
        guard errno == 0 else { throw .last("readdir", self.name) }
        return names
    }

    /// Sets the length; what is added reads as zeros and takes no space.
    public func setLength(_ length: ByteCount) throws(SystemCallError) {
        while ftruncate(descriptor, off_t(length.rawValue)) != 0 {
            guard errno == EINTR else { throw .last("ftruncate", name) }
        }
    }

    /// Sets who may read and write the file.
    public func setMode(_ mode: UInt32) throws(SystemCallError) {
        guard fchmod(descriptor, mode) == 0 else { throw .last("fchmod", name) }
    }

    /// Waits until bytes and length (of a directory: the names) would survive a power failure.
    public func synchronize() throws(SystemCallError) {
        while fsync(descriptor) != 0 {
            guard errno == EINTR else { throw .last("fsync", name) }
        }
    }

    /// Gives the file `name` in this directory a new name, in the place of what has that name.
    public func rename(_ name: String, to newName: String) throws(SystemCallError) {
        guard renameat(descriptor, name, descriptor, newName) == 0 else { throw .last("rename", name) }
    }

    /// Gives the file `name` in this directory a new name; `EEXIST` when that is taken.
    ///
    /// Some file systems (NFS) cannot do it in one step: there the file gets the new name beside the old one first.
    public func renameUnlessTaken(_ name: String, to newName: String) throws(SystemCallError) {
        if scoria_rename_unless_taken(descriptor, name, newName) == 0 { return }
        guard errno == EINVAL || errno == ENOSYS else { throw .last("rename", name) }
        guard linkat(descriptor, name, descriptor, newName, 0) == 0 else { throw .last("link", name) }
        try remove(name)
    }

    /// Removes a name that is no directory; false when there was none.
    @discardableResult
    public func remove(_ name: String) throws(SystemCallError) -> Bool {
        guard unlinkat(descriptor, name, 0) == 0 else {
            guard errno == ENOENT else { throw .last("unlink", name) }
            return false
        }
        return true
    }

    /// Whether the file is open in another program, or once more in this one.
    ///
    /// False where the file system cannot tell. A child process that has not begun its program yet has copies of what was open when it was
    /// made, so that a file which has just been closed may count for some milliseconds more: ask again, with a pause, before refusing.
    public func isOpenElsewhere(tries: Int = 1) -> Bool {
        for attempt in 1...max(tries, 1) {
            guard scoria_is_open_elsewhere(descriptor) == 1 else { return false }
            if attempt < tries { usleep(20_000) }
        }
        return true
    }

    /// Takes an exclusive lock that lasts as long as this object; false when another process or object has it.
    public func lockExclusively() throws(SystemCallError) -> Bool {
        guard scoria_lock_exclusively(descriptor) == 0 else {
            guard errno == EAGAIN || errno == EACCES else { throw .last("lock", name) }
            return false
        }
        return true
    }

    /// Gives the lock back at once.
    ///
    /// Without it the lock goes with the last copy of the descriptor, and a child process that has not begun its program yet has one.
    public func unlock() {
        // A lock that cannot be given back goes with the descriptor.
        _ = scoria_unlock(descriptor)
    }
}

extension OpenFile {
    /// The bytes from `offset` on; fewer at the end of the file.
    public func read(at offset: Int64, count: Int) throws(SystemCallError) -> [UInt8] {
        var failure: SystemCallError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, off_t(offset) + off_t(filled))
                if got < 0 {
                    if errno == EINTR { continue }
                    failure = .last("read", name)
                    return
                }
                if got == 0 { return }
                filled += got
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes all bytes from `offset` on.
    public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(SystemCallError) {
        var done = 0
        while done < bytes.count {
            let written = pwrite(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done, off_t(offset) + off_t(done))
            if written < 0 {
                if errno == EINTR { continue }
                throw .last("write", name)
            }
            done += written
        }
    }

    /// Writes all bytes from `offset` on.
    public func write(_ bytes: [UInt8], at offset: Int64) throws(SystemCallError) {
        let result: Result<Void, SystemCallError> = bytes.withUnsafeBytes { buffer in
            do throws(SystemCallError) { return .success(try write(buffer, at: offset)) } catch { return .failure(error) }
        }
        try result.get()
    }
}
