public import ScoriaModel

/// Where the identity service is, as whom this service asks it, and how long its answers hold.
///
/// The names in the file are those of `[keystone_authtoken]` in the field.
public struct KeystoneSettings: Sendable {
    /// How this service proves itself to the identity service.
    public enum Login: Sendable {
        /// The name and password of a user in a project.
        case password(user: Subject, password: Secret, project: Subject)
        /// An application credential, which brings its project along.
        case applicationCredential(id: String, secret: Secret)
    }

    /// A user or a project: by its id, or by its name in a domain.
    public enum Subject: Sendable {
        case id(String)
        case name(String, domain: Domain)
    }

    /// A domain, by its id or by its name.
    public enum Domain: Sendable {
        case id(String)
        case name(String)
    }

    /// The URL of the identity service, with or without `/v3`.
    public var authURL: String
    public var login: Login
    /// The interface of the catalogue under which tokens are validated; nil takes ``authURL``.
    public var interface: String?
    /// The region of the catalogue; nil takes the first one.
    public var region: String?
    /// A file of certificates in PEM that the identity service's must be signed by; nil takes the system's.
    public var certificateAuthorities: String?
    /// Files in PEM with which this service proves itself on TLS; nil for none.
    public var clientCertificate: (chain: String, key: String)?
    /// Whether any certificate is believed.
    public var isInsecure = false
    /// How long one question may take in all, in seconds, waiting included.
    public var deadlineSeconds = 10.0
    /// How long a connection may take to be made, in seconds.
    public var connectSeconds = 5.0
    /// How long the answer about a token holds, in seconds, if the token does not expire before.
    public var cacheSeconds = 300.0
    /// How many valid tokens are kept.
    public var cacheSize = 20_000
    /// How many tokens are asked about at a time.
    public var concurrentValidations = 16
    /// How many tokens may wait for their turn to be asked about; more are told to come back.
    public var waitingValidations = 4096

    /// The defaults for an identity service at a URL.
    public init(authURL: String, login: Login) {
        self.authURL = authURL
        self.login = login
    }

    /// The URL below which the v3 API lies.
    var base: String { Self.versioned(authURL) }

    /// A URL of an identity service with exactly one `/v3` at its end.
    static func versioned(_ url: String) -> String {
        var text = url[...]
        while text.hasSuffix("/") { text = text.dropLast() }
        return text.hasSuffix("/v3") ? String(text) : "\(text)/v3"
    }
}
