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
        /// A token that was issued already, and where Keystone tells its catalogue; nil when Keystone is not known.
        case token(Secret, catalogue: String?)
        /// The body of a request for a token at Keystone; it holds a secret.
        ///
        /// What was wrong is to be looked for in `variables`.
        case keystone(url: String, body: Secret, variables: String)

        /// Where to look when the service or Keystone does not believe the caller.
        var correction: String {
            switch self {
            case .none: "The service wants a login: set OS_AUTH_TYPE and what goes with it, as for `openstack`."
            case .basic: "Look at OS_USERNAME and OS_PASSWORD."
            case .token: "Is OS_TOKEN a token of this cloud's, and has it not expired? `openstack token issue` makes a new one."
            case .keystone(_, _, let variables): "Look at \(variables)."
            }
        }
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
        let user = KeystoneRequest.User(
            id: value("OS_USER_ID"),
            name: value("OS_USERNAME"),
            domain: KeystoneRequest.Domain(id: value("OS_USER_DOMAIN_ID"), name: value("OS_USER_DOMAIN_NAME"))
        )
        let tokens = { () throws(AttachError) in "\(try Self.identity(try needed("OS_AUTH_URL", "Keystone")))/auth/tokens" }
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
            let catalogue = try value("OS_AUTH_URL").map { url throws(AttachError) in "\(try Self.identity(url))/auth/catalog" }
            login = .token(Secret(try needed("OS_TOKEN", "a login by token")), catalogue: catalogue)
        case "password", "v3password":
            let scope = KeystoneRequest.Project(
                id: project,
                name: value("OS_PROJECT_NAME"),
                domain: KeystoneRequest.Domain(id: value("OS_PROJECT_DOMAIN_ID"), name: value("OS_PROJECT_DOMAIN_NAME"))
            )
            let password = Secret(try needed("OS_PASSWORD", "a login by password"))
            let body = KeystoneRequest.password(user, password, for: scope)
            let variables = "OS_USERNAME, OS_PASSWORD and OS_PROJECT_NAME, and the domains of the user and the project"
            login = .keystone(url: try tokens(), body: body, variables: variables)
        case "v3applicationcredential":
            let id = value("OS_APPLICATION_CREDENTIAL_ID")
            let body = KeystoneRequest.applicationCredential(
                id: id,
                name: id == nil ? try needed("OS_APPLICATION_CREDENTIAL_NAME", "an application credential without an id") : "",
                of: user,
                secret: Secret(try needed("OS_APPLICATION_CREDENTIAL_SECRET", "an application credential"))
            )
            let variables = "OS_APPLICATION_CREDENTIAL_ID (or _NAME and OS_USERNAME) and OS_APPLICATION_CREDENTIAL_SECRET"
            login = .keystone(url: try tokens(), body: body, variables: variables)
        case let other:
            throw AttachError(
                "OS_AUTH_TYPE is \(other), which this command does not know.",
                correction: "Write none, http_basic, token, password or v3applicationcredential."
            )
        }
        switch login {
        case .keystone, .token(_, catalogue: .some): self.endpoint = endpoint
        default: self.endpoint = endpoint ?? "http://127.0.0.1:8776/v3"
        }
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

    /// Keystone's URL with its version.
    private static func identity(_ url: String) throws(AttachError) -> String {
        let url = try checked(url)
        return url.hasSuffix("/v3") ? url : "\(url)/v3"
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

        /// By the id, which is enough, or by the name.
        var json: [String: JSONValue] {
            if let id { return ["id": .string(id)] }
            return ["name": .string(name ?? ""), "domain": domain.json]
        }
    }

    struct Project {
        var id: String?
        var name: String?
        var domain: Domain
    }

    static func password(_ user: User, _ password: Secret, for project: Project) -> Secret {
        var subject = user.json
        subject["password"] = .string(password.reveal())
        var auth: [String: JSONValue] = ["identity": ["methods": ["password"], "password": ["user": .object(subject)]]]
        if let id = project.id {
            auth["scope"] = ["project": ["id": .string(id)]]
        } else if let name = project.name {
            auth["scope"] = ["project": ["name": .string(name), "domain": project.domain.json]]
        }
        return Secret(JSONValue.object(["auth": .object(auth)]).jsonText)
    }

    /// A credential by its id, or by its name and whose it is.
    static func applicationCredential(id: String?, name: String, of user: User, secret: Secret) -> Secret {
        var credential: [String: JSONValue] = ["secret": .string(secret.reveal())]
        if let id {
            credential["id"] = .string(id)
        } else {
            credential["name"] = .string(name)
            credential["user"] = .object(user.json)
        }
        let identity: JSONValue = ["methods": ["application_credential"], "application_credential": .object(credential)]
        return Secret(JSONValue.object(["auth": ["identity": identity]]).jsonText)
    }
}
