public import ScoriaModel

/// One event: that something happened to a resource.
public struct EventRow: Sendable, Hashable {
    /// The order of commits, and the cursor of deliveries and streams; 0 before the row is written.
    public var sequence: Int64 = 0
    public var at: Timestamp
    /// The field's event type, such as `volume.create.end`.
    public var type: String
    public var priority: EventPriority
    /// The field's publisher, such as `volume.node@backend`.
    public var publisher: String
    public var projectID: ProjectID
    public var userID: UserID
    public var requestID: RequestID
    /// The flow that made the change; nil when the request made it itself.
    public var operationID: String?
    public var resourceType: String
    public var resourceID: String
    /// The resource's status; nil where it has none.
    public var status: String?
    /// The same in every delivery of the event, so that receivers can tell repetitions; nil where nothing is delivered.
    public var messageID: String?
    /// The field's payload as JSON; nil where nothing is delivered.
    public var payload: String?

    /// An event without a payload.
    public init(
        at: Timestamp,
        type: String,
        priority: EventPriority = .info,
        publisher: String,
        projectID: ProjectID,
        userID: UserID,
        requestID: RequestID,
        resourceType: String,
        resourceID: String
    ) {
        self.at = at
        self.type = type
        self.priority = priority
        self.publisher = publisher
        self.projectID = projectID
        self.userID = userID
        self.requestID = requestID
        self.resourceType = resourceType
        self.resourceID = resourceID
    }
}

/// How urgent an event is, in the field's words.
public enum EventPriority: String, Sendable, Hashable, CaseIterable {
    case info = "INFO"
    case error = "ERROR"
}

extension Table {
    static let events = Table(
        "events",
        columns: [
            "sequence", "at", "type", "priority", "publisher", "project_id", "user_id", "request_id", "operation_id", "resource_type",
            "resource_id", "status", "message_id", "payload",
        ]
    )
}

extension EventRow {
    /// Reads a row of ``Table/events``.
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .events)
        self.init(
            at: try reader.value(1),
            type: row.text(2),
            priority: try reader.value(3),
            publisher: row.text(4),
            projectID: try reader.value(5),
            userID: try reader.value(6),
            requestID: try reader.value(7),
            resourceType: row.text(9),
            resourceID: row.text(10)
        )
        sequence = row.integer(0)
        operationID = row.optionalText(8)
        status = row.optionalText(11)
        messageID = row.optionalText(12)
        payload = row.optionalText(13)
    }

    /// The values behind the sequence, in the order of the columns.
    var sqlValues: [SQLValue] {
        [
            .text(at), .text(type), .text(priority), .text(publisher), .text(projectID), .text(userID), .text(requestID),
            .optional(operationID), .text(resourceType), .text(resourceID), .optional(status), .optional(messageID), .optional(payload),
        ]
    }
}
