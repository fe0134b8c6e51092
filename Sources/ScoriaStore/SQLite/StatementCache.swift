internal import GRDBSQLite
internal import Synchronization

/// The prepared statements of one connection, by their text; the least recently used ones go when there are too many.
///
/// Listings make a text for each combination of filters and keys that somebody asks for, so an unbounded cache would grow for ever.
final class StatementCache: @unchecked Sendable {  // it belongs to one connection, which GRDB lets one closure use at a time
    private struct Entry {
        let statement: OpaquePointer
        var lastUse: UInt64
    }

    private var entries: [String: Entry] = [:]
    private var uses: UInt64 = 0
    private let capacity: Int

    init(capacity: Int = 256) {
        self.capacity = capacity
    }

    deinit {
        finalizeAll()
    }

    /// The idle statement of a text; nil when there is none, or it is being stepped, as when a query is nested in its own rows.
    func statement(for sql: String) -> OpaquePointer? {
        guard let index = entries.index(forKey: sql) else { return nil }
        let statement = entries.values[index].statement
        guard sqlite3_stmt_busy(statement) == 0 else { return nil }
        uses += 1
        entries.values[index].lastUse = uses
        return statement
    }

    /// Keeps a statement; false when another of the same text is kept, so that the caller finalizes this one.
    func keep(_ statement: OpaquePointer, for sql: String) -> Bool {
        guard entries[sql] == nil else { return false }
        if entries.count >= capacity { evict() }
        uses += 1
        entries[sql] = Entry(statement: statement, lastUse: uses)
        return true
    }

    /// Lets go of every statement, before the connection is closed.
    func finalizeAll() {
        for entry in entries.values { sqlite3_finalize(entry.statement) }
        entries.removeAll()
    }

    /// Lets go of the quarter that was not used for the longest time.
    private func evict() {
        let idle = entries.filter { sqlite3_stmt_busy($0.value.statement) == 0 }.sorted { $0.value.lastUse < $1.value.lastUse }
        for (sql, entry) in idle.prefix(max(capacity / 4, 1)) {
            sqlite3_finalize(entry.statement)
            entries[sql] = nil
        }
    }
}

/// The statement caches of an engine's connections.
final class StatementCaches: Sendable {
    private let caches = Mutex<[UInt: StatementCache]>([:])

    /// The cache of a connection, made at its first use.
    func cache(of handle: OpaquePointer) -> StatementCache {
        caches.withLock { caches in
            let key = UInt(bitPattern: handle)
            if let cache = caches[key] { return cache }
            let cache = StatementCache()
            caches[key] = cache
            return cache
        }
    }

    /// Lets go of every statement of every connection; only while none of them is in use.
    func finalizeAll() {
        caches.withLock { caches in
            for cache in caches.values { cache.finalizeAll() }
            caches.removeAll()
        }
    }
}
