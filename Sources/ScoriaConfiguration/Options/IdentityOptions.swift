import ScoriaModel

/// The options of authentication and TLS.
enum IdentityOptions {
    private typealias Option = ConfigurationOption<ServiceConfiguration>

    /// What stands in `[DEFAULT]`.
    static let general: [ConfigurationOption<ServiceConfiguration>] = [
        Option(
            "auth_strategy",
            .choice(),
            \.api.authentication,
            "How callers prove who they are: tokens of Keystone, the passwords of http_basic_auth_user_file, or not at all. noauth believes everybody and makes everybody an administrator. The field's default is keystone, which needs [keystone_authtoken]."
        ),
        Option(
            "allow_noauth_on_any_address",
            .boolean,
            \.api.allowsNoAuthOnAnyAddress,
            ours: true,
            "Allow noauth on an address that other machines can reach. Whoever reaches it can read and delete every volume."
        ),
        Option(
            "http_basic_auth_user_file",
            .path,
            \.api.passwordFile,
            ours: true,
            "File of the users of auth_strategy http_basic, one line each: user:bcrypt:project:role,role. `scoria user hash` makes a line. Changes are noticed."
        ),
        Option(
            "http_basic_auth_cache_time",
            .integer(0...86_400),
            \.api.passwordCacheSeconds,
            ours: true,
            "Seconds that a right password is remembered, so that not every request pays for hashing it; 0 remembers none."
        ),
        Option(
            "osapi_volume_use_ssl",
            .boolean,
            \.api.usesTLS,
            "Speak TLS on the API's port, with the certificate of [ssl]."
        ),
    ]

    /// `[ssl]`.
    static let certificates: [ConfigurationOption<ServiceConfiguration>] = [
        Option(
            "cert_file",
            OptionKind.path.optional,
            \.api.certificates.certificate,
            "File with the certificate in PEM, those between it and the root behind it. Changes are noticed."
        ),
        Option("key_file", OptionKind.path.optional, \.api.certificates.key, "File with the certificate's private key in PEM."),
        Option(
            "ca_file",
            OptionKind.path.optional,
            \.api.certificates.authorities,
            "File with the certificates in PEM that those of clients must be signed by. Empty asks clients for none."
        ),
    ]

    /// `[keystone_authtoken]`.
    static let keystone = login + service + validation

    private static let login: [ConfigurationOption<ServiceConfiguration>] = [
        Option("auth_url", OptionKind.httpURL.optional, \.identity.authURL, "URL of Keystone, with or without /v3."),
        Option(
            "www_authenticate_uri",
            OptionKind.httpURL.optional,
            \.identity.publicURL,
            "URL of Keystone that clients without a token are told. Empty takes auth_url."
        ),
        Option("auth_type", .choice(), \.identity.login, "How this service logs in: with a password or an application credential."),
        Option("username", OptionKind.text.optional, \.identity.userName, "User as whom this service logs in; it needs the role service."),
        Option("user_id", OptionKind.text.optional, \.identity.userID, "The same by its id, in place of name and domain."),
        Option("password", .secret, \.identity.password, "Password of that user."),
        Option("user_domain_name", OptionKind.text.optional, \.identity.userDomainName, "Domain of that user. Empty takes Default."),
        Option("user_domain_id", OptionKind.text.optional, \.identity.userDomainID, "The same by its id."),
        Option("project_name", OptionKind.text.optional, \.identity.projectName, "Project in which this service logs in."),
        Option("project_id", OptionKind.text.optional, \.identity.projectID, "The same by its id, in place of name and domain."),
        Option(
            "project_domain_name",
            OptionKind.text.optional,
            \.identity.projectDomainName,
            "Domain of that project. Empty takes Default."
        ),
        Option("project_domain_id", OptionKind.text.optional, \.identity.projectDomainID, "The same by its id."),
        Option(
            "application_credential_id",
            OptionKind.text.optional,
            \.identity.applicationCredentialID,
            "Application credential for auth_type v3applicationcredential."
        ),
        Option("application_credential_secret", .secret, \.identity.applicationCredentialSecret, "Secret of that credential."),
    ]

    private static let service: [ConfigurationOption<ServiceConfiguration>] = [
        Option(
            "interface",
            OptionKind<IdentityConfiguration.Interface>.choice().optional,
            \.identity.interface,
            "Interface of the catalogue under which tokens are validated. Empty takes auth_url; the field takes internal."
        ),
        Option("region_name", OptionKind.text.optional, \.identity.region, "Region of that interface. Empty takes the first one."),
        Option(
            "cafile",
            OptionKind.path.optional,
            \.identity.certificateAuthorities,
            "File with the certificates in PEM that Keystone's must be signed by. Empty takes those of the system."
        ),
        Option(
            "certfile",
            OptionKind.path.optional,
            \.identity.clientCertificate,
            "Certificate with which this service proves itself on TLS."
        ),
        Option("keyfile", OptionKind.path.optional, \.identity.clientKey, "Private key of that certificate."),
        Option(
            "insecure",
            .boolean,
            \.identity.isInsecure,
            "Believe any certificate of Keystone. Whoever stands between can then take every token."
        ),
        Option(
            "http_connect_timeout",
            .integer(1...600),
            \.identity.connectSeconds,
            "Seconds that a connection to Keystone may take to be made."
        ),
        Option(
            "timeout",
            .integer(1...600),
            \.identity.timeoutSeconds,
            "Seconds that a question to Keystone may take in all, waiting for its turn included; then the client gets 503."
        ),
    ]

    private static let validation: [ConfigurationOption<ServiceConfiguration>] = [
        Option(
            "token_cache_time",
            .integer(0...86_400),
            \.identity.cacheSeconds,
            "Seconds that Keystone's answer about a token holds, if the token does not expire before. A token that is taken back is refused at the latest after this time; 0 asks every time."
        ),
        Option("token_cache_size", .integer(2...10_000_000), \.identity.cacheSize, ours: true, "Most valid tokens that are remembered."),
        Option(
            "concurrent_validations",
            .integer(1...1000),
            \.identity.concurrentValidations,
            ours: true,
            "Tokens that Keystone is asked about at a time. Requests with remembered tokens wait for none of them."
        ),
        Option(
            "waiting_validations",
            .integer(1...1_000_000),
            \.identity.waitingValidations,
            ours: true,
            "Tokens that may wait to be asked about; requests with more get 503."
        ),
        Option("service_token_roles", .list, \.identity.serviceRoles, "Roles of which a service token must have one to be trusted."),
        Option(
            "service_token_roles_required",
            .boolean,
            \.identity.requiresServiceRoles,
            "Refuse requests with a service token that has none of those roles. Such a token is never trusted, either way."
        ),
    ]
}
