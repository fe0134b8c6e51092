internal import GRDB
internal import GRDBSQLite

/// One SQLite connection for the length of a read or of a batch of writes.
///
/// Steps statements straight over the C interface, because rows are read from its memory.
final class SQLiteConnection: SQLConnection {
    private let handle: OpaquePointer
    private let cache: StatementCache

    let usageBounds: UsageBounds?

    init(_ database: Database, _ caches: StatementCaches, usageBounds: UsageBounds? = nil) throws {
        guard let handle = database.sqliteConnection else { throw StoreError(.failed, "The database has been closed.") }
        self.handle = handle
        cache = caches.cache(of: handle)
        self.usageBounds = usageBounds
    }

    var dialect: any SQLDialect { SQLiteDialect() }

    /// Whether a transaction is open; the engine ends one by itself after some failures, such as a full disk.
    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func query(_ sql: String, _ parameters: [SQLValue], _ body: (SQLRow) throws -> Void) throws {
        try withStatement(sql, parameters) { statement in
            let row = SQLRow(statement: statement)
            while try step(statement) { try body(row) }
        }
    }

    @discardableResult
    func execute(_ sql: String, _ parameters: [SQLValue]) throws -> Int {
        try withStatement(sql, parameters) { statement in
            while try step(statement) {}
            return Int(sqlite3_changes(handle))
        }
    }

    /// Prepares or finds the statement, binds, runs `body`, and leaves the statement ready for its next use.
    private func withStatement<Result>(
        _ sql: String,
        _ parameters: [SQLValue],
        _ body: (OpaquePointer) throws -> Result
    ) throws -> Result {
        let statement: OpaquePointer
        let isKept: Bool
        if let cached = cache.statement(for: sql) {
            (statement, isKept) = (cached, true)
        } else {
            statement = try prepare(sql)
            isKept = cache.keep(statement, for: sql)
        }
        defer {
            if isKept {
                sqlite3_reset(statement)
                sqlite3_clear_bindings(statement)
            } else {
                sqlite3_finalize(statement)
            }
        }
        try bind(parameters, to: statement)
        return try body(statement)
    }

    private func prepare(_ sql: String) throws -> OpaquePointer {
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK else { throw failure(code) }
        guard let statement else { throw StoreError(.failed, "An empty statement was given. This is a fault in Scoria.") }
        return statement
    }

    private func bind(_ parameters: [SQLValue], to statement: OpaquePointer) throws {
        let expected = Int(sqlite3_bind_parameter_count(statement))
        guard parameters.count == expected else {
            throw StoreError(
                .failed,
                "A statement takes \(expected) parameters and was given \(parameters.count). This is a fault in Scoria."
            )
        }
        var index: Int32 = 0
        for parameter in parameters {
            index += 1
            let code =
                switch parameter {
                case .null: sqlite3_bind_null(statement, index)
                case .integer(let value): sqlite3_bind_int64(statement, index, value)
                case .real(let value): sqlite3_bind_double(statement, index, value)
                case .text(let text): bind(text, to: statement, at: index)
                }
            guard code == SQLITE_OK else { throw failure(code) }
        }
    }

    private func bind(_ text: String, to statement: OpaquePointer, at index: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            guard let start = bytes.baseAddress else { return sqlite3_bind_text(statement, index, "", 0, Self.copied) }
            return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                sqlite3_bind_text(statement, index, $0, Int32(bytes.count), Self.copied)
            }
        }
    }

    /// Whether there is a row.
    private func step(_ statement: OpaquePointer) throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    private func failure(_ code: Int32) -> StoreError {
        StoreError(sqliteCode: code, message: String(cString: sqlite3_errmsg(handle)))
    }

    /// SQLITE_TRANSIENT, a macro that Swift does not import: the engine copies the bytes.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}

/// What SQLite writes in its own way.
struct SQLiteDialect: SQLDialect {
    var identityColumn: String { "INTEGER PRIMARY KEY AUTOINCREMENT" }

    func unindexed(_ expression: String) -> String { "+\(expression)" }

    func jsonMember(of column: String) -> String {
        "EXISTS (SELECT 1 FROM json_each(\(column)) AS member WHERE member.key = ? AND member.atom = ?)"
    }
}
