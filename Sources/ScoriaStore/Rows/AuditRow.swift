public import ScoriaModel

/// One line of the audit trail: who did or tried what, on what, when, and what became of it.
///
/// It holds names and ids and no value that a caller sent, so that no secret can get into it.
public struct AuditRow: Sendable, Hashable {
    /// The order of commits; 0 before the row is written.
    public var sequence: Int64 = 0
    public var at: Timestamp
    /// The project that the request was for.
    public var projectID: ProjectID
    public var userID: UserID
    /// The caller's roles, sorted, with commas between them.
    public var roles: String
    public var requestID: RequestID
    public var globalRequestID: RequestID?
    /// The name of the route, as metrics and logs have it, or the kind of the flow.
    public var action: String
    public var resourceType: String
    /// The resource; nil when the request names none and made none.
    public var resourceID: String?
    /// The flow that the request started, or whose end this is.
    public var operationID: String?
    public var outcome: AuditOutcome
    /// The status of the answer to a request; nil for the end of a flow, and for a request whose answer was not there yet.
    public var status: Int?
    /// Why it was refused or failed: the name of the fault, or the code of the failure.
    public var reason: String?

    /// A line without an outcome's details.
    public init(
        at: Timestamp,
        projectID: ProjectID,
        userID: UserID,
        roles: String = "",
        requestID: RequestID,
        action: String,
        resourceType: String,
        resourceID: String?,
        outcome: AuditOutcome
    ) {
        self.at = at
        self.projectID = projectID
        self.userID = userID
        self.roles = roles
        self.requestID = requestID
        self.action = action
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.outcome = outcome
    }
}

/// What became of what somebody asked for.
public enum AuditOutcome: String, Sendable, Hashable, CaseIterable {
    /// The change is made, or the operation that makes it is started.
    case accepted
    /// The request was answered with a code below 500, and changed nothing.
    case refused
    /// The request failed on the side of the service, or the operation failed and was undone.
    case failed
    /// The operation did its work.
    case succeeded
    /// The operation was cancelled and undone.
    case cancelled
    /// The operation could not be undone; a person has to look.
    case needsAttention = "needs_attention"
}

extension Table {
    static let audit = Table(
        "audit",
        columns: [
            "sequence", "at", "project_id", "user_id", "roles", "request_id", "global_request_id", "action", "resource_type",
            "resource_id", "operation_id", "outcome", "status", "reason",
        ]
    )
}

extension AuditRow {
    /// Reads a row of ``Table/audit``.
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .audit)
        self.init(
            at: try reader.value(1),
            projectID: try reader.value(2),
            userID: try reader.value(3),
            roles: row.text(4),
            requestID: try reader.value(5),
            action: row.text(7),
            resourceType: row.text(8),
            resourceID: row.optionalText(9),
            outcome: try reader.value(11)
        )
        sequence = row.integer(0)
        globalRequestID = try reader.optional(6)
        operationID = row.optionalText(10)
        status = row.optionalInteger(12).map(Int.init)
        reason = row.optionalText(13)
    }

    /// The values behind the sequence, in the order of the columns.
    var sqlValues: [SQLValue] {
        [
            .text(at), .text(projectID), .text(userID), .text(roles), .text(requestID), .optional(globalRequestID), .text(action),
            .text(resourceType), .optional(resourceID), .optional(operationID), .text(outcome), .optional(status.map(Int64.init)),
            .optional(reason),
        ]
    }
}
