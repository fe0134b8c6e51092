public import ScoriaModel

/// Where a flow stands.
///
/// Derived from its log by the engine and kept on the row so that it can be queried.
public enum FlowState: String, Sendable, Codable, CaseIterable {
    /// Steps are being executed.
    ///
    /// Next: `reverting`, `succeeded`.
    case running
    /// A step failed or the owner cancelled; what was done is being undone.
    ///
    /// Next: `failed`, `cancelled`, `needsAttention`.
    case reverting
    /// Every step is done.
    ///
    /// Final.
    case succeeded
    /// Undone after a failure.
    ///
    /// Final.
    case failed
    /// Undone because the owner asked.
    ///
    /// Final.
    case cancelled
    /// An undo failed; a person has to look.
    ///
    /// Next: `reverting` (retry), `abandoned`.
    case needsAttention = "needs_attention"
    /// Given up by an operator.
    ///
    /// Final.
    case abandoned

    /// Whether the engine has work to do on the flow.
    public var isActive: Bool { self == .running || self == .reverting }
}

/// Where one step of a flow stands.
public enum StepState: String, Sendable, Codable {
    /// Begun; its end is not known.
    ///
    /// Next: `succeeded`, `failed`, `reverting`.
    case started
    /// Done.
    ///
    /// Next: `reverting`.
    case succeeded
    /// Refused or failed.
    ///
    /// Next: `reverting`.
    case failed
    /// Its undo has begun.
    ///
    /// Next: `reverted`, `revertFailed`.
    case reverting
    /// Undone.
    case reverted
    /// Its undo failed.
    ///
    /// Next: `reverting`.
    case revertFailed = "revert_failed"
}

/// One flow, as its row has it.
public struct FlowRow: Sendable {
    /// The order of arrival; also the ticket by which locks are granted.
    public var sequence: Int64
    public var id: String
    public var kind: String
    public var version: Int
    public var resourceType: String
    public var resourceID: String
    public var projectID: ProjectID
    public var userID: UserID
    public var requestID: RequestID
    public var idempotencyKey: String?
    public var state: FlowState
    /// Who may run the next step: `anywhere`, `scheduler` or `backend:<host@name>`.
    public var station: String
    /// The instance that holds the lease; nil when nobody does.
    public var owner: String?
    /// Counts the leases; each write of a flow is fenced by it.
    public var generation: Int64
    public var leaseUntil: Timestamp?
    /// Not to be run before this moment.
    public var runAfter: Timestamp
    /// The flow's memo as JSON: its input and what its steps have learned.
    public var memo: String
    public var progressDone: Int64?
    public var progressTotal: Int64?
    public var progressUnit: String?
    public var isCancelRequested: Bool
    /// The failure as JSON; nil while there is none.
    public var error: String?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp
    public var finishedAt: Timestamp?

    /// A row with everything given.
    public init(
        sequence: Int64,
        id: String,
        kind: String,
        version: Int,
        resourceType: String,
        resourceID: String,
        projectID: ProjectID,
        userID: UserID,
        requestID: RequestID,
        idempotencyKey: String?,
        state: FlowState,
        station: String,
        owner: String?,
        generation: Int64,
        leaseUntil: Timestamp?,
        runAfter: Timestamp,
        memo: String,
        progressDone: Int64?,
        progressTotal: Int64?,
        progressUnit: String?,
        isCancelRequested: Bool,
        error: String?,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        finishedAt: Timestamp?
    ) {
        self.sequence = sequence
        self.id = id
        self.kind = kind
        self.version = version
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.projectID = projectID
        self.userID = userID
        self.requestID = requestID
        self.idempotencyKey = idempotencyKey
        self.state = state
        self.station = station
        self.owner = owner
        self.generation = generation
        self.leaseUntil = leaseUntil
        self.runAfter = runAfter
        self.memo = memo
        self.progressDone = progressDone
        self.progressTotal = progressTotal
        self.progressUnit = progressUnit
        self.isCancelRequested = isCancelRequested
        self.error = error
        self.createdAt = createdAt
        self.updatedAt = updatedAt
        self.finishedAt = finishedAt
    }
}

