public import ScoriaModel

/// Whose change an event tells of.
public struct EventOrigin: Sendable {
    public let projectID: ProjectID
    public let userID: UserID
    public let requestID: RequestID
    /// The flow that makes the change; nil when the request itself makes it.
    public let operationID: String?
    public let at: Timestamp

    /// A change by a request or a flow.
    public init(projectID: ProjectID, userID: UserID, requestID: RequestID, operationID: String?, at: Timestamp) {
        self.projectID = projectID
        self.userID = userID
        self.requestID = requestID
        self.operationID = operationID
        self.at = at
    }

    /// What the service tells by itself: of nobody's project, for nobody's request.
    static func service(request: RequestID, at moment: Timestamp) -> EventOrigin {
        EventOrigin(
            projectID: ProjectID(rawValue: ""),
            userID: UserID(rawValue: ""),
            requestID: request,
            operationID: nil,
            at: moment
        )
    }
}
