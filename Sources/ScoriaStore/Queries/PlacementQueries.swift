public import ScoriaModel

/// One attempt of a flow to find a place: where it went, why, and how it failed there.
public struct PlacementRecord: Sendable, Hashable {
    /// 1 for the first.
    public var attempt: Int
    /// Where; nil when no pool fitted.
    public var pool: PoolAddress?
    /// How the attempt failed on the backend; nil when it did not, or has not ended.
    public var error: String?
    /// Why there, as JSON.
    public var explanation: String
    public var createdAt: Timestamp

    /// An attempt.
    public init(attempt: Int, pool: PoolAddress?, error: String? = nil, explanation: String, createdAt: Timestamp) {
        self.attempt = attempt
        self.pool = pool
        self.error = error
        self.explanation = explanation
        self.createdAt = createdAt
    }
}

extension StoreReading {
    /// The attempts of a flow to find a place, in their order.
    public func placements(ofFlow id: String) throws -> [PlacementRecord] {
        try all(
            "SELECT attempt, pool, error, explanation, created_at FROM placements WHERE flow_id = ? ORDER BY attempt",
            [.text(id)]
        ) { row in
            PlacementRecord(
                attempt: Int(row.integer(0)),
                pool: row.optionalText(1).map(PoolAddress.init(rawValue:)),
                error: row.optionalText(2),
                explanation: row.text(3),
                createdAt: Timestamp(rawValue: row.text(4)) ?? Timestamp(microseconds: 0)
            )
        }
    }

    /// A flow that is at work on a resource; nil when none is.
    public func activeFlow(about resourceID: String) throws -> FlowRow? {
        try flows(project: nil, states: [.running, .reverting], resourceID: resourceID, limit: 1).first
    }
}

extension WriteTransaction {
    /// Keeps an attempt; a flow's attempts go with the flow.
    public func insert(_ placement: PlacementRecord, flow id: String) throws {
        try connection.execute(
            "INSERT INTO placements (flow_id, attempt, pool, error, explanation, created_at) VALUES (?, ?, ?, ?, ?, ?)",
            [
                .text(id), .integer(Int64(placement.attempt)), .optional(placement.pool), .optional(placement.error),
                .text(placement.explanation), .text(placement.createdAt),
            ]
        )
    }

    /// Notes how an attempt failed.
    public func setPlacementError(_ error: String, attempt: Int, flow id: String) throws {
        try connection.execute(
            "UPDATE placements SET error = ? WHERE flow_id = ? AND attempt = ?",
            [.text(error), .text(id), .integer(Int64(attempt))]
        )
    }
}
