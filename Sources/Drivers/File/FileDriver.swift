public import Logging
public import ScoriaDriver
public import ScoriaModel
public import ScoriaSystem
import ScoriaTransfer

/// Volumes and snapshots as thin raw files in one directory: the backend that needs nothing but a file system.
///
/// A file is named after our id and nothing else. It is made under a passing name, synced, renamed and the directory synced, so that
/// what has a final name is whole, and what a call reported survives a power failure; a repeated call starts over. On XFS and btrfs
/// copies share blocks and take no time; elsewhere data is copied and holes stay holes. The calls that make a volume reachable go to a
/// target helper with the file's path.
public final class FileDriver: VolumeDriver {
    let configuration: FilePoolConfiguration
    let pool: FilePool
    let target: any TargetHelper
    let work: BlockingWork
    let locks = ObjectLocks()
    let logger: Logger

    /// A driver for one pool.
    ///
    /// The target helper must serve this backend alone, since ``VolumeDriver/ensureExports(_:)`` makes it hold exactly the exports of
    /// one backend. Nothing is touched before ``start()``.
    public init(
        _ configuration: FilePoolConfiguration,
        target: any TargetHelper,
        work: BlockingWork,
        ids: IDSource = .system,
        logger: Logger
    ) {
        self.configuration = configuration
        pool = FilePool(path: configuration.path, createsDirectory: configuration.createsDirectory, ids: ids)
        self.target = target
        self.work = work
        self.logger = logger
    }

    public func start() async throws {
        let pool = pool
        let session = try await attempt("Opening pool \(pool.path)") { try pool.start() }
        try await target.start()
        logger.info(
            "pool is open",
            metadata: ["pool": "\(pool.path)", "pool_id": "\(session.poolID)", "shares_blocks": "\(session.sharesBlocks)"]
        )
    }

    public func stop() async {
        await target.stop()
        pool.stop()
    }

    public func createVolume(_ volume: Volume) async throws -> ProviderUpdate {
        let name = try ObjectName(volume)
        let action = "Creating volume \(volume.id) in pool \(pool.path)"
        try await locks.withLock(name.text) {
            try await perform(action) { directory, session in
                try Self.createEmpty(name, length: volume.size.bytes, in: directory, session: session, action: action)
            }
        }
        return ProviderUpdate()
    }

    public func deleteVolume(_ volume: Volume) async throws {
        try await delete(try ObjectName(volume), action: "Deleting volume \(volume.id) in pool \(pool.path)")
    }

    /// Removes an object and what may be half-made of it.
    func delete(_ name: ObjectName, action: String) async throws {
        try await locks.withLock(name.text) {
            try await perform(action) { directory, _ in
                try Self.requireRegularIfThere(name, in: directory)
                try directory.remove(name.partial)
                FaultPoint.reach("file.delete.before-unlink")
                try directory.remove(name.text)
                FaultPoint.reach("file.delete.after-unlink")
                // Also when the name was gone already: an earlier call may have been cut off right here.
                try Self.synchronizeNames(in: directory, action: action)
                FaultPoint.reach("file.delete.after-sync")
            }
        }
    }
}

// MARK: - Exports

extension FileDriver {
    public func validate(_ connector: Connector) throws {
        try target.validate(connector)
    }

    public func createExport(_ export: ExportRequest) async throws -> ProviderUpdate {
        try await target.createExport(export, path: try await exportPath(of: export.volume))
    }

    /// Exports whose file is missing are left out and told of in the log, so that one lost file does not keep the others from their users.
    public func ensureExports(_ exports: [EnsuredExport]) async throws {
        var present: [(export: EnsuredExport, path: String)] = []
        for export in exports {
            do {
                present.append((export, try await exportPath(of: export.request.volume)))
            } catch let error as DriverError where error.code == .notFound || error.code == .corrupted {
                logger.error("export left out", metadata: ["volume_id": "\(export.request.volume.id)", "error": "\(error)"])
            }
        }
        try await target.ensureExports(present)
    }

    public func removeExport(_ export: ExportRequest) async throws {
        try await target.removeExport(export)
    }

    public func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo {
        _ = try await exportPath(of: export.volume)
        return try await target.initializeConnection(export, connector: connector)
    }

    public func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws {
        try await target.terminateConnection(export, connector: connector)
    }

    /// The path of a volume's file, after a look that it is there and a plain file.
    func exportPath(of volume: Volume) async throws -> String {
        let name = try ObjectName(volume)
        let path = path(of: name)
        return try await perform("Finding volume \(volume.id) in pool \(pool.path)") { directory, _ in
            _ = try Self.openObject(name.text, in: directory)
            return path
        }
    }

    func path(of name: ObjectName) -> String {
        pool.path.hasSuffix("/") ? pool.path + name.text : "\(pool.path)/\(name.text)"
    }
}

// MARK: - Work on the pool

extension FileDriver {
    /// Runs blocking work on the checked pool directory, and says of a failed system call what was being done.
    func perform<Result: Sendable>(
        _ action: String,
        _ body: @escaping @Sendable (_ directory: OpenFile, _ session: FilePool.Session) throws -> Result
    ) async throws -> Result {
        let pool = pool
        return try await attempt(action) {
            let (directory, session) = try pool.open()
            return try body(directory, session)
        }
    }

    /// Runs blocking work, and says of a failed system call what was being done.
    private func attempt<Result: Sendable>(_ action: String, _ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await work.run {
            do { return try body() } catch let error as SystemCallError { throw DriverError(error, doing: action) }
        }
    }
}
