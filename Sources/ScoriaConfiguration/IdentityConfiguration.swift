public import ScoriaModel

/// Where the identity service is, and as whom this service asks it.
public struct IdentityConfiguration: Sendable, Hashable {
    /// How this service proves itself to the identity service.
    public enum Login: String, Sendable, Hashable, CaseIterable {
        case password
        case v3password
        case v3applicationcredential
    }

    /// An interface of the catalogue.
    public enum Interface: String, Sendable, Hashable, CaseIterable {
        case `public`
        case `internal`
        case admin
    }

    /// The URL to log in at; nil when the section is empty.
    public var authURL: String?
    /// The URL that clients are told; nil for ``authURL``.
    public var publicURL: String?
    public var login = Login.password
    public var userName: String?
    public var userID: String?
    public var password: Secret?
    public var userDomainName: String?
    public var userDomainID: String?
    public var projectName: String?
    public var projectID: String?
    public var projectDomainName: String?
    public var projectDomainID: String?
    public var applicationCredentialID: String?
    public var applicationCredentialSecret: Secret?
    /// The interface to validate tokens at; nil for ``authURL``.
    public var interface: Interface?
    /// The region of ``interface``; nil for any.
    public var region: String?
    public var certificateAuthorities: String?
    public var clientCertificate: String?
    public var clientKey: String?
    /// Whether any certificate is believed.
    public var isInsecure = false
    /// The roles of which a trusted service token has one.
    public var serviceRoles = ["service"]
    /// Whether a service token without such a role is refused.
    public var requiresServiceRoles = false
    /// Seconds that the answer about a token holds.
    public var cacheSeconds = 300
    /// How many valid tokens are remembered.
    public var cacheSize = 20_000
    /// Seconds that a question about a token may take in all.
    public var timeoutSeconds = 10
    /// Seconds that a connection may take to be made.
    public var connectSeconds = 5
    /// How many tokens are asked about at a time.
    public var concurrentValidations = 16
    /// How many tokens may wait to be asked about.
    public var waitingValidations = 4096
}

/// With what the listener proves itself on TLS.
public struct CertificateConfiguration: Sendable, Hashable {
    public var certificate: String?
    public var key: String?
    /// Who signs the certificates of clients; nil when clients need none.
    public var authorities: String?
}
