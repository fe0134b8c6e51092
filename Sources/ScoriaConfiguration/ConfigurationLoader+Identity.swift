extension ConfigurationLoader {
    /// Checks what only several options of authentication and TLS together can get wrong.
    mutating func checkIdentity(_ configuration: ServiceConfiguration) {
        if configuration.api.authentication == .keystone { checkKeystone(configuration.identity) }
        if configuration.api.usesTLS { checkCertificates(configuration.api.certificates) }
        checkPasswordsOnTheWire(configuration.api)
    }

    private static let keystone = "keystone_authtoken"

    private mutating func checkKeystone(_ identity: IdentityConfiguration) {
        require(
            identity.authURL != nil,
            "auth_url",
            "The URL of Keystone is missing.",
            "Write it, such as https://keystone.example.org:5000."
        )
        switch identity.login {
        case .password, .v3password:
            require(
                identity.userName != nil || identity.userID != nil,
                "username",
                "The user of this service is missing.",
                "Write its name."
            )
            require(
                identity.password != nil,
                "password",
                "The password of this service's user is missing.",
                "Write it; keep the file readable for this service alone."
            )
            require(
                identity.projectName != nil || identity.projectID != nil,
                "project_name",
                "The project of this service's user is missing.",
                "Write its name, such as service."
            )
        case .v3applicationcredential:
            require(
                identity.applicationCredentialID != nil,
                "application_credential_id",
                "The application credential is missing.",
                "Write its id."
            )
            require(
                identity.applicationCredentialSecret != nil,
                "application_credential_secret",
                "The secret of the application credential is missing.",
                "Write it; keep the file readable for this service alone."
            )
        }
        require(
            (identity.clientCertificate == nil) == (identity.clientKey == nil),
            "certfile",
            "certfile and keyfile belong together.",
            "Write both or none."
        )
        if identity.isInsecure {
            warn(
                at: origin(Self.keystone, "insecure"),
                Self.keystone,
                "insecure",
                "Keystone's certificate is not checked, so that whoever stands between can take every token.",
                "Name the certificates that sign it in cafile, and remove the line."
            )
        }
    }

    private mutating func require(_ holds: Bool, _ option: String, _ what: String, _ correction: String) {
        guard !holds else { return }
        let place = origin(Self.keystone, option)
        let strategy = origin(MainOptions.defaultSection, "auth_strategy")
        if case .nowhere = place {
            fail(at: strategy, Self.keystone, option, what, correction)
        } else {
            fail(at: place, Self.keystone, option, what, correction)
        }
    }

    private mutating func checkCertificates(_ certificates: CertificateConfiguration) {
        for (option, path) in [("cert_file", certificates.certificate), ("key_file", certificates.key)] where path == nil {
            fail(
                at: origin(MainOptions.defaultSection, "osapi_volume_use_ssl"),
                "ssl",
                option,
                "With osapi_volume_use_ssl, the listener needs a certificate and its key.",
                "Name the file in PEM."
            )
        }
    }

    /// Passwords that travel with every request should not do so in clear.
    private mutating func checkPasswordsOnTheWire(_ api: APIConfiguration) {
        guard api.authentication == .basic, !api.usesTLS, !Self.isLoopback(api.listenAddress) else { return }
        warn(
            at: origin(MainOptions.defaultSection, "auth_strategy"),
            MainOptions.defaultSection,
            "auth_strategy",
            "With http_basic, every request carries a password, which goes to \(api.listenAddress) in clear.",
            "Set osapi_volume_use_ssl = true with a certificate in [ssl], or listen on loopback behind a proxy that speaks TLS."
        )
    }
}
