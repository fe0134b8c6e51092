/// Puts defaults and files together to one set of rules.
struct PolicyBuilder {
    struct Built {
        var entries: [PolicyEntry] = []
        var checks: [PolicyCheck] = []
        var roles: [String: RoleBits] = [:]
        var problems: [PolicyProblem] = []
    }

    private let enforcesNewDefaults: Bool
    private var overrides: [String: PolicyOverride] = [:]
    /// The names that files add, in their order.
    private var added: [String] = []
    private var problems: [PolicyProblem]

    init(files: [PolicyFile], enforcesNewDefaults: Bool) {
        self.enforcesNewDefaults = enforcesNewDefaults
        problems = files.flatMap(\.problems)
        for override in files.flatMap(\.overrides) {
            if overrides[override.name] == nil, PolicyCatalog.rule(named: override.name) == nil { added.append(override.name) }
            overrides[override.name] = override
        }
    }

    mutating func build() -> Built {
        var entries: [PolicyEntry] = []
        var sources: [PolicySource] = []
        for rule in PolicyCatalog.all {
            let (entry, source) = inForce(rule)
            entries.append(entry)
            sources.append(source)
        }
        for override in added.compactMap({ overrides[$0] }) {
            entries.append(PolicyEntry(name: override.name, standard: nil, text: override.text, origin: override.origin))
            sources.append(PolicySource(name: override.name, syntax: override.syntax, locate: override.locate))
        }
        let numbers = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
        var compiler = PolicyCompiler(numbers: numbers)
        let checks = compiler.compile(sources)
        warnOfUnused(sources, compiler)
        return Built(entries: entries, checks: checks, roles: compiler.roles, problems: problems + compiler.problems)
    }

    /// What a rule of the catalog says now.
    private mutating func inForce(_ rule: PolicyDefault) -> (PolicyEntry, PolicySource) {
        if let override = overrides[rule.name] {
            return (
                PolicyEntry(name: rule.name, standard: rule.text, text: override.text, origin: override.origin),
                PolicySource(name: rule.name, syntax: override.syntax, locate: override.locate)
            )
        }
        if let former = rule.former, former.name != rule.name, let override = overrides[former.name] {
            problems.append(
                PolicyProblem(
                    .warning,
                    at: override.place,
                    rule: former.name,
                    "This name is former; it stands for '\(rule.name)' now. Write that name instead."
                )
            )
            if override.text != former.text, override.text != "rule:\(rule.name)" {
                return (
                    PolicyEntry(name: rule.name, standard: rule.text, text: override.text, origin: "\(override.origin) (\(former.name))"),
                    PolicySource(name: rule.name, syntax: override.syntax, locate: override.locate)
                )
            }
        }
        if !enforcesNewDefaults, let former = rule.former, former.text != rule.text {
            let text = former.text.isEmpty ? "@" : former.text
            return (
                PolicyEntry(
                    name: rule.name,
                    standard: rule.text,
                    text: "(\(rule.text)) or (\(text))",
                    origin: "default and former default"
                ),
                PolicySource(
                    name: rule.name,
                    syntax: .any([builtIn(rule.text, rule.name), builtIn(text, rule.name)]),
                    locate: { _ in PolicyPlace() }
                )
            )
        }
        return (
            PolicyEntry(name: rule.name, standard: rule.text, text: rule.text, origin: "default"),
            PolicySource(name: rule.name, syntax: builtIn(rule.text, rule.name), locate: { _ in PolicyPlace() })
        )
    }

    private mutating func builtIn(_ text: String, _ name: String) -> PolicySyntax {
        do throws(PolicySyntaxError) {
            return try PolicyRuleParser.parse(text)
        } catch {
            problems.append(PolicyProblem(.error, at: PolicyPlace(), rule: name, error.reason))
            return .never
        }
    }

    /// A name that nobody asks for is allowed, since other rules may refer to it; when none does, it is probably misspelt.
    private mutating func warnOfUnused(_ sources: [PolicySource], _ compiler: PolicyCompiler) {
        guard !added.isEmpty else { return }
        var used: Set<String> = []
        for source in sources { source.syntax.collectReferences(&used) }
        let formers = Set(PolicyCatalog.all.compactMap(\.former?.name))
        for override in added.compactMap({ overrides[$0] }) where !used.contains(override.name) && !formers.contains(override.name) {
            let hint = compiler.suggestion(override.name, among: PolicyCatalog.all.map(\.name))
            problems.append(
                PolicyProblem(.warning, at: override.place, rule: override.name, "The service asks for no rule of this name.\(hint)")
            )
        }
    }
}

extension PolicyOverride {
    /// Where it stands, for people.
    var origin: String { [place.path ?? "", place.line.map(String.init) ?? ""].joined(separator: ":") }
}

extension PolicySyntax {
    func collectReferences(_ names: inout Set<String>) {
        switch self {
        case .always, .never: break
        case .not(let inner): inner.collectReferences(&names)
        case .all(let parts), .any(let parts): for part in parts { part.collectReferences(&names) }
        case .check(let kind, let match, _): if kind == "rule" { names.insert(match) }
        }
    }
}
