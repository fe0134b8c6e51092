import Logging
import ScoriaConfiguration
import ScoriaIdentity
import ScoriaModel
import ScoriaServer
import ServiceLifecycle

/// Makes what says who callers are, and with what the listener proves itself.
struct IdentityAssembly {
    let authenticator: any Authenticator
    let certificates: ListenerCertificates?
    /// What can be read again while the service runs.
    private(set) var reloadables: [Reloadable] = []
    private let validator: TokenValidator?

    /// Reads the files that the configuration names; what is wrong with them is thrown as a sentence.
    init(_ configuration: ServiceConfiguration, logger: Logger) throws {
        let api = configuration.api
        var validator: TokenValidator?
        var reloadables: [Reloadable] = []
        switch api.authentication {
        case .noauth: authenticator = NoAuthentication()
        case .noauthWithProject: authenticator = NoAuthentication(includesProject: true)
        case .basic:
            let checker = try PasswordChecker(path: api.passwordFile, cacheSeconds: Double(api.passwordCacheSeconds))
            authenticator = BasicAuthentication(checker: checker)
            reloadables.append(Reloadable(name: "password file", paths: [api.passwordFile]) { try checker.reload() })
        case .keystone:
            let identity = configuration.identity
            let made = try TokenValidator(settings: KeystoneSettings(identity), logger: logger)
            validator = made
            authenticator = KeystoneAuthentication(
                validator: made,
                identityURL: identity.publicURL ?? identity.authURL ?? "",
                serviceRoles: Set(identity.serviceRoles),
                requiresServiceRoles: identity.requiresServiceRoles
            )
        }
        if api.usesTLS, let certificate = api.certificates.certificate, let key = api.certificates.key {
            let made = try ListenerCertificates(
                ListenerCertificates.Files(certificate: certificate, key: key, authorities: api.certificates.authorities)
            )
            certificates = made
            reloadables.append(Reloadable(name: "certificate", paths: made.files.paths) { try made.reload() })
        } else {
            certificates = nil
        }
        self.validator = validator
        self.reloadables = reloadables
    }

    /// Ends connections to the identity service.
    func stop() async { await validator?.stop() }
}

extension KeystoneSettings {
    /// What the configuration, which has been checked, says of the identity service.
    fileprivate init(_ identity: IdentityConfiguration) {
        let login: Login =
            switch identity.login {
            case .password, .v3password:
                .password(
                    user: Subject(
                        id: identity.userID,
                        name: identity.userName,
                        domain: Domain(id: identity.userDomainID, name: identity.userDomainName)
                    ),
                    password: identity.password ?? Secret(""),
                    project: Subject(
                        id: identity.projectID,
                        name: identity.projectName,
                        domain: Domain(id: identity.projectDomainID, name: identity.projectDomainName)
                    )
                )
            case .v3applicationcredential:
                .applicationCredential(
                    id: identity.applicationCredentialID ?? "",
                    secret: identity.applicationCredentialSecret ?? Secret("")
                )
            }
        self.init(authURL: identity.authURL ?? "", login: login)
        interface = identity.interface?.rawValue
        region = identity.region
        certificateAuthorities = identity.certificateAuthorities
        if let chain = identity.clientCertificate, let key = identity.clientKey { clientCertificate = (chain, key) }
        isInsecure = identity.isInsecure
        deadlineSeconds = Double(identity.timeoutSeconds)
        connectSeconds = Double(identity.connectSeconds)
        cacheSeconds = Double(identity.cacheSeconds)
        cacheSize = identity.cacheSize
        concurrentValidations = identity.concurrentValidations
        waitingValidations = identity.waitingValidations
    }
}

extension KeystoneSettings.Subject {
    /// The id counts before the name.
    fileprivate init(id: String?, name: String?, domain: KeystoneSettings.Domain) {
        self = id.map { .id($0) } ?? .name(name ?? "", domain: domain)
    }
}

extension KeystoneSettings.Domain {
    /// The id counts before the name; without either it is the one that every Keystone begins with.
    fileprivate init(id: String?, name: String?) {
        self = id.map { .id($0) } ?? .name(name ?? "Default")
    }
}
