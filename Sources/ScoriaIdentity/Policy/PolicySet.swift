public import ScoriaModel
internal import Synchronization

/// A policy in force: every rule that the service asks for, compiled.
///
/// Most answers depend on the caller's roles alone, and a service sees few sets of roles. So all rules are answered once for each set
/// of roles; a request looks its set up and then reads answers from a table. What depends on more is evaluated when it is asked.
public final class PolicySet: Sendable {
    /// Every rule with its default and what is in force, in the order of the catalog, then what files add.
    public let entries: [PolicyEntry]
    /// What is odd about the policy, but no reason against using it.
    public let warnings: [PolicyProblem]
    private let checks: [PolicyCheck]
    private let roles: [String: RoleBits]
    private let standings = Mutex<[StandingKey: PolicyStanding]>([:])
    private let adminRule: Int

    /// How many sets of roles are remembered.
    private static let maximumStandings = 1024

    /// The defaults.
    public static func defaults() throws(InvalidPolicy) -> PolicySet { try PolicySet(files: [], enforcesNewDefaults: true) }

    /// The defaults with what files override, later files over earlier ones.
    ///
    /// With `enforcesNewDefaults` false the former defaults hold beside the present ones, as the option of that name says.
    init(files: [PolicyFile], enforcesNewDefaults: Bool) throws(InvalidPolicy) {
        var builder = PolicyBuilder(files: files, enforcesNewDefaults: enforcesNewDefaults)
        let built = builder.build()
        guard !built.problems.contains(where: { $0.severity == .error }), let adminRule = PolicyCatalog.rule(named: "context_is_admin")
        else { throw InvalidPolicy(problems: built.problems) }
        entries = built.entries
        warnings = built.problems
        checks = built.checks
        roles = built.roles
        self.adminRule = adminRule.number
    }

    // MARK: Answers

    /// What the policy says of a caller, whose `isAdmin` is set from the rule `context_is_admin` when it is not set yet.
    public func standing(of caller: inout Caller) -> PolicyStanding {
        let bits = bits(of: caller.roles)
        let isAdminProject = caller.identity.isAdminProject
        if !caller.isAdmin {
            let plain = standing(StandingKey(roles: bits, isAdmin: false, isAdminProject: isAdminProject))
            caller.isAdmin =
                plain.ofAdministrator != nil
                || plain.ofCaller[adminRule] == .undetermined && evaluate(adminRule, caller, bits, .caller) == .allowed
            guard caller.isAdmin else { return plain }
            if let standing = plain.ofAdministrator { return standing }
        }
        return standing(StandingKey(roles: bits, isAdmin: true, isAdminProject: isAdminProject))
    }

    /// What a rule says to a caller about a target; `undetermined` only for an object that has not been read.
    public func verdict(_ rule: PolicyRule, for caller: Caller, _ standing: PolicyStanding, on target: PolicyTarget) -> PolicyVerdict {
        switch target {
        case .caller where standing.ofCaller[rule.number] != .undetermined: standing.ofCaller[rule.number]
        case .unreadObject where standing.ofObject[rule.number] != .undetermined: standing.ofObject[rule.number]
        default: evaluate(rule.number, caller, bits(of: caller.roles), target)
        }
    }

    /// What the entry of that name says, for `scoria policy check`; nil when there is none.
    ///
    /// `caller.isAdmin` is taken as it is.
    func verdict(named name: String, for caller: Caller, on target: PolicyTarget) -> PolicyVerdict? {
        guard let number = entries.firstIndex(where: { $0.name == name }) else { return nil }
        return evaluate(number, caller, bits(of: caller.roles), target)
    }

    /// Adds the checks of a rule with their answers to `lines`.
    func explain(_ name: String, for caller: Caller, on target: PolicyTarget, _ lines: inout [String]) {
        guard let number = entries.firstIndex(where: { $0.name == name }) else { return }
        let names = Dictionary(roles.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let explanation = PolicyExplanation(
            names: entries.map(\.name),
            roles: names,
            evaluation: evaluation(caller, bits(of: caller.roles), target)
        )
        explanation.write(.rule(number), depth: 0, &lines)
    }

    private func evaluate(_ rule: Int, _ caller: Caller, _ bits: RoleBits, _ target: PolicyTarget) -> PolicyVerdict {
        evaluation(caller, bits, target).verdict(rule: rule)
    }

    private func evaluation(_ caller: Caller, _ bits: RoleBits, _ target: PolicyTarget) -> PolicyEvaluation {
        PolicyEvaluation(
            checks: checks,
            roles: bits,
            isAdmin: caller.isAdmin,
            isAdminProject: caller.identity.isAdminProject,
            caller: caller,
            target: target
        )
    }

    private func bits(of names: Set<String>) -> RoleBits {
        var bits = RoleBits()
        for name in names {
            if let role = roles[name] {
                bits.insert(role)
            } else if let role = roles[name.lowercased()] {
                bits.insert(role)
            }
        }
        return bits
    }

    private struct StandingKey: Hashable {
        let roles: RoleBits
        let isAdmin: Bool
        let isAdminProject: Bool
    }

    private func standing(_ key: StandingKey) -> PolicyStanding {
        if let known = standings.withLock({ $0[key] }) { return known }
        let ofCaller = answers(key, .caller)
        let isPromoted = !key.isAdmin && ofCaller[adminRule] == .allowed
        let new = PolicyStanding(
            ofCaller: ofCaller,
            ofObject: answers(key, .unreadObject),
            ofAdministrator: isPromoted ? standing(StandingKey(roles: key.roles, isAdmin: true, isAdminProject: key.isAdminProject)) : nil
        )
        standings.withLock { known in
            if known.count >= Self.maximumStandings { known.removeAll(keepingCapacity: true) }
            known[key] = new
        }
        return new
    }

    private func answers(_ key: StandingKey, _ target: PolicyTarget) -> [PolicyVerdict] {
        let evaluation = PolicyEvaluation(
            checks: checks,
            roles: key.roles,
            isAdmin: key.isAdmin,
            isAdminProject: key.isAdminProject,
            caller: nil,
            target: target
        )
        return PolicyCatalog.all.indices.map { evaluation.verdict(rule: $0) }
    }
}

/// The answers of a policy to all callers with the same roles.
public final class PolicyStanding: Sendable {
    /// By rule, where only the caller matters.
    let ofCaller: [PolicyVerdict]
    /// By rule, for an object that has not been read.
    let ofObject: [PolicyVerdict]
    /// What holds instead where the roles alone make the caller an administrator.
    let ofAdministrator: PolicyStanding?

    init(ofCaller: [PolicyVerdict], ofObject: [PolicyVerdict], ofAdministrator: PolicyStanding?) {
        self.ofCaller = ofCaller
        self.ofObject = ofObject
        self.ofAdministrator = ofAdministrator
    }
}

/// A rule as it is in force.
public struct PolicyEntry: Sendable, Hashable {
    public let name: String
    /// The default; nil for a rule that only files have.
    public let standard: String?
    /// What is in force.
    public let text: String
    /// Where that comes from: `default`, a place in a file, or what stands for it.
    public let origin: String

    /// Whether a file changed it.
    public var isOverridden: Bool { standard != text }
}
