public import ScoriaIdentity
public import ScoriaModel

/// Decides who sends a request.
///
/// `noauth` is one; an identity service becomes another without a change to the routes.
public protocol Authenticator: Sendable {
    /// Says who sends a request with these credentials.
    func authenticate(_ credentials: Credentials) async throws -> AuthenticationResult

    /// What is known of a project that a request names beside its own; every name is one where nobody keeps a list.
    func standing(of project: ProjectID, asked token: Secret?) async throws -> ProjectStanding
}

extension Authenticator {
    public func standing(of _: ProjectID, asked _: Secret?) async throws -> ProjectStanding { .known }
}

/// What a request brings to prove who sends it.
public struct Credentials: Sendable {
    /// `X-Auth-Token`.
    public var token: Secret?
    /// `X-Service-Token`, with which one service acts for a user.
    public var serviceToken: Secret?
    /// `Authorization`, for schemes of HTTP itself.
    public var authorization: Secret?
    /// `X-Auth-User`: who wants a token, where the scheme hands one out.
    public var requestedUser: String?
    /// `X-Auth-Project-Id`: for which project, where the scheme hands one out.
    public var requestedProject: String?
    /// The URL by which the client reached the service, without query: for the management URL of an answer.
    public var url: String
    public var requestID: RequestID
    public var globalRequestID: RequestID?

    /// The credentials of one request.
    public init(
        token: Secret?,
        serviceToken: Secret?,
        authorization: Secret? = nil,
        requestedUser: String?,
        requestedProject: String?,
        url: String,
        requestID: RequestID,
        globalRequestID: RequestID?
    ) {
        self.token = token
        self.serviceToken = serviceToken
        self.authorization = authorization
        self.requestedUser = requestedUser
        self.requestedProject = requestedProject
        self.url = url
        self.requestID = requestID
        self.globalRequestID = globalRequestID
    }
}

/// What became of an authentication.
public enum AuthenticationResult: Sendable {
    /// The sender is known.
    case caller(Caller)
    /// No token came, and the scheme hands one out: 204 with the token and the URL to use it at.
    case token(String, managementURL: String)
    /// The credentials prove nothing (401); `challenge` is the value of `WWW-Authenticate`.
    case refused(challenge: String)
}
