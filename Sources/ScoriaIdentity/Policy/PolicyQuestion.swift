public import ScoriaModel

/// A question to a policy, as `scoria policy check` puts it.
public struct PolicyQuestion: Sendable {
    /// The name of a rule, of the catalog or of a file.
    public var rule: String
    /// Who asks; `isAdmin` is taken as it is.
    public var caller: Caller
    /// The attributes of the object; nil when the caller is all that there is.
    public var target: [String: String]?

    /// Asks whether `caller` may do what `rule` stands for.
    public init(rule: String, caller: Caller, target: [String: String]? = nil) {
        self.rule = rule
        self.caller = caller
        self.target = target
    }

    /// A question as a JSON object: `rule`, `roles`, `project_id`, `user_id`, `is_admin` and the like, and `target`.
    ///
    /// Without `is_admin` the rule `context_is_admin` decides on it, as for a request. Nil when there is no rule in it.
    public init?(_ json: JSONValue, by policy: PolicySet) {
        guard let rule = json["rule"]?.string else { return nil }
        func text(_ key: String) -> String? { json[key]?.string }
        func names(_ key: String) -> Set<String> { Set((json[key]?.array ?? []).compactMap(\.string)) }
        var caller = Caller(
            userID: UserID(rawValue: text("user_id") ?? ""),
            projectID: ProjectID(rawValue: text("project_id") ?? ""),
            roles: names("roles"),
            isAdmin: json["is_admin"]?.bool ?? false,
            requestID: RequestID(rawValue: "req-policy-check")
        )
        caller.identity.serviceRoles = names("service_roles")
        caller.identity.systemScope = text("system_scope")
        caller.identity.domainID = text("domain_id")
        caller.identity.userDomainID = text("user_domain_id")
        caller.identity.projectDomainID = text("project_domain_id")
        caller.identity.serviceUserID = text("service_user_id")
        caller.identity.isAdminProject = json["is_admin_project"]?.bool ?? true
        if json["is_admin"] == nil { _ = policy.standing(of: &caller) }
        self.init(rule: rule, caller: caller, target: json["target"]?.object?.mapValues(Self.python))
    }

    /// A value as Python writes it, which is what rules compare with.
    private static func python(_ value: JSONValue) -> String {
        switch value {
        case .null: "None"
        case .bool(let truth): PolicyCredential.python(truth)
        case .string(let text): text
        default: value.jsonText
        }
    }
}

/// A policy's answer, with what it comes from.
public struct PolicyAnswer: Sendable {
    public let isAllowed: Bool
    /// The checks that were asked, one a line, indented, each with its own answer.
    public let reasons: [String]
}

extension PolicySet {
    /// Answers a question; nil when there is no such rule.
    public func answer(_ question: PolicyQuestion) -> PolicyAnswer? {
        let target = question.target.map(PolicyTarget.attributes) ?? .caller
        guard let verdict = verdict(named: question.rule, for: question.caller, on: target) else { return nil }
        var reasons: [String] = []
        explain(question.rule, for: question.caller, on: target, &reasons)
        return PolicyAnswer(isAllowed: verdict == .allowed, reasons: reasons)
    }
}
