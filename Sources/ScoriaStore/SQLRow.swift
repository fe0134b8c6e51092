internal import GRDBSQLite

/// One row of a running query, read by column position straight from the engine's memory.
///
/// Valid only inside the row's callback.
public struct SQLRow {
    private let statement: OpaquePointer

    init(statement: OpaquePointer) {
        self.statement = statement
    }

    /// Whether the column is null.
    public func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }

    /// The column as an integer; 0 when it is null.
    public func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    /// The column as an integer, or nil when it is null.
    public func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

    /// The column as a number; 0 when it is null.
    public func real(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

    /// Whether the column is a number other than 0.
    public func bool(_ column: Int32) -> Bool { integer(column) != 0 }

    /// The column as text; empty when it is null.
    public func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    /// The column as text, or nil when it is null.
    public func optionalText(_ column: Int32) -> String? {
        guard let bytes = utf8(column) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes of a text column in the engine's memory, or nil when it is null.
    ///
    /// For hot paths that copy them on.
    public func utf8(_ column: Int32) -> UnsafeBufferPointer<UInt8>? {
        guard let start = sqlite3_column_text(statement, column) else { return nil }
        return UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    }

    /// The column as a parameter for another query.
    public func value(_ column: Int32) -> SQLValue {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_NULL: .null
        case SQLITE_INTEGER: .integer(integer(column))
        case SQLITE_FLOAT: .real(real(column))
        default: .text(text(column))
        }
    }
}
