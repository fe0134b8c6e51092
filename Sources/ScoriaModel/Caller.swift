/// Who asks: the authenticated user, the project that the request is for, and what the roles allow.
public struct Caller: Sendable, Hashable {
    public let userID: UserID
    public let projectID: ProjectID
    public let roles: Set<String>
    /// Whether the policy's `context_is_admin` holds for these roles.
    public var isAdmin: Bool
    public let requestID: RequestID
    /// The id that the calling service gave, so that logs of several services can be joined.
    public let globalRequestID: RequestID?
    /// What else the identity service said, for policies and messages to other services.
    public var identity = IdentityFacts()
    /// What the policy allows beyond the route; the field's defaults where no policy was asked.
    public var permissions: Permissions
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
        permissions = isAdmin ? .all : .ofMembers
        self.requestID = requestID
        self.globalRequestID = globalRequestID
    }
}

/// What an identity service tells of a caller beside user, project and roles.
///
/// All of it is empty where there is no such service.
public struct IdentityFacts: Sendable, Hashable {
    public var userName: String?
    public var projectName: String?
    public var userDomainID: String?
    public var projectDomainID: String?
    /// The domain that a domain-scoped token is for.
    public var domainID: String?
    /// `all` for a token that is for the whole system.
    public var systemScope: String?
    /// Whether the token's project is the cloud's administrative one; true where the identity service knows no such project.
    public var isAdminProject = true
    /// The roles of a valid service token that came beside the user's, with which one service acts for a user.
    public var serviceRoles: Set<String> = []
    /// The user behind the service token.
    public var serviceUserID: String?

    /// Nothing is known.
    public init() {}
}
