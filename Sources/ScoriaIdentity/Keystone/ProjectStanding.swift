public import ScoriaModel

/// What an identity service says of a project to the owner of a token.
public enum ProjectStanding: Sendable, Hashable {
    /// It exists, and the token's owner may see it.
    case known
    /// There is none of this id.
    case unknown
    /// Whether there is one is not for the token's owner to know.
    case hidden
}

extension KeystoneClient {
    /// Asks for a project with the token of the one who asks us, so that Keystone's own rules decide.
    func standing(of project: ProjectID, asked token: Secret, at base: String) async throws -> ProjectStanding {
        let id = project.rawValue
        // What cannot be an id is none, and gets into no URL.
        let isPlain =
            (1...64).contains(id.utf8.count)
            && id.utf8.allSatisfy { byte in
                byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte
                    || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
            }
        guard isPlain else { return .unknown }
        let status = try await status(of: "\(base)/projects/\(id)", asked: token)
        switch status {
        case 200: return .known
        case 404: return .unknown
        case 401, 403: return .hidden
        case 429, 500...: throw IdentityUnavailable(.failing, "the identity service answered \(status)")
        default: throw IdentityUnavailable(.nonsense, "the identity service answered \(status) to a question about a project")
        }
    }
}

extension TokenValidator {
    /// What Keystone says of a project to the owner of a token; throws ``IdentityUnavailable`` when nobody can say.
    ///
    /// Asked each time: it is for the rare requests of administrators that name a project.
    public func standing(of project: ProjectID, asked token: Secret) async throws -> ProjectStanding {
        try await asking { client, base in try await client.standing(of: project, asked: token, at: base) }
    }
}
