public import ScoriaModel

/// What is remembered of a request that came with an `Idempotency-Key`.
public struct IdempotencyRecord: Sendable, Hashable {
    /// How far the first request with the key has come.
    public enum State: String, Sendable {
        /// It is being answered by ``IdempotencyRecord/instance``, or that one died over it.
        case running
        /// Its answer is kept.
        case answered
    }

    public var projectID: ProjectID
    public var key: String
    /// What the first request asked, as a digest: the same key with another request is an error of the caller.
    public var fingerprint: String
    public var state: State
    /// The run of the service that answers, so that a later run knows that nobody does.
    public var instance: String
    /// The answer's HTTP status.
    public var status: Int?
    /// The answer's header fields.
    public var headers: [String: String]
    /// The answer's body.
    public var body: String?
    public var createdAt: Timestamp

    /// A request that is about to be answered.
    public init(projectID: ProjectID, key: String, fingerprint: String, instance: String, createdAt: Timestamp) {
        self.projectID = projectID
        self.key = key
        self.fingerprint = fingerprint
        self.instance = instance
        self.createdAt = createdAt
        state = .running
        headers = [:]
    }
}

extension Table {
    static let idempotencyKeys = Table(
        "idempotency_keys",
        columns: ["key", "project_id", "fingerprint", "state", "instance", "status", "headers", "body", "created_at"]
    )
}

extension IdempotencyRecord {
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .idempotencyKeys)
        self.init(
            projectID: try reader.value(1),
            key: row.text(0),
            fingerprint: row.text(2),
            instance: row.text(4),
            createdAt: try reader.value(8)
        )
        state = try reader.value(3)
        status = row.optionalInteger(5).map { Int($0) }
        headers = row.isNull(6) ? [:] : try reader.map(6)
        body = row.optionalText(7)
    }
}

extension StoreReading {
    /// What is remembered of a key.
    public func idempotencyRecord(_ key: String, in project: ProjectID) throws -> IdempotencyRecord? {
        try first(
            Table.idempotencyKeys.select + "WHERE project_id = ? AND key = ?",
            [.text(project), .text(key)],
            IdempotencyRecord.init(row:)
        )
    }
}

extension WriteTransaction {
    /// Claims a key for the request that is about to be answered.
    ///
    /// Nil when the claim holds; else the record of whoever came first. A record that another run of the service left unanswered is
    /// returned too: its caller decides whether the work was done, and may then ``takeOver(_:)``.
    public func claim(_ record: IdempotencyRecord) throws -> IdempotencyRecord? {
        let inserted = try connection.execute(
            """
            INSERT INTO idempotency_keys (project_id, key, fingerprint, state, instance, created_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (project_id, key) DO NOTHING
            """,
            [
                .text(record.projectID), .text(record.key), .text(record.fingerprint), .text(record.state), .text(record.instance),
                .text(record.createdAt),
            ]
        )
        return inserted == 1 ? nil : try idempotencyRecord(record.key, in: record.projectID)
    }

    /// Makes this run of the service the one that answers a request which another run left unanswered; false when it was answered after all.
    public func takeOver(_ record: IdempotencyRecord) throws -> Bool {
        try connection.execute(
            "UPDATE idempotency_keys SET instance = ?, fingerprint = ?, created_at = ? WHERE project_id = ? AND key = ? AND state = ?",
            [
                .text(record.instance), .text(record.fingerprint), .text(record.createdAt), .text(record.projectID), .text(record.key),
                .text(IdempotencyRecord.State.running),
            ]
        ) == 1
    }

    /// Keeps the answer; false when the key is no longer known.
    @discardableResult
    public func answer(_ key: String, in project: ProjectID, status: Int, headers: [String: String], body: String?) throws -> Bool {
        try connection.execute(
            "UPDATE idempotency_keys SET state = ?, status = ?, headers = ?, body = ? WHERE project_id = ? AND key = ?",
            [
                .text(IdempotencyRecord.State.answered), .integer(Int64(status)), .map(headers), .optional(body), .text(project),
                .text(key),
            ]
        ) == 1
    }

    /// Forgets a key, so that the request may be made again: for answers that did nothing, such as refusals.
    @discardableResult
    public func deleteIdempotencyRecord(_ key: String, in project: ProjectID) throws -> Bool {
        try connection.execute("DELETE FROM idempotency_keys WHERE project_id = ? AND key = ?", [.text(project), .text(key)]) == 1
    }

    /// Forgets the keys of requests made before `end`, and answers with how many there were.
    @discardableResult
    public func deleteIdempotencyRecords(createdBefore end: Timestamp) throws -> Int {
        try connection.execute("DELETE FROM idempotency_keys WHERE created_at < ?", [.text(end)])
    }
}
