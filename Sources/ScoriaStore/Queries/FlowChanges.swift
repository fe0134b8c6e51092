public import ScoriaModel

extension WriteTransaction {
    /// Whether no flow that is there already stands in the way of a new one with this lock.
    public func isFree(_ lock: FlowLock) throws -> Bool {
        try first(
            "SELECT 1 FROM flow_locks WHERE name = ? AND (exclusive = 1 OR ? = 1) LIMIT 1",
            [.text(lock.name), .bool(lock.isExclusive)]
        ) { _ in true } == nil
    }

    /// Adds a flow and its locks.
    ///
    /// Returns its sequence; the row's own `sequence` is ignored.
    public func insert(_ flow: FlowRow, locks: Set<FlowLock>) throws -> Int64 {
        let sequence = try first(
            """
            INSERT INTO flows (id, kind, version, resource_type, resource_id, project_id, user_id, request_id, idempotency_key,
                state, station, owner, generation, lease_until, run_after, attempts, input, memo, cancel_requested, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', ?, 0, ?, ?) RETURNING sequence
            """,
            [
                .text(flow.id), .text(flow.kind), .integer(Int64(flow.version)), .text(flow.resourceType), .text(flow.resourceID),
                .text(flow.projectID.rawValue), .text(flow.userID.rawValue), .text(flow.requestID.rawValue),
                .optional(flow.idempotencyKey), .text(flow.state.rawValue), .text(flow.station), .optional(flow.owner),
                .integer(flow.generation), .optional(flow.leaseUntil?.rawValue), .text(flow.runAfter.rawValue), .text(flow.memo),
                .text(flow.createdAt.rawValue), .text(flow.updatedAt.rawValue),
            ]
        ) { $0.integer(0) }
        guard let sequence else { throw StoreError(.failed, "The database did not number the flow \(flow.id).") }
        try insert(locks, flow: sequence)
        notes.started(flow)
        return sequence
    }

    /// Adds the locks of a flow.
    public func insert(_ locks: Set<FlowLock>, flow sequence: Int64) throws {
        for lock in locks.sorted() {
            try connection.execute(
                "INSERT INTO flow_locks (name, flow_sequence, exclusive) VALUES (?, ?, ?)",
                [.text(lock.name), .integer(sequence), .bool(lock.isExclusive)]
            )
        }
    }

    /// Gives up the locks of a flow.
    public func deleteLocks(flow sequence: Int64) throws {
        try connection.execute("DELETE FROM flow_locks WHERE flow_sequence = ?", [.integer(sequence)])
    }

    /// Leases up to `limit` flows that are due and hold their locks.
    ///
    /// A flow whose lease has lapsed counts as unowned.
    public func leaseDueFlows(owner: String, now: Timestamp, until: Timestamp, limit: Int) throws -> [FlowRow] {
        let due = try all(
            """
            SELECT sequence FROM flows WHERE state IN ('running', 'reverting') AND run_after <= ?
            AND (owner IS NULL OR lease_until < ?)
            AND NOT EXISTS (
                SELECT 1 FROM flow_locks AS mine JOIN flow_locks AS other ON other.name = mine.name
                WHERE mine.flow_sequence = flows.sequence AND other.flow_sequence < mine.flow_sequence
                AND (mine.exclusive = 1 OR other.exclusive = 1))
            ORDER BY sequence LIMIT ?
            """,
            [.text(now.rawValue), .text(now.rawValue), .integer(Int64(limit))]
        ) { $0.integer(0) }
        return try due.compactMap { sequence in
            try first(
                """
                UPDATE flows SET owner = ?, generation = generation + 1, lease_until = ? WHERE sequence = ?
                RETURNING \(flowColumns)
                """,
                [.text(owner), .text(until.rawValue), .integer(sequence)],
                FlowRow.init(row:)
            )
        }
    }

    /// Ends the pauses of the flows that wait at a station.
    public func hastenFlows(at station: String, now: Timestamp) throws {
        try connection.execute(
            "UPDATE flows SET run_after = ? WHERE state IN ('running', 'reverting') AND owner IS NULL AND station = ? AND run_after > ?",
            [.text(now), .text(station), .text(now)]
        )
    }

    /// Extends the leases that `owner` holds.
    public func renewLeases(owner: String, until: Timestamp) throws {
        try connection.execute(
            "UPDATE flows SET lease_until = ? WHERE owner = ? AND state IN ('running', 'reverting')",
            [.text(until.rawValue), .text(owner)]
        )
    }

    /// Takes every active flow from whoever held it.
    ///
    /// Only for a process that owns the database alone: former owners are dead.
    public func releaseAllLeases() throws {
        try connection.execute("UPDATE flows SET owner = NULL, lease_until = NULL WHERE owner IS NOT NULL", [])
    }

