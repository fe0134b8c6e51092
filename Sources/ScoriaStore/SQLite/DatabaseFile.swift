internal import CLinux
internal import Glibc
internal import Synchronization

/// The ownership of one database file by this process: a lock on `<file>.lock`, held until it is released.
final class DatabaseFile: Sendable {
    /// The path of the database itself.
    let path: String
    private let lock: Mutex<Int32?>

    /// Takes the file for this process, and makes it with mode 0600 when it does not exist.
    ///
    /// - Throws: ``StoreError`` `inUse` when another process has it, `unusable` when it cannot be made or written.
    init(taking path: String) throws {
        let lockPath = path + ".lock"
        let descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.unusable(path, errno) }
        guard scoria_lock_exclusively(descriptor) == 0 else {
            let owner = Self.owner(descriptor)
            close(descriptor)
            throw StoreError(
                .inUse,
                "The database \(path) is in use by another process\(owner). Stop that process, or give this one a database of its own."
            )
        }
        Self.sign(descriptor)
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let reason = errno
            close(descriptor)
            throw Self.unusable(path, reason)
        }
        close(file)
        self.path = path
        lock = Mutex(descriptor)
    }

    deinit {
        release()
    }

    /// Gives the file up, once; the lock file stays, because removing it would race with the next owner.
    func release() {
        lock.withLock { descriptor in
            if let descriptor {
                // Closing is not enough: a program that is being started at this moment has a copy of the descriptor.
                _ = scoria_unlock(descriptor)
                close(descriptor)
            }
            descriptor = nil
        }
    }

    /// Writes the process id into the lock file, for the message that a second process shows; the lock is what protects.
    private static func sign(_ descriptor: Int32) {
        let text = "\(getpid())\n"
        _ = ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    /// ` (process 123)`, or nothing when the lock file does not say.
    private static func owner(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 24)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(count, 0)).prefix { (48...57).contains($0) }
        return digits.isEmpty ? "" : " (process \(String(decoding: digits, as: UTF8.self)))"
    }

    private static func unusable(_ path: String, _ reason: Int32) -> StoreError {
        let what = String(cString: strerror(reason))
        let next =
            switch reason {
            case ENOENT, ENOTDIR: "Create its directory first, or name another file."
            case EACCES, EPERM: "Check the owner and mode of the file and its directory."
            case EROFS: "The file system is mounted read-only; name a file on another one."
            case ENOSPC, EDQUOT: "Free space on that file system."
            case EISDIR: "It is a directory; name a file in it."
            default: "Check the path and the file system."
            }
        let code: StoreError.Code = reason == ENOSPC || reason == EDQUOT ? .full : .unusable
        return StoreError(code, "The database \(path) cannot be opened: \(what). \(next)")
    }
}
