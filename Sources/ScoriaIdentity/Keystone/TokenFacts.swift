public import ScoriaModel

/// What the identity service says of a valid token.
///
/// A class, since it is handed on with every request and copying it would cost a dozen counts of references.
public final class TokenFacts: Sendable {
    public let userID: UserID
    /// The project that the token is for; empty for a token of a domain, of the system or of nothing.
    public let projectID: ProjectID
    /// The names of all roles, implied ones included: the identity service expands them.
    public let roles: Set<String>
    public let identity: IdentityFacts
    public let expiresAt: Timestamp

    /// Reads the answer to a validation; nil when it is none.
    init?(answer: JSONValue) {
        guard let token = answer["token"], let user = token["user"], let userID = user["id"]?.string, Self.isName(userID),
            let expiry = token["expires_at"]?.string.flatMap(Timestamp.init(rawValue:))
        else { return nil }
        var roles: Set<String> = []
        // A token without a scope has no roles at all.
        for role in token["roles"]?.array ?? [] {
            guard let name = role["name"]?.string, Self.isName(name) else { return nil }
            roles.insert(name)
        }
        var facts = IdentityFacts()
        facts.userName = user["name"]?.string
        facts.userDomainID = user["domain"]?["id"]?.string
        var projectID = ""
        if let project = token["project"] {
            guard let id = project["id"]?.string, Self.isName(id) else { return nil }
            projectID = id
            facts.projectName = project["name"]?.string
            facts.projectDomainID = project["domain"]?["id"]?.string
        }
        facts.domainID = token["domain"]?["id"]?.string
        facts.systemScope = token["system"]?["all"]?.bool == true ? "all" : nil
        facts.isAdminProject = token["is_admin_project"]?.bool ?? true
        self.userID = UserID(rawValue: userID)
        self.projectID = ProjectID(rawValue: projectID)
        self.roles = roles
        identity = facts
        expiresAt = expiry
    }

    /// Whether a text can be an id or the name of a role: it goes into rows and logs.
    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255 && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
    }
}

/// What became of a token.
public enum TokenVerdict: Sendable {
    case valid(TokenFacts)
    /// The token is unknown, has expired, or has been revoked.
    case invalid
}