/// One step's entry in a flow's log.
public struct StepRow: Sendable {
    public var position: Int
    public var name: String
    public var state: StepState
    public var attempts: Int
    public var error: String?
    public var startedAt: Timestamp
    public var endedAt: Timestamp?

    /// An entry of the log.
    public init(
        position: Int,
        name: String,
        state: StepState,
        attempts: Int,
        error: String?,
        startedAt: Timestamp,
        endedAt: Timestamp?
    ) {
        self.position = position
        self.name = name
        self.state = state
        self.attempts = attempts
        self.error = error
        self.startedAt = startedAt
        self.endedAt = endedAt
    }
}

/// A lock that a flow needs for its whole life, by the operation's name and the id.
public struct FlowLock: Hashable, Sendable, Comparable {
    public let name: String
    /// Shared locks of the same name go together; an exclusive one goes alone.
    public let isExclusive: Bool

    private init(name: String, isExclusive: Bool) {
        self.name = name
        self.isExclusive = isExclusive
    }

    /// A lock that nobody else may hold meanwhile.
    public static func exclusive(_ name: String) -> FlowLock { FlowLock(name: name, isExclusive: true) }
    /// A lock that others may share.
    public static func shared(_ name: String) -> FlowLock { FlowLock(name: name, isExclusive: false) }

    public static func < (left: FlowLock, right: FlowLock) -> Bool { left.name < right.name }
}

private let flowColumns = """
    sequence, id, kind, version, resource_type, resource_id, project_id, user_id, request_id, idempotency_key, state, station, owner,
    generation, lease_until, run_after, memo, progress_done, progress_total, progress_unit, cancel_requested, error, created_at,
    updated_at, finished_at
    """

extension FlowRow {
    init(row: SQLRow) throws {
        sequence = row.integer(0)
        id = row.text(1)
        kind = row.text(2)
        version = Int(row.integer(3))
        resourceType = row.text(4)
        resourceID = row.text(5)
        projectID = ProjectID(rawValue: row.text(6))
        userID = UserID(rawValue: row.text(7))
        requestID = RequestID(rawValue: row.text(8))
        idempotencyKey = row.optionalText(9)
        guard let state = FlowState(rawValue: row.text(10)) else {
            throw StoreError(.corruptRow, "The flow \(row.text(1)) has the unknown state '\(row.text(10))' in the database.")
        }
        self.state = state
        station = row.text(11)
        owner = row.optionalText(12)
        generation = row.integer(13)
        leaseUntil = row.optionalText(14).flatMap(Timestamp.init(rawValue:))
        runAfter = Timestamp(rawValue: row.text(15)) ?? Timestamp(microseconds: 0)
        memo = row.text(16)
        progressDone = row.optionalInteger(17)
        progressTotal = row.optionalInteger(18)
        progressUnit = row.optionalText(19)
        isCancelRequested = row.bool(20)
        error = row.optionalText(21)
        createdAt = Timestamp(rawValue: row.text(22)) ?? Timestamp(microseconds: 0)
        updatedAt = Timestamp(rawValue: row.text(23)) ?? Timestamp(microseconds: 0)
        finishedAt = row.optionalText(24).flatMap(Timestamp.init(rawValue:))
    }
}

extension StoreReading {
    /// The flow of that id.
    public func flow(_ id: String) throws -> FlowRow? {
        try first("SELECT \(flowColumns) FROM flows WHERE id = ?", [.text(id)], FlowRow.init(row:))
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
                finished_at = ?
            WHERE sequence = ? AND owner = ? AND generation = ?
            """,
            [
                .text(flow.state.rawValue), .text(flow.station), .optional(flow.owner), .optional(flow.leaseUntil?.rawValue),
                .text(flow.runAfter.rawValue), .text(flow.memo), .optional(flow.error), .text(flow.updatedAt.rawValue),
                .optional(flow.finishedAt?.rawValue), .integer(flow.sequence), .text(owner), .integer(flow.generation),
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
