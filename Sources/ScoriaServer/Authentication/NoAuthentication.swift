internal import ScoriaModel

/// The field's `noauth`: the token is `user:project` and everybody is an administrator.
///
/// Without a token the answer hands out one (`quotas-and-policies.md` 5). Meant for loopback only.
public struct NoAuthentication: Authenticator {
    private let includesProject: Bool

    /// Believes everybody.
    ///
    /// With `includesProject` the URL that is handed out beside a token ends in the project: the field's `noauth_include_project_id`.
    public init(includesProject: Bool = false) {
        self.includesProject = includesProject
    }

    public func authenticate(_ credentials: Credentials) -> AuthenticationResult {
        guard let token = credentials.token?.reveal() else {
            let user = credentials.requestedUser ?? "admin"
            let project = credentials.requestedProject ?? "admin"
            let base = credentials.url.hasSuffix("/") ? String(credentials.url.dropLast()) : credentials.url
            return .token("\(user):\(project)", managementURL: includesProject ? "\(base)/\(project)" : credentials.url)
        }
        // Bytes, not characters: finding the borders of those is a good part of what a small request costs.
        let parts = token.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false).map {
            String(Substring($0))
        }
        let user = parts.first ?? ""
        let project = parts.count > 1 && !parts[1].isEmpty ? parts[1] : user
        return .caller(
            Caller(
                userID: UserID(rawValue: user),
                projectID: ProjectID(rawValue: project),
                roles: Self.roles,
                isAdmin: true,
                requestID: credentials.requestID,
                globalRequestID: credentials.globalRequestID
            )
        )
    }

    private static let roles: Set<String> = ["admin", "member", "reader"]
}
