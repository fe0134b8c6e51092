public import ScoriaIdentity
public import ScoriaModel

/// Believes the tokens of Keystone.
///
/// A service token beside the user's vouches for the request: its roles go into ``IdentityFacts/serviceRoles``, and the user's token
/// may have expired while the service worked.
public struct KeystoneAuthentication: Authenticator {
    private let validator: TokenValidator
    private let challenge: String
    private let serviceRoles: Set<String>
    private let requiresServiceRoles: Bool

    /// Asks `validator`; `identityURL` is where clients get tokens.
    ///
    /// A service token is trusted when it has one of `serviceRoles`; with `requiresServiceRoles` one that has none is refused.
    public init(validator: TokenValidator, identityURL: String, serviceRoles: Set<String>, requiresServiceRoles: Bool) {
        self.validator = validator
        challenge = "Keystone uri=\"\(identityURL)\""
        self.serviceRoles = serviceRoles
        self.requiresServiceRoles = requiresServiceRoles
    }

    public func standing(of project: ProjectID, asked token: Secret?) async throws -> ProjectStanding {
        guard let token else { return .hidden }
        return try await validator.standing(of: project, asked: token)
    }

    public func authenticate(_ credentials: Credentials) async throws -> AuthenticationResult {
        guard let token = credentials.token else { return .refused(challenge: challenge) }
        var service: TokenFacts?
        var isTrusted = false
        if let serviceToken = credentials.serviceToken {
            guard case .valid(let facts) = try await validator.validate(serviceToken) else { return .refused(challenge: challenge) }
            isTrusted = !facts.roles.isDisjoint(with: serviceRoles)
            guard isTrusted || !requiresServiceRoles else { return .refused(challenge: challenge) }
            service = facts
        }
        guard case .valid(let facts) = try await validator.validate(token, allowExpired: isTrusted) else {
            return .refused(challenge: challenge)
        }
        var caller = Caller(
            userID: facts.userID,
            projectID: facts.projectID,
            roles: facts.roles,
            // The policy says so, from the roles.
            isAdmin: false,
            requestID: credentials.requestID,
            globalRequestID: credentials.globalRequestID
        )
        caller.identity = facts.identity
        if let service {
            caller.identity.serviceRoles = service.roles
            caller.identity.serviceUserID = service.userID.rawValue
        }
        return .caller(caller)
    }
}
