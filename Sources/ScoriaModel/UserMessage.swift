/// A message that tells a user why an asynchronous operation failed (`GET /messages`).
public struct UserMessage: Sendable, Hashable {
    public var id: UserMessageID
    public var projectID: ProjectID
    public var requestID: RequestID?
    /// `VOLUME` or `VOLUME_SNAPSHOT`.
    public var resourceType: String
    public var resourceID: String
    /// Three digits: the action, as the field numbers them (`notifications.tsv`).
    public var actionID: String
    /// Three digits: the detail, as the field numbers them.
    public var detailID: String
    /// What happened, why, and what to do, in plain words.
    public var text: String
    public var createdAt: Timestamp
    public var expiresAt: Timestamp

    /// A message about a resource.
    public init(
        id: UserMessageID,
        projectID: ProjectID,
        requestID: RequestID?,
        resourceType: String,
        resourceID: String,
        actionID: String,
        detailID: String,
        text: String,
        createdAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.id = id
        self.projectID = projectID
        self.requestID = requestID
        self.resourceType = resourceType
        self.resourceID = resourceID
        self.actionID = actionID
        self.detailID = detailID
        self.text = text
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }

    /// The event id that tools match: `VOLUME_<resource>_<action>_<detail>`.
    public var eventID: String { "VOLUME_\(resourceType)_\(actionID)_\(detailID)" }
}

public typealias UserMessageID = ID<UserMessage>
