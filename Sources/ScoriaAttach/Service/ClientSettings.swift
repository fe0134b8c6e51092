public import ScoriaModel

/// How the service is reached and by whom, in the environment variables that `openstack` reads.
///
/// Passwords and tokens come from the environment only: everybody on the machine can read command lines.
public struct ClientSettings: Sendable {
    /// How the caller proves who it is.
    public enum Login: Sendable {
        /// `auth_strategy = noauth`: the token is made of the two.
        case none(user: String, project: String)
        /// `auth_strategy = http_basic`.
        case basic(user: String, password: Secret)
        /// A token that was issued already.
        case token(Secret)
        /// The body of a request for a token at Keystone; it holds a secret.
        case keystone(url: String, body: Secret)
    }

    /// Where the API is, with its version; nil when Keystone's catalogue tells.
    public var endpoint: String?
    public var login: Login
    public var region: String?
    /// Which of the catalogue's URLs: `public`, `internal` or `admin`.
    public var interface: String
    /// A file in PEM with the authorities that are believed; nil for the system's.
    public var certificateAuthorities: String?
    public var isInsecure: Bool

    /// The service at an endpoint.
    public init(endpoint: String?, login: Login) {
        self.endpoint = endpoint
        self.login = login
        interface = "public"
        isInsecure = false
    }

    /// Reads the variables; `endpoint` and `project` are options of the command, which come first.
    public init(environment: [String: String], endpoint: String? = nil, project: String? = nil) throws(AttachError) {
        let value: (String) -> String? = { name in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        let needed = { (name: String, why: String) throws(AttachError) -> String in
            guard let text = value(name) else {
                throw AttachError("\(name) is not set, which \(why) needs.", correction: "Set it, as for `openstack`.")
            }
            return text
        }
        let endpoint = try (endpoint ?? value("OS_ENDPOINT")).map { text throws(AttachError) in try Self.versioned(text) }
        let project = project ?? value("OS_PROJECT_ID")
        switch value("OS_AUTH_TYPE") ?? (value("OS_AUTH_URL") == nil ? (value("OS_TOKEN") == nil ? "none" : "token") : "password") {
        case "none", "noauth", "cinder-noauth":
            guard let project else {
                throw AttachError("There is no project.", correction: "Name it with --project or OS_PROJECT_ID.")
            }
            login = .none(user: value("OS_USERNAME") ?? value("OS_USER_ID") ?? "admin", project: project)
        case "http_basic":
            login = .basic(
                user: try needed("OS_USERNAME", "http_basic"),
                password: Secret(try needed("OS_PASSWORD", "http_basic"))
            )
        case "token", "v3token", "admin_token", "token_endpoint":
            login = .token(Secret(try needed("OS_TOKEN", "a login by token")))
        case "password", "v3password":
            let user = KeystoneRequest.User(
                id: value("OS_USER_ID"),
                name: value("OS_USERNAME"),
                domain: KeystoneRequest.Domain(id: value("OS_USER_DOMAIN_ID"), name: value("OS_USER_DOMAIN_NAME"))
            )
            let scope = KeystoneRequest.Project(
                id: project,
                name: value("OS_PROJECT_NAME"),
                domain: KeystoneRequest.Domain(id: value("OS_PROJECT_DOMAIN_ID"), name: value("OS_PROJECT_DOMAIN_NAME"))
            )
            let password = Secret(try needed("OS_PASSWORD", "a login by password"))
            let body = KeystoneRequest.password(user, password, for: scope)
            login = .keystone(url: try Self.tokens(try needed("OS_AUTH_URL", "Keystone")), body: body)
        case "v3applicationcredential":
            let body = KeystoneRequest.applicationCredential(
                id: try needed("OS_APPLICATION_CREDENTIAL_ID", "an application credential"),
                secret: Secret(try needed("OS_APPLICATION_CREDENTIAL_SECRET", "an application credential"))
            )
            login = .keystone(url: try Self.tokens(try needed("OS_AUTH_URL", "Keystone")), body: body)
        case let other:
            throw AttachError(
                "OS_AUTH_TYPE is \(other), which this command does not know.",
                correction: "Write none, http_basic, token, password or v3applicationcredential."
            )
        }
        if case .keystone = login { self.endpoint = endpoint } else { self.endpoint = endpoint ?? "http://127.0.0.1:8776/v3" }
        region = value("OS_REGION_NAME")
        interface = value("OS_INTERFACE").map { $0.hasSuffix("URL") ? String($0.dropLast(3)) : $0 } ?? "public"
        certificateAuthorities = value("OS_CACERT")
        isInsecure = ["1", "true", "yes"].contains((value("OS_INSECURE") ?? "").lowercased())
    }

    /// The URL with the API's version, which people leave out.
    static func versioned(_ url: String) throws(AttachError) -> String {
        let url = try checked(url)
        return url.split(separator: "/").dropFirst(2).contains("v3") ? url : "\(url)/v3"
    }

    private static func tokens(_ url: String) throws(AttachError) -> String {
        let url = try checked(url)
        return url.hasSuffix("/v3") ? "\(url)/auth/tokens" : "\(url)/v3/auth/tokens"
    }

    private static func checked(_ url: String) throws(AttachError) -> String {
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw AttachError("\(url) is no URL of a service.", correction: "It begins with http:// or https://.")
        }
        var url = url
        while url.last == "/" { url.removeLast() }
        return url
    }
}

/// Requests for a token (Identity API v3, `POST /v3/auth/tokens`).
enum KeystoneRequest {
    struct Domain {
        var id: String?
        var name: String?

        /// Without a name of any kind it is the one that every Keystone begins with.
        var json: JSONValue {
            if let id { return ["id": .string(id)] }
            return name.map { ["name": .string($0)] } ?? ["id": "default"]
        }
    }

    struct User {
        var id: String?
        var name: String?
        var domain: Domain
    }

    struct Project {
        var id: String?
        var name: String?
        var domain: Domain
    }

    static func password(_ user: User, _ password: Secret, for project: Project) -> Secret {
        var subject: [String: JSONValue] = ["password": .string(password.reveal())]
        if let id = user.id {
            subject["id"] = .string(id)
        } else {
            subject["name"] = .string(user.name ?? "")
            subject["domain"] = user.domain.json
        }
        var auth: [String: JSONValue] = ["identity": ["methods": ["password"], "password": ["user": .object(subject)]]]
        if let id = project.id {
            auth["scope"] = ["project": ["id": .string(id)]]
        } else if let name = project.name {
            auth["scope"] = ["project": ["name": .string(name), "domain": project.domain.json]]
        }
        return Secret(JSONValue.object(["auth": .object(auth)]).jsonText)
    }

    static func applicationCredential(id: String, secret: Secret) -> Secret {
        let credential: JSONValue = ["id": .string(id), "secret": .string(secret.reveal())]
        let identity: JSONValue = ["methods": ["application_credential"], "application_credential": credential]
        return Secret(JSONValue.object(["auth": ["identity": identity]]).jsonText)
    }
}
