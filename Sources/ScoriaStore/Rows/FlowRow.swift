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
    /// How often the flow has begun again after a failure.
    public var rounds = 0
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

/// The columns of `flows` in the order in which a ``FlowRow`` reads them.
let flowColumns = """
    sequence, id, kind, version, resource_type, resource_id, project_id, user_id, request_id, idempotency_key, state, station, owner,
    generation, lease_until, run_after, memo, progress_done, progress_total, progress_unit, cancel_requested, error, created_at,
    updated_at, finished_at, attempts
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
        rounds = Int(row.integer(25))
    }
}
