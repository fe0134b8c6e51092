/// One database engine: how connections are made and shared.
///
/// SQLite is one, PostgreSQL another; the SQL text is the same.
public protocol StoreEngine: Sendable {
    /// Runs `body` on a reader that sees one snapshot of the database.
    ///
    /// Blocks the calling thread for as long as the queries take.
    func read<Result>(_ body: (any SQLConnection) throws -> Result) throws -> Result

    /// Runs `body` in a transaction of its own and returns when it is durable.
    ///
    /// When `body` throws, nothing of it stays.
    ///
    /// Transactions run one after another; several that wait may share one commit.
    func write<Result: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Result) async throws -> Result

    /// Finishes what is under way and closes the database.
    func close() async
}

/// One connection inside a read or a write.
///
/// Not to be kept beyond it.
///
/// The SQL is the subset that SQLite and PostgreSQL share: `?` placeholders, RETURNING, upsert, CTE, keyset pagination. What
/// differs is asked of ``dialect``.
public protocol SQLConnection: AnyObject {
    /// How this engine writes what the common subset cannot.
    var dialect: any SQLDialect { get }

    /// What the one writer of the database knows of the usage of projects; nil for readers, and where there is more than one writer.
    var usageBounds: UsageBounds? { get }

    /// Runs a query and hands each row to `body`; the row is valid only inside it.
    ///
    /// Statements are cached by their text.
    ///
    /// - Throws: ``StoreError``, or what `body` throws.
    func query(_ sql: String, _ parameters: [SQLValue], _ body: (SQLRow) throws -> Void) throws

    /// Runs a statement that gives no rows.
    ///
    /// - Returns: how many rows it changed.
    @discardableResult
    func execute(_ sql: String, _ parameters: [SQLValue]) throws -> Int
}

extension SQLConnection {
    public var usageBounds: UsageBounds? { nil }
}

/// What SQLite and PostgreSQL write differently.
public protocol SQLDialect: Sendable {
    /// The type of a primary key column that the engine numbers in ascending order and never reuses.
    var identityColumn: String { get }

    /// The same value, written so that the planner takes no index for it: for conditions that are to be tested on rows as they come in
    /// another order.
    func unindexed(_ expression: String) -> String

    /// A condition that is true when the JSON object in `column` has the member `?` with the text value `?`.
    func jsonMember(of column: String) -> String
}

/// A value that SQL takes as a parameter.
public enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)

    /// Text, or null for nil.
    public static func optional(_ text: String?) -> SQLValue { text.map(SQLValue.text) ?? .null }
    /// An integer, or null for nil.
    public static func optional(_ number: Int64?) -> SQLValue { number.map(SQLValue.integer) ?? .null }
    /// 1 or 0.
    public static func bool(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }
}
