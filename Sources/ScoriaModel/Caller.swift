/// Who asks: the authenticated user, the project that the request is for, and what the roles allow.
public struct Caller: Sendable, Hashable {
    public let userID: UserID
    public let projectID: ProjectID
    public let roles: Set<String>
    public let isAdmin: Bool
    public let requestID: RequestID
    /// The id that the calling service gave, so that logs of several services can be joined.
    public let globalRequestID: RequestID?
    /// The `Idempotency-Key` of the request, when it has one.
    ///
    /// Every flow row that the request makes stores it, so that an answer which died with the process is found again.
    public var idempotencyKey: String?

    /// A caller with its roles.
    public init(
        userID: UserID,
        projectID: ProjectID,
        roles: Set<String>,
        isAdmin: Bool,
        requestID: RequestID,
        globalRequestID: RequestID? = nil
    ) {
        self.userID = userID
        self.projectID = projectID
        self.roles = roles
        self.isAdmin = isAdmin
        self.requestID = requestID
        self.globalRequestID = globalRequestID
    }
}
