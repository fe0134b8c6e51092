import CLinux
import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import ScoriaTransfer
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The directory of a pool: found, checked and locked at the start, and checked again by every call.
///
/// The directory is opened anew for every call, since a mount may come and go behind a descriptor that is kept. All methods block.
final class FilePool: Sendable {
    /// What was found out at the start.
    struct Session: Sendable {
        let poolID: String
        /// Whether blocks can be shared, so that copies take no time.
        let sharesBlocks: Bool
        /// Whether syncing a directory also makes the earlier changes of its files' lengths durable: true of file systems with one
        /// journal in order (ext4, XFS).
        let journalsInOrder: Bool
        fileprivate let marker: OpenFile
    }

    let path: String
    private let createsDirectory: Bool
    private let ids: IDSource
    private let current = Mutex<Session?>(nil)

    init(path: String, createsDirectory: Bool, ids: IDSource) {
        self.path = path
        self.createsDirectory = createsDirectory
        self.ids = ids
    }

    /// Finds or founds the pool, takes its lock, and removes what earlier processes left half-made.
    ///
    /// Repeatable: a pool that is held stays held.
    func start() throws -> Session {
        if let session = current.withLock({ $0 }) {
            _ = try open()
            return session
        }
        guard path.hasPrefix("/") else {
            throw DriverError(.invalidConfiguration, .permanent, "The pool's path \"\(path)\" is not absolute.")
        }
        if createsDirectory, mkdir(path, 0o700) != 0, errno != EEXIST { throw SystemCallError.last("mkdir", path) }
        let directory = try openDirectory()
        let marker = try findOrMakeMarker(in: directory)
        guard try marker.file.lockExclusively() else {
            throw DriverError(
                .unavailable,
                .transient,
                "Pool \(path) is in use by another process.",
                correction: "Stop the other service, or give each backend a directory of its own."
            )
        }
        // Whatever is half-made has no maker any more: repeated calls start over.
        for name in try directory.names() where ObjectName.kind(of: name) == .partial { try directory.remove(name) }
        let session = Session(
            poolID: marker.poolID,
            sharesBlocks: try Reflink.isSupported(in: directory),
            journalsInOrder: try journalsInOrder(directory),
            marker: marker.file
        )
        current.withLock { $0 = session }
        return session
    }

    /// Gives the lock back.
    func stop() {
        let session = current.withLock { current in
            defer { current = nil }
            return current
        }
        session?.marker.unlock()
    }

    /// The pool's directory, when it is the one that was there at the start.
    func open() throws -> (directory: OpenFile, session: Session) {
        guard let session = current.withLock({ $0 }) else {
            throw DriverError(.unavailable, .transient, "Pool \(path) is not started.")
        }
        let directory = try openDirectory()
        guard let marker = try PoolMarker.find(in: directory) else {
            throw gone("has lost its marker file \(PoolMarker.name)")
        }
        guard marker.poolID == session.poolID else { throw gone("is another pool now") }
        return (directory, session)
    }

    /// Total and free bytes of the file system that a pool lies on.
    static func capacity(of directory: OpenFile) throws -> (total: ByteCount, free: ByteCount) {
        var status = statvfs()
        guard directory.withDescriptor({ fstatvfs($0, &status) }) == 0 else { throw SystemCallError.last("statvfs", directory.name) }
        let unit = Int64(status.f_frsize)
        return (ByteCount(Int64(status.f_blocks) * unit), ByteCount(Int64(status.f_bavail) * unit))
    }

    private func openDirectory() throws -> OpenFile {
        do throws(SystemCallError) {
            return try OpenFile.directory(path)
        } catch {
            guard error.number == ENOENT || error.number == ENOTDIR else { throw error }
            throw gone("does not exist")
        }
    }

    private func gone(_ how: String) -> DriverError {
        DriverError(
            .unavailable,
            .transient,
            "The pool directory \(path) \(how).",
            correction: "Mount the pool's file system, or correct the path in the configuration; the service tries again by itself."
        )
    }

    private func findOrMakeMarker(in directory: OpenFile) throws -> PoolMarker {
        if let marker = try PoolMarker.find(in: directory, access: O_RDWR) { return try checked(marker) }
        let others = try directory.names().filter { $0 != "lost+found" && $0 != PoolMarker.partialName }
        guard others.isEmpty else {
            throw DriverError(
                .invalidConfiguration,
                .permanent,
                "The directory \(path) is not empty and has no marker file \(PoolMarker.name), so it is not a pool of this service.",
                correction: "Name an empty directory as the pool, or mount the pool's file system there."
            )
        }
        try PoolMarker.make(poolID: ids.uuid(), in: directory)
        guard let marker = try PoolMarker.find(in: directory, access: O_RDWR) else { throw gone("has lost its marker file") }
        return try checked(marker)
    }

    private func checked(_ marker: PoolMarker) throws -> PoolMarker {
        guard !marker.poolID.isEmpty, try marker.file.status().isRegular else {
            throw DriverError(
                .corrupted,
                .permanent,
                "The marker file \(PoolMarker.name) in \(path) is damaged.",
                correction: "Restore it from a backup, or name another directory as the pool."
            )
        }
        return marker
    }

    private func journalsInOrder(_ directory: OpenFile) throws -> Bool {
        let type = directory.withDescriptor(scoria_file_system_type)
        guard type >= 0 else { throw SystemCallError.last("statfs", path) }
        let ext4: Int64 = 0xEF53
        let xfs: Int64 = 0x5846_5342
        return type == ext4 || type == xfs
    }
}
