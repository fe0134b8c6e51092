public import ScoriaModel

extension StoreReading {
    /// The flow of that id; nil when there is none, or not in `project` when one is given.
    public func flow(_ id: String, in project: ProjectID? = nil) throws -> FlowRow? {
        guard let project else { return try first("SELECT \(flowColumns) FROM flows WHERE id = ?", [.text(id)], FlowRow.init(row:)) }
        return try first(
            "SELECT \(flowColumns) FROM flows WHERE id = ? AND project_id = ?",
            [.text(id), .text(project)],
            FlowRow.init(row:)
        )
    }

    /// The flow that the last request with this idempotency key started, if there is one.
    public func flow(idempotencyKey: String, project: ProjectID) throws -> FlowRow? {
        try first(
            "SELECT \(flowColumns) FROM flows WHERE project_id = ? AND idempotency_key = ? ORDER BY sequence DESC LIMIT 1",
            [.text(project.rawValue), .text(idempotencyKey)],
            FlowRow.init(row:)
        )
    }

    /// Flows, newest first: of one project or of all, in certain states, about one resource, below a sequence for paging.
    public func flows(
        project: ProjectID?,
        states: Set<FlowState> = [],
        resourceID: String? = nil,
        before sequence: Int64? = nil,
        limit: Int
    ) throws -> [FlowRow] {
        var conditions = ["sequence < ?"]
        var parameters: [SQLValue] = [.integer(sequence ?? .max)]
        if let project {
            conditions.append("project_id = ?")
            parameters.append(.text(project.rawValue))
        }
        if let resourceID {
            conditions.append("resource_id = ?")
            parameters.append(.text(resourceID))
        }
        if !states.isEmpty {
            conditions.append("state IN (\(Array(repeating: "?", count: states.count).joined(separator: ", ")))")
            parameters += states.sorted { $0.rawValue < $1.rawValue }.map { .text($0.rawValue) }
        }
        parameters.append(.integer(Int64(limit)))
        return try all(
            "SELECT \(flowColumns) FROM flows WHERE \(conditions.joined(separator: " AND ")) ORDER BY sequence DESC LIMIT ?",
            parameters,
            FlowRow.init(row:)
        )
    }

    /// The log of a flow, in the order of its steps.
    public func steps(ofFlow id: String) throws -> [StepRow] {
        try all(
            """
            SELECT position, name, state, attempts, error, started_at, ended_at FROM flow_steps
            WHERE flow_id = ? ORDER BY position
            """,
            [.text(id)]
        ) { row in
            guard let state = StepState(rawValue: row.text(2)) else {
                throw StoreError(.corruptRow, "A step of the flow \(id) has the unknown state '\(row.text(2))' in the database.")
            }
            return StepRow(
                position: Int(row.integer(0)),
                name: row.text(1),
                state: state,
                attempts: Int(row.integer(3)),
                error: row.optionalText(4),
                startedAt: Timestamp(rawValue: row.text(5)) ?? Timestamp(microseconds: 0),
                endedAt: row.optionalText(6).flatMap(Timestamp.init(rawValue:))
            )
        }
    }

    /// How many flows are in a state; for metrics and tests.
    public func flowCount(in state: FlowState) throws -> Int {
        try first("SELECT count(*) FROM flows WHERE state = ?", [.text(state.rawValue)]) { Int($0.integer(0)) } ?? 0
    }

    /// How many locks flows hold or wait for; none when nothing is at work.
    public func flowLockCount() throws -> Int {
        try first("SELECT count(*) FROM flow_locks", []) { Int($0.integer(0)) } ?? 0
    }

    /// Whether nothing stands before the flow in any of its locks.
    public func holdsLocks(flow sequence: Int64) throws -> Bool {
        try first(
            """
            SELECT 1 FROM flow_locks AS mine JOIN flow_locks AS other ON other.name = mine.name
            WHERE mine.flow_sequence = ? AND other.flow_sequence < mine.flow_sequence
            AND (mine.exclusive = 1 OR other.exclusive = 1) LIMIT 1
            """,
            [.integer(sequence)]
        ) { _ in true } == nil
    }

    /// The earliest moment at which an unowned active flow wants to run; nil when none waits.
    public func nextFlowDue() throws -> Timestamp? {
        try first(
            "SELECT min(run_after) FROM flows WHERE state IN ('running', 'reverting') AND owner IS NULL",
            []
        ) { $0.optionalText(0) }.flatMap { $0 }.flatMap(Timestamp.init(rawValue:))
    }
}
