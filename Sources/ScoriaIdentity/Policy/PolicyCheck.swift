internal import ScoriaModel

/// A check, ready to be evaluated: rules are numbers, roles are bits.
indirect enum PolicyCheck: Sendable {
    case always
    case never
    /// A role by its bit.
    case role(RoleBits)
    /// A role whose name is in the object.
    case roleNamed(PolicyTemplate)
    /// Another rule by its number.
    case rule(Int)
    /// An attribute of the caller against a value.
    case credential(PolicyCredential, PolicyTemplate)
    /// A literal against a value.
    case literal(String, PolicyTemplate)
    case not(PolicyCheck)
    case all([PolicyCheck])
    case any([PolicyCheck])
}

/// The roles that a policy names, each with its bit, so that asking for a role is one instruction.
struct RoleBits: Hashable, Sendable {
    var bits: UInt128 = 0
    /// How many roles a policy may name.
    static let maximum = 128

    init() {}

    init(bit: Int) { bits = 1 << UInt128(bit) }

    func contains(_ other: RoleBits) -> Bool { bits & other.bits != 0 }

    mutating func insert(_ other: RoleBits) { bits |= other.bits }
}

/// What a rule can ask of the caller, by the field's names.
enum PolicyCredential: String, Sendable, CaseIterable {
    case userID = "user_id"
    case projectID = "project_id"
    case isAdmin = "is_admin"
    case isAdminProject = "is_admin_project"
    case roles
    case serviceRoles = "service_roles"
    case systemScope = "system_scope"
    case domainID = "domain_id"
    case userDomainID = "user_domain_id"
    case projectDomainID = "project_domain_id"
    case serviceUserID = "service_user_id"
    case serviceUserDomainID = "service_user_domain_id"
    case serviceProjectID = "service_project_id"
    case serviceProjectDomainID = "service_project_domain_id"

    /// Whether the caller's value is `text`; what is absent is Python's `None`.
    func matches(_ text: String, of caller: Caller) -> Bool {
        let identity = caller.identity
        switch self {
        case .userID: return text == caller.userID.rawValue
        case .projectID: return text == caller.projectID.rawValue
        case .isAdmin: return text == Self.python(caller.isAdmin)
        case .isAdminProject: return text == Self.python(identity.isAdminProject)
        case .roles: return caller.roles.contains(text)
        case .serviceRoles: return identity.serviceRoles.contains(text)
        case .systemScope: return text == identity.systemScope ?? Self.absent
        case .domainID: return text == identity.domainID ?? Self.absent
        case .userDomainID: return text == identity.userDomainID ?? Self.absent
        case .projectDomainID: return text == identity.projectDomainID ?? Self.absent
        case .serviceUserID: return text == identity.serviceUserID ?? Self.absent
        // Nothing is kept of the calling service but its user and roles.
        case .serviceUserDomainID, .serviceProjectID, .serviceProjectDomainID: return text == Self.absent
        }
    }

    static func python(_ truth: Bool) -> String { truth ? "True" : "False" }

    private static let absent = "None"
}
