import ScoriaModel
import Testing

@testable import ScoriaIdentity

@Suite("What Keystone says of a token")
struct TokenFactsTests {
    private static let user: JSONValue = ["id": "u1", "name": "anna", "domain": ["id": "default"]]
    private static let roles: JSONValue = [["id": "r1", "name": "member"], ["id": "r2", "name": "reader"]]

    private func token(_ members: [String: JSONValue]) -> TokenFacts? {
        let body = ["user": Self.user, "expires_at": "2030-01-01T00:00:00.000000Z"].merging(members) { $1 }
        return TokenFacts(answer: ["token": .object(body)])
    }

    @Test("A token of a project")
    func project() throws {
        let facts = try #require(token(["project": ["id": "a1", "name": "alpha", "domain": ["id": "d"]], "roles": Self.roles]))
        #expect(facts.userID.rawValue == "u1")
        #expect(facts.projectID.rawValue == "a1")
        #expect(facts.roles == ["member", "reader"])
        #expect(facts.identity.projectDomainID == "d")
        #expect(facts.identity.isAdminProject)
    }

    @Test("Tokens of the system, of a domain and of nothing are for no project")
    func otherScopes() throws {
        let system = try #require(token(["system": ["all": true], "roles": Self.roles]))
        #expect(system.projectID.rawValue.isEmpty && system.identity.systemScope == "all")
        let domain = try #require(token(["domain": ["id": "d"], "roles": Self.roles]))
        #expect(domain.projectID.rawValue.isEmpty && domain.identity.domainID == "d")
        let unscoped = try #require(token([:]))
        #expect(unscoped.projectID.rawValue.isEmpty && unscoped.roles.isEmpty)
    }

    @Test("A project that is not the cloud's administrative one")
    func adminProject() throws {
        #expect(try #require(token(["is_admin_project": false])).identity.isAdminProject == false)
    }

    @Test(
        "The URL of the identity service may have its version or not",
        arguments: ["http://k:5000", "http://k:5000/", "http://k:5000/v3"]
    )
    func base(_ url: String) {
        #expect(KeystoneSettings.versioned(url) == "http://k:5000/v3")
    }
}
