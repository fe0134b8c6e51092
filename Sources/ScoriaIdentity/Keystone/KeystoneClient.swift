internal import NIOCore
internal import NIOHTTP1
internal import ScoriaModel
internal import ScoriaSystem

/// Asks Keystone v3: logs this service in, and validates the tokens of others.
struct KeystoneClient: Sendable {
    /// A token of this service itself.
    struct Login: Sendable {
        let token: Secret
        let expiresAt: Timestamp
        /// The URL, ending in `/v3`, under which tokens are validated.
        let base: String
        /// Grows with every log-in, so that whoever finds a token refused asks for a later one and not for one more.
        let number: Int
    }

    private let settings: KeystoneSettings
    private let http: IdentityHTTP

    init(_ settings: KeystoneSettings) throws {
        self.settings = settings
        http = try IdentityHTTP(settings)
    }

    func stop() async { await http.stop() }

    /// What a validation found.
    enum Finding: Sendable {
        case verdict(TokenVerdict)
        /// This service's own token is not accepted any more.
        case loginRefused
    }

    /// Asks about one token.
    ///
    /// `allowExpired` also finds tokens that expired a while ago: what a trusted service may still use for work that took long.
    func validate(_ token: Secret, allowExpired: Bool, as login: Login) async throws -> Finding {
        let answer = try await http.send(
            .GET,
            "\(login.base)/auth/tokens?nocatalog\(allowExpired ? "&allow_expired=1" : "")",
            headers: [("X-Auth-Token", login.token), ("X-Subject-Token", token)]
        )
        switch answer.status {
        case 200:
            guard let facts = answer.json.flatMap(TokenFacts.init(answer:)) else {
                throw IdentityUnavailable(.nonsense, "the answer to a validation is no token")
            }
            return .verdict(.valid(facts))
        case 404:
            // A web server that is not the identity service says 404 too; only Keystone says it like this.
            guard answer.json?["error"]?["code"]?.integer == 404 else {
                throw IdentityUnavailable(.nonsense, "there is no identity service at \(login.base)")
            }
            return .verdict(.invalid)
        case 401: return .loginRefused
        case 403: throw IdentityUnavailable(.refusesService, "this service's user may not validate tokens; give it the role service")
        case 429, 500...: throw IdentityUnavailable(.failing, "the identity service answered \(answer.status)")
        default: throw IdentityUnavailable(.nonsense, "the identity service answered \(answer.status) to a validation")
        }
    }

    /// The status of a GET with somebody's token.
    func status(of url: String, asked token: Secret) async throws -> Int {
        try await http.send(.GET, url, headers: [("X-Auth-Token", token)]).status
    }

    /// Logs this service in.
    func logIn(number: Int) async throws -> Login {
        let answer = try await http.send(.POST, "\(settings.base)/auth/tokens", body: loginBody.serialized())
        switch answer.status {
        case 200, 201: break
        case 401: throw IdentityUnavailable(.refusesService, "the identity service refuses this service's user and password")
        case 403: throw IdentityUnavailable(.refusesService, "the identity service does not let this service's user log in")
        case 429, 500...: throw IdentityUnavailable(.failing, "the identity service answered \(answer.status) to the log-in")
        default: throw IdentityUnavailable(.nonsense, "the identity service answered \(answer.status) to the log-in")
        }
        guard let token = answer.subjectToken, let document = answer.json, let facts = TokenFacts(answer: document) else {
            throw IdentityUnavailable(.nonsense, "the answer to the log-in is no token")
        }
        let base = try settings.interface.map { try endpoint(in: document, interface: $0) } ?? settings.base
        return Login(token: token, expiresAt: facts.expiresAt, base: base, number: number)
    }

    /// The identity endpoint of the catalogue for an interface and the configured region.
    private func endpoint(in document: JSONValue, interface: String) throws -> String {
        let services = document["token"]?["catalog"]?.array ?? []
        let endpoints = services.filter { $0["type"]?.string == "identity" }.flatMap { $0["endpoints"]?.array ?? [] }
        let found = endpoints.first { endpoint in
            let isInRegion = settings.region.map { $0 == endpoint["region_id"]?.string || $0 == endpoint["region"]?.string } ?? true
            return endpoint["interface"]?.string == interface && isInRegion
        }
        guard let url = found?["url"]?.string, url.hasPrefix("http://") || url.hasPrefix("https://") else {
            let place = settings.region.map { " in the region \($0)" } ?? ""
            throw IdentityUnavailable(.nonsense, "the catalogue has no \(interface) endpoint of the identity service\(place)")
        }
        return KeystoneSettings.versioned(url)
    }

    private var loginBody: JSONValue {
        switch settings.login {
        case .password(let user, let password, let project):
            var member = user.json
            member["password"] = .string(password.reveal())
            let identity: JSONValue = ["methods": ["password"], "password": ["user": .object(member)]]
            return ["auth": ["identity": identity, "scope": ["project": .object(project.json)]]]
        case .applicationCredential(let id, let secret):
            let credential: JSONValue = ["id": .string(id), "secret": .string(secret.reveal())]
            return ["auth": ["identity": ["methods": ["application_credential"], "application_credential": credential]]]
        }
    }
}

extension KeystoneSettings.Subject {
    /// The user or project as the identity service wants it.
    fileprivate var json: [String: JSONValue] {
        switch self {
        case .id(let id): ["id": .string(id)]
        case .name(let name, .id(let domain)): ["name": .string(name), "domain": ["id": .string(domain)]]
        case .name(let name, .name(let domain)): ["name": .string(name), "domain": ["name": .string(domain)]]
        }
    }
}
