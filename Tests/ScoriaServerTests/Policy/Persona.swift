import ScoriaModel
import ScoriaServer

/// Who walks the routes, by the columns of `Tests/Suites/policy/walk.tsv`.
enum Persona: String, CaseIterable {
    case stranger
    case reader
    case member
    case admin
    case service
    case passerBy = "no_role"
    case nobody = "no_token"

    static let strangersProject = "fedcba9876543210fedcba9876543210"

    var roles: Set<String> {
        switch self {
        case .stranger, .member: ["member", "reader"]
        case .reader: ["reader"]
        case .admin: ["admin", "member", "reader"]
        case .service: ["service"]
        case .passerBy: ["passer-by"]
        case .nobody: []
        }
    }

    /// What the persona sends as `X-Auth-Token`; `user` tells callers of one persona apart.
    func token(user: String = "u") -> String? { self == .nobody ? nil : "\(rawValue):\(user)" }
}

/// Knows the personas by their tokens.
struct PersonaAuthenticator: Authenticator {
    func authenticate(_ credentials: Credentials) -> AuthenticationResult {
        let parts = credentials.token?.reveal().split(separator: ":").map(String.init) ?? []
        guard parts.count == 2, let persona = Persona(rawValue: parts[0]) else { return .refused(challenge: "Test") }
        return .caller(
            Caller(
                userID: UserID(rawValue: parts[1]),
                projectID: ProjectID(rawValue: persona == .stranger ? Persona.strangersProject : TestService.project),
                roles: persona.roles,
                isAdmin: false,
                requestID: credentials.requestID
            )
        )
    }
}
