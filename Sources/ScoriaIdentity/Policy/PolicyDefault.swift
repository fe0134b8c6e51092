/// A rule that the service asks for, with what it says when nobody overrides it.
public struct PolicyDefault: Sendable, Hashable {
    /// What the rule was before, for files that still have it.
    public struct Former: Sendable, Hashable {
        /// The former name; mostly the present one.
        public let name: String
        /// The former default.
        public let text: String
    }

    public let name: String
    /// The default in the rule language.
    public let text: String
    public let former: Former?

    init(_ name: String, _ text: String, was former: Former? = nil) {
        self.name = name
        self.text = text
        self.former = former
    }
}

/// All rules that the service asks for.
public enum PolicyCatalog {
    /// The field's rules, then our own; the place in the list is the rule's number.
    public static let all: [PolicyDefault] = field + own

    /// The rules of what only we have.
    static let own: [PolicyDefault] = [
        PolicyDefault("operation:get_all", reader),
        PolicyDefault("operation:get", reader),
        PolicyDefault("operation:cancel", member),
        PolicyDefault("event:get_all", reader),
        PolicyDefault("placement:dry_run", member),
    ]

    private static let reader = "rule:xena_system_admin_or_project_reader"
    private static let member = "rule:xena_system_admin_or_project_member"

    private static let numbers = Dictionary(uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })

    /// The rule of that name; nil when the service asks for none.
    public static func rule(named name: String) -> PolicyRule? { numbers[name].map(PolicyRule.init(number:)) }
}

/// A rule that the service asks for, by its number: the same in every policy.
public struct PolicyRule: Hashable, Sendable {
    let number: Int

    public var name: String { PolicyCatalog.all[number].name }
}
