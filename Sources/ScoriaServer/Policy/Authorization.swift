internal import ScoriaAPI
internal import ScoriaIdentity
internal import ScoriaModel
internal import ScoriaStore

/// What the policy says of one caller, for the length of one request.
struct Authorization: Sendable {
    let policy: PolicySet
    let standing: PolicyStanding

    /// Decides whether the caller is an administrator, and keeps the policy in force for the request.
    init(_ policy: PolicySet, _ caller: inout Caller) {
        self.policy = policy
        standing = policy.standing(of: &caller)
    }

    /// Refuses what the rules of a route do not allow, and sets the permissions that its use case may ask for.
    ///
    /// Mostly this reads a table. The object is read only when an override asks for its attributes.
    func check(_ route: RoutePolicy, _ subject: PolicySubject?, _ caller: inout Caller, store: Store) throws {
        var inquiry = Inquiry(authorization: self, subject: subject, store: store)
        for condition in route.conditions where try !inquiry.allows(condition.rule, caller) {
            switch condition.refusal {
            case .absent: throw subject?.absent ?? Fault.resourceNotFound
            case .forbidden: throw Fault.policyRefuses(condition.rule.name)
            }
        }
        caller.permissions = []
        for (permission, rule) in route.permissions where try inquiry.allows(rule, caller) { caller.permissions.insert(permission) }
    }

    /// Whether a rule that is about the caller alone holds.
    func allows(_ rule: PolicyRule, _ caller: Caller) -> Bool { policy.verdict(rule, for: caller, standing, on: .caller) == .allowed }

    /// The fields that the caller sees.
    func fields(for caller: Caller) -> FieldVisibility {
        var fields: FieldVisibility = []
        for (field, rule) in PolicyFlags.fields where allows(rule, caller) { fields.insert(field) }
        return fields
    }

    /// Questions about one object, which is read at most once.
    private struct Inquiry {
        let authorization: Authorization
        let subject: PolicySubject?
        let store: Store
        private var target: PolicyTarget

        init(authorization: Authorization, subject: PolicySubject?, store: Store) {
            self.authorization = authorization
            self.subject = subject
            self.store = store
            target =
                switch subject?.kind {
                case nil: .caller
                case .project?: .attributes(["project_id": subject?.id ?? ""])
                default: .unreadObject
                }
        }

        mutating func allows(_ rule: PolicyRule, _ caller: Caller) throws -> Bool {
            switch verdict(rule, caller) {
            case .allowed: return true
            case .refused: return false
            case .undetermined:
                guard let subject, let attributes = try subject.attributes(for: caller, in: store) else {
                    throw subject?.absent ?? Fault.resourceNotFound
                }
                target = .attributes(attributes)
                return verdict(rule, caller) == .allowed
            }
        }

        private func verdict(_ rule: PolicyRule, _ caller: Caller) -> PolicyVerdict {
            authorization.policy.verdict(rule, for: caller, authorization.standing, on: target)
        }
    }
}