    /// Writes the changing part of a flow's row, fenced by its lease.
    ///
    /// Throws ``StoreError/Code/lostLease`` when the flow is no longer owned by `owner` in this generation.
    public func update(_ flow: FlowRow, owner: String) throws {
        let changed = try connection.execute(
            """
            UPDATE flows SET state = ?, station = ?, owner = ?, lease_until = ?, run_after = ?, memo = ?, error = ?, updated_at = ?,
                finished_at = ?, attempts = ?
            WHERE sequence = ? AND owner = ? AND generation = ?
            """,
            [
                .text(flow.state.rawValue), .text(flow.station), .optional(flow.owner), .optional(flow.leaseUntil?.rawValue),
                .text(flow.runAfter.rawValue), .text(flow.memo), .optional(flow.error), .text(flow.updatedAt.rawValue),
                .optional(flow.finishedAt?.rawValue), .integer(Int64(flow.rounds)), .integer(flow.sequence), .text(owner),
                .integer(flow.generation),
            ]
        )
        guard changed == 1 else { throw StoreError(.lostLease, "The flow \(flow.id) is owned by another process now.") }
    }

    /// Writes a step's entry in the log of a flow.
    public func log(_ step: StepRow, flow id: String) throws {
        try connection.execute(
            """
            INSERT INTO flow_steps (flow_id, position, name, state, attempts, error, started_at, ended_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (flow_id, position) DO UPDATE SET state = excluded.state, attempts = excluded.attempts, error = excluded.error,
                started_at = excluded.started_at, ended_at = excluded.ended_at
            """,
            [
                .text(id), .integer(Int64(step.position)), .text(step.name), .text(step.state.rawValue),
                .integer(Int64(step.attempts)), .optional(step.error), .text(step.startedAt.rawValue),
                .optional(step.endedAt?.rawValue),
            ]
        )
    }

    /// Empties the log of a flow that begins again.
    public func deleteSteps(ofFlow id: String) throws {
        try connection.execute("DELETE FROM flow_steps WHERE flow_id = ?", [.text(id)])
    }

    /// Notes how far a flow has come.
    public func setProgress(flow id: String, done: Int64, total: Int64, unit: String) throws {
        try connection.execute(
            "UPDATE flows SET progress_done = ?, progress_total = ?, progress_unit = ? WHERE id = ? AND state IN ('running', 'reverting')",
            [.integer(done), .integer(total), .text(unit), .text(id)]
        )
    }

    /// Asks an active flow to stop and undo.
    ///
    /// Whether it still can is the engine's to see.
    public func requestCancel(flow id: String, now: Timestamp) throws -> Bool {
        try connection.execute(
            "UPDATE flows SET cancel_requested = 1, run_after = ?, updated_at = ? WHERE id = ? AND state = 'running'",
            [.text(now.rawValue), .text(now.rawValue), .text(id)]
        ) == 1
    }

    /// Lets an operator move a flow that needs attention: to `reverting` (retry) or `abandoned`.
    public func resolveAttention(flow id: String, to state: FlowState, now: Timestamp) throws -> Bool {
        try connection.execute(
            """
            UPDATE flows SET state = ?, owner = NULL, lease_until = NULL, run_after = ?, updated_at = ?, finished_at = ?
            WHERE id = ? AND state = 'needs_attention'
            """,
            [
                .text(state.rawValue), .text(now.rawValue), .text(now.rawValue),
                .optional(state.isActive ? nil : now.rawValue), .text(id),
            ]
        ) == 1
    }

    /// Removes up to `limit` flows that ended before `moment`, with their logs; returns how many.
    public func trimFlows(finishedBefore moment: Timestamp, limit: Int) throws -> Int {
        let ids = try all(
            "SELECT id FROM flows WHERE finished_at < ? ORDER BY finished_at LIMIT ?",
            [.text(moment.rawValue), .integer(Int64(limit))]
        ) { $0.text(0) }
        for id in ids {
            try connection.execute("DELETE FROM flow_steps WHERE flow_id = ?", [.text(id)])
            try connection.execute("DELETE FROM flows WHERE id = ?", [.text(id)])
        }
        return ids.count
    }

    /// Runs `body` so that what it wrote is taken back when it throws, while the rest of the transaction stays.
    public func savepoint<Result>(_ body: () throws -> Result) throws -> Result {
        try connection.execute("SAVEPOINT step", [])
        do {
            let result = try body()
            try connection.execute("RELEASE step", [])
            return result
        } catch {
            try connection.execute("ROLLBACK TO step", [])
            try connection.execute("RELEASE step", [])
            throw error
        }
    }
}
