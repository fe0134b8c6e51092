/// The database as the floors above see it: reads of one snapshot, and transactions that are durable when they return.
public struct Store: Sendable {
    private let engine: any StoreEngine

    /// A store on an opened engine whose schema is up to date.
    public init(engine: any StoreEngine) {
        self.engine = engine
    }

    /// Runs queries that see one snapshot.
    ///
    /// Blocks the calling thread for as long as they take (tens of microseconds for one row).
    public func read<Result>(_ body: (ReadTransaction) throws -> Result) throws -> Result {
        try engine.read { try body(ReadTransaction(connection: $0)) }
    }

    /// Runs one transaction and returns when it is durable.
    ///
    /// When `body` throws, nothing of it stays.
    public func write<Result: Sendable>(_ body: @escaping @Sendable (WriteTransaction) throws -> Result) async throws -> Result {
        try await engine.write { try body(WriteTransaction(connection: $0)) }
    }

    /// Finishes what is under way and closes the database.
    public func close() async {
        await engine.close()
    }
}

/// Anything that can run queries: both kinds of transaction.
///
/// Queries that only read extend this.
public protocol StoreReading {
    var connection: any SQLConnection { get }
}

/// A read of one snapshot.
public struct ReadTransaction: StoreReading {
    public let connection: any SQLConnection
}

/// A transaction that may change rows.
///
/// Queries that write extend this; it reads what it has written.
public struct WriteTransaction: StoreReading {
    public let connection: any SQLConnection
}

extension StoreReading {
    /// The first row of a query, made into a value; nil when there is none.
    func first<Value>(_ sql: String, _ parameters: [SQLValue], _ make: (SQLRow) throws -> Value) throws -> Value? {
        var value: Value?
        try connection.query(sql, parameters) { row in
            if value == nil { value = try make(row) }
        }
        return value
    }

    /// Every row of a query, made into values.
    func all<Value>(_ sql: String, _ parameters: [SQLValue], _ make: (SQLRow) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try connection.query(sql, parameters) { row in values.append(try make(row)) }
        return values
    }
}
