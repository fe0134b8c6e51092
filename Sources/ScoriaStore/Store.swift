/// The database as the floors above see it: reads of one snapshot, and transactions that are durable when they return.
public struct Store: Sendable {
    private let engine: any StoreEngine
    /// What is written of changes beside the changes.
    public let journal: EventJournal

    /// A store on an opened engine whose schema is up to date.
    public init(engine: any StoreEngine, journal: EventJournal = EventJournal()) {
        self.engine = engine
        self.journal = journal
    }

    /// The same store with a journal.
    public func with(journal: EventJournal) -> Store { Store(engine: engine, journal: journal) }

    /// Runs queries that see one snapshot.
    ///
    /// Blocks the calling thread for as long as they take (tens of microseconds for one row).
    public func read<Result>(_ body: (ReadTransaction) throws -> Result) throws -> Result {
        try engine.read { try body(ReadTransaction(connection: $0)) }
    }

    /// Runs one transaction and returns when it is durable.
    ///
    /// When `body` throws, nothing of it stays. The witness of the present task, if there is one, adds its rows to the transaction.
    public func write<Result: Sendable>(_ body: @escaping @Sendable (WriteTransaction) throws -> Result) async throws -> Result {
        let (journal, witness) = (journal, Witness.current)
        let (result, hasEvents) = try await engine.write { connection in
            let transaction = WriteTransaction(connection: connection, journal: journal)
            try witness?.begin(in: transaction)
            let result = try body(transaction)
            try witness?.finish(in: transaction)
            return (result, transaction.notes.hasEvents)
        }
        witness?.committed()
        if hasEvents { journal.ring() }
        return result
    }

    /// As ``write(_:)``, for what is not the change that a request is about, such as a message on its refusal: no witness adds to it.
    public func writeAside<Result: Sendable>(_ body: @escaping @Sendable (WriteTransaction) throws -> Result) async throws -> Result {
        try await Witness.$current.withValue(nil) { try await write(body) }
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
    /// What is to be written of the changes.
    public let journal: EventJournal
    /// What the transaction has learned so far.
    public let notes = TransactionNotes()

    init(connection: any SQLConnection, journal: EventJournal = EventJournal()) {
        self.connection = connection
        self.journal = journal
    }
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
