internal import GRDB
internal import GRDBSQLite

/// The SQLite engine: one file that this process owns alone, one writer with group commit, and readers that each see a snapshot.
///
/// Write-ahead log with `synchronous=FULL`: what a write returned for is on the disk. Caches are kept small because the
/// operating system caches the file anyway and the service promises a small resident size.
public final class SQLiteEngine: StoreEngine {
    private let pool: DatabasePool
    private let queue: CommitQueue
    private let caches = StatementCaches()
    /// The ownership of the file; nil for a visitor.
    private let file: DatabaseFile?

    /// Takes ownership of the file at `path` and opens it, making it when it does not exist.
    ///
    /// - Throws: ``StoreError``: `inUse`, `unusable`, or `full`.
    public init(path: String) throws {
        file = try DatabaseFile(taking: path)
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration)
            try pool.writeWithoutTransaction { database in
                try Self.claim(database, path)
                try Self.makeDurable(database)
                try database.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
                try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
            }
        } catch let error as DatabaseError {
            let reason = StoreError(sqlite: error)
            throw StoreError(reason.code, "The database \(path) cannot be used. \(reason.message)")
        }
        queue = CommitQueue(pool: pool, caches: caches, usageBounds: UsageBounds())
    }

    /// Opens the file without owning it, beside the process that does, for an operator's command.
    ///
    /// - Throws: ``StoreError`` `unusable` when there is no such database of ours.
    public init(visiting path: String) throws {
        file = nil
        var configuration = Self.configuration
        configuration.maximumReaderCount = 1
        do {
            let present = try DatabaseQueue(path: path, configuration: configuration.readingOnly)
            try present.read { database in
                guard try Int.fetchOne(database, sql: "PRAGMA application_id") == Self.applicationID else {
                    throw StoreError(.unusable, "\(path) is not a database of Scoria. Name the state directory of a service that has run.")
                }
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction(Self.makeDurable)
        } catch let error as DatabaseError {
            let reason = StoreError(sqlite: error)
            throw StoreError(reason.code, "The database \(path) cannot be used. \(reason.message)")
        }
        queue = CommitQueue(pool: pool, caches: caches, usageBounds: nil)
    }

    public func read<Result>(_ body: (any SQLConnection) throws -> Result) throws -> Result {
        do {
            return try pool.unsafeRead { database in
                let connection = try SQLiteConnection(database, caches)
                try connection.execute("BEGIN", [])
                defer {
                    // Ending a transaction that only read cannot lose anything.
                    _ = try? connection.execute("COMMIT", [])
                }
                return try body(connection)
            }
        } catch let error as DatabaseError {
            throw StoreError(sqlite: error)
        }
    }

    public func write<Result: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let transaction = CommitQueue.Transaction { connection in
                do {
                    let result = try body(connection)
                    return CommitQueue.Outcome(succeeded: true) { failure in
                        if let failure { continuation.resume(throwing: failure) } else { continuation.resume(returning: result) }
                    }
                } catch {
                    return CommitQueue.Outcome(succeeded: false) { _ in continuation.resume(throwing: error) }
                }
            } refuse: { error in
                continuation.resume(throwing: error)
            }
            if !queue.enqueue(transaction) { transaction.refuse(Self.closed) }
        }
    }

    public func close() async {
        do {
            // The last transaction in the queue: when it is through, all before it are.
            try await write { _ in }
        } catch {
            return  // closed before
        }
        queue.close()
        do {
            try await pool.barrierWriteWithoutTransaction { [caches] _ in caches.finalizeAll() }
            try pool.close()
            file?.release()
        } catch {
            // Something still reads: the file stays open and ours until this engine goes away.
        }
    }

    private static let closed = StoreError(
        .failed,
        "The database has been closed because the service is stopping. Repeat the request later."
    )

    private static var configuration: GRDB.Configuration {
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 4
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -4096")
            try database.execute(sql: "PRAGMA mmap_size = 0")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
        }
        return configuration
    }

    /// Makes each commit wait for the disk: GRDB turns this down to NORMAL for the write-ahead log, which could forget an answered request
    /// at a power cut.
    private static func makeDurable(_ database: Database) throws {
        try database.execute(sql: "PRAGMA synchronous = FULL")
    }

    /// Refuses a database that another program made, and marks a new one as ours.
    private static func claim(_ database: Database, _ path: String) throws {
        let mark = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        guard mark != applicationID else { return }
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard mark == 0, tables == 0 else {
            throw StoreError(.unusable, "The database \(path) belongs to another program. Name another file, or move this one away.")
        }
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
    }

    /// `SCOR`, in the header field by which `file` and other tools tell SQLite files apart.
    private static let applicationID = 0x5343_4F52
}

extension GRDB.Configuration {
    /// The same, but that nothing can be written and no file is made.
    fileprivate var readingOnly: Self {
        var configuration = self
        configuration.readonly = true
        return configuration
    }
}
