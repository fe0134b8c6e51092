import ScoriaModel
import Testing

@testable import ScoriaIdentity

@Suite("A policy")
struct PolicySetTests {
    private static let project = ProjectID(rawValue: "a0")

    private static func caller(_ roles: Set<String>, isAdmin: Bool = false) -> Caller {
        Caller(
            userID: UserID(rawValue: "u1"),
            projectID: project,
            roles: roles,
            isAdmin: isAdmin,
            requestID: RequestID(rawValue: "req-1")
        )
    }

    private static func policy(_ yaml: String, enforcesNewDefaults: Bool = true) throws -> PolicySet {
        try PolicySet(files: [PolicyFile(text: yaml, path: "policy.yaml")], enforcesNewDefaults: enforcesNewDefaults)
    }

    private static func problems(_ yaml: String) -> [PolicyProblem] {
        do throws(InvalidPolicy) {
            return try PolicySet(files: [PolicyFile(text: yaml, path: "policy.yaml")], enforcesNewDefaults: true).warnings
        } catch {
            return error.problems
        }
    }

    private static func verdict(
        _ rule: String,
        _ caller: Caller,
        on target: PolicyTarget = .caller,
        in policy: PolicySet
    ) throws -> PolicyVerdict {
        var caller = caller
        let standing = policy.standing(of: &caller)
        return policy.verdict(try #require(PolicyCatalog.rule(named: rule)), for: caller, standing, on: target)
    }

    @Test("The field's 167 rules and ours stand by default, without a warning")
    func defaults() throws {
        let policy = try PolicySet.defaults()
        #expect(PolicyCatalog.field.count == 167)
        #expect(policy.entries.count == PolicyCatalog.all.count)
        #expect(policy.warnings.isEmpty)
        #expect(policy.entries.allSatisfy { !$0.isOverridden })
    }

    @Test(
        "The personas may what the field says",
        arguments: [
            ("volume:get", ["reader"], true), ("volume:get", ["member"], false), ("volume:create", ["reader"], false),
            ("volume:create", ["member"], true), ("volume:create", ["admin"], true), ("volume:create", ["service"], false),
            ("volume:create", [], false), ("volume_extension:services:index", ["member", "reader"], false),
            ("volume_extension:services:index", ["Admin"], true),
        ]
    )
    func personas(rule: String, roles: [String], isAllowed: Bool) throws {
        let policy = try PolicySet.defaults()
        for target in [PolicyTarget.caller, .unreadObject, .attributes(["project_id": "a0"])] {
            #expect(try Self.verdict(rule, Self.caller(Set(roles)), on: target, in: policy) == (isAllowed ? .allowed : .refused))
        }
    }

    @Test("An object of another project is refused to members, not to administrators")
    func foreignObject() throws {
        let policy = try PolicySet.defaults()
        let foreign = PolicyTarget.attributes(["project_id": "b0"])
        #expect(try Self.verdict("volume:get", Self.caller(["member", "reader"]), on: foreign, in: policy) == .refused)
        #expect(try Self.verdict("volume:get", Self.caller(["admin"]), on: foreign, in: policy) == .allowed)
    }

    @Test("context_is_admin decides who is an administrator")
    func contextIsAdmin() throws {
        let policy = try Self.policy(#""context_is_admin": "role:storage_admin""#)
        var (old, new) = (Self.caller(["admin"]), Self.caller(["storage_admin"]))
        _ = policy.standing(of: &old)
        _ = policy.standing(of: &new)
        #expect(!old.isAdmin && new.isAdmin)
        #expect(try Self.verdict("volume_extension:services:index", Self.caller(["storage_admin"]), in: policy) == .allowed)
    }

    @Test("A rule of the object's attributes has to see the object")
    func attributes() throws {
        let policy = try Self.policy(
            """
            "volume:delete": "user_id:%(user_id)s"
            "volume:update": "'in-use':%(status)s or role:admin"
            """
        )
        let member = Self.caller(["member"])
        #expect(try Self.verdict("volume:delete", member, on: .unreadObject, in: policy) == .undetermined)
        #expect(try Self.verdict("volume:delete", member, on: .attributes(["user_id": "u1"]), in: policy) == .allowed)
        #expect(try Self.verdict("volume:delete", member, on: .attributes(["user_id": "u2"]), in: policy) == .refused)
        #expect(try Self.verdict("volume:delete", member, on: .attributes([:]), in: policy) == .refused)
        #expect(try Self.verdict("volume:update", member, on: .unreadObject, in: policy) == .undetermined)
        #expect(try Self.verdict("volume:update", Self.caller(["admin"]), on: .unreadObject, in: policy) == .allowed)
        #expect(try Self.verdict("volume:update", member, on: .attributes(["status": "in-use"]), in: policy) == .allowed)
    }

    @Test("What depends on the one caller is answered for the one caller, not for the set of roles")
    func callerAttributes() throws {
        let policy = try Self.policy(#""volume:create": "user_id:u1 and not system_scope:all""#)
        var other = Caller(
            userID: UserID(rawValue: "u2"),
            projectID: Self.project,
            roles: ["member"],
            isAdmin: false,
            requestID: RequestID(rawValue: "req-1")
        )
        #expect(try Self.verdict("volume:create", Self.caller(["member"]), in: policy) == .allowed)
        #expect(try Self.verdict("volume:create", other, in: policy) == .refused)
        other = Self.caller(["member"])
        other.identity.systemScope = "all"
        #expect(try Self.verdict("volume:create", other, in: policy) == .refused)
    }

    @Test("The list form, the empty text and helper rules")
    func forms() throws {
        let policy = try Self.policy(
            """
            "volume:create": [["role:a", "role:b"], "role:c"]
            "volume:delete": []
            "volume:update": ""
            "volume:extend": "rule:mine"
            "mine": "role:d"
            """
        )
        #expect(try Self.verdict("volume:create", Self.caller(["a"]), in: policy) == .refused)
        #expect(try Self.verdict("volume:create", Self.caller(["a", "b"]), in: policy) == .allowed)
        #expect(try Self.verdict("volume:create", Self.caller(["c"]), in: policy) == .allowed)
        for rule in ["volume:delete", "volume:update"] { #expect(try Self.verdict(rule, Self.caller([]), in: policy) == .allowed) }
        #expect(try Self.verdict("volume:extend", Self.caller(["d"]), in: policy) == .allowed)
        #expect(policy.warnings.isEmpty)
    }

    @Test("Former names and former defaults count as the field lets them")
    func formerRules() throws {
        let renamed = try Self.policy(#""volume_extension:types_manage": "role:typist""#)
        #expect(try Self.verdict("volume_extension:type_create", Self.caller(["typist"]), in: renamed) == .allowed)
        #expect(renamed.warnings.count == 3 && renamed.warnings[0].reason.contains("volume_extension:type_"))
        let old = try Self.policy("", enforcesNewDefaults: false)
        #expect(try Self.verdict("volume:get", Self.caller(["anything"]), in: old) == .allowed)
        #expect(try Self.verdict("volume:create", Self.caller([]), in: old) == .allowed)
        #expect(try Self.verdict("volume_extension:services:index", Self.caller(["member"]), in: old) == .refused)
    }

    @Test(
        "A wrong file is refused at its place",
        arguments: [
            ("\"a\": \"rule:b\"\n\"b\": \"rule:c or role:x\"\n\"c\": \"rule:a\"", 3, "a → b → c → a"),
            ("\"volume:get\": \"rule:volume:get\"", 1, "volume:get → volume:get"),
            ("\n\"volume:get\": \"role:a or (role:b\"", 2, "never closed"),
            ("\"volume:get\": \"rule:admin_apj\"", 1, "'admin_api' meant"),
            ("\"volume:get\": 5", 1, "quotation marks"), ("\"volume:get\":", 1, "quotation marks"),
            ("\"volume:get\": !", 1, "quotation marks"), ("\"volume:get\": @", 1, "quotation marks"),
            ("\"volume:get\": {a: b}", 1, "quotation marks"), ("\"volume:get\": [[5]]", 1, "quotation marks"),
            ("\"volume:get\": \"@\"\n\"volume:get\": \"!\"", 2, "several times"),
            ("- a\n- b", 1, "rule names"), ("\"volume:get\": \"@", 1, "YAML"), ("\"volume:get\": \"http://x/y\"", 1, "not supported"),
            ("\"volume:get\": \"role:a)and(role:b\"", 1, "belongs to the word"),
            ("\"volume:get\": \"'x:%(a)s\"", 1, "not closed"), ("\"volume:get\": \"user_id.x:y\"", 1, "no parts"),
        ]
    )
    func wrongFiles(yaml: String, line: Int, reason: String) throws {
        let problem = try #require(Self.problems(yaml).first { $0.severity == .error })
        #expect(problem.line == line, "\(problem)")
        #expect(problem.description.contains(reason), "\(problem)")
    }

    @Test("The column is that of the wrong word")
    func columns() throws {
        let problem = try #require(Self.problems(#"  "volume:get": "role:a or (role:b""#).first)
        #expect("\(problem)".hasPrefix("policy.yaml:1:28: error: volume:get: "))
    }

    @Test("What is odd is a warning: a name that nobody asks for, a credential that nobody has")
    func warnings() {
        let odd = Self.problems("\"volume:gte\": \"role:a\"\n\"volume:get\": \"tenant:%(project_id)s\"")
        #expect(odd.map(\.severity) == [.warning, .warning])
        #expect(odd.contains { $0.reason.contains("'volume:get' meant") })
    }

    @Test("Rules that blow up when they are written out, deep lists and a flood of names are refused in a moment")
    func hostileFiles() {
        let doubling = (0..<60).map { "\"r\($0)\": \"rule:r\($0 + 1) or rule:r\($0 + 1)\"" } + ["\"r60\": \"role:a\""]
        #expect(Self.problems(doubling.joined(separator: "\n")).contains { $0.reason.contains("too large") })
        let chain = (0..<5000).map { "\"r\($0)\": \"rule:r\($0 + 1)\"" } + ["\"r5000\": \"role:a\""]
        #expect(Self.problems(chain.joined(separator: "\n")).contains { $0.reason.contains("too large") })
        for deep in [
            String(repeating: "[", count: 100_000), "\n" + String(repeating: "- ", count: 100_000), String(repeating: "{a: ", count: 9999),
        ] {
            #expect(Self.problems("\"volume:get\": \(deep)").contains { $0.reason.contains("nested") })
        }
        let roles = (0..<200).map { "role:r\($0)" }.joined(separator: " or ")
        #expect(Self.problems("\"volume:get\": \"\(roles)\"").contains { $0.reason.contains("128") })
    }

    @Test("An explanation shows each check with its answer")
    func explanation() throws {
        let policy = try PolicySet.defaults()
        let answer = try #require(policy.answer(PolicyQuestion(rule: "volume:create", caller: Self.caller(["member"]))))
        #expect(answer.isAllowed)
        #expect(answer.reasons.first == "rule:volume:create: yes")
        #expect(answer.reasons.contains { $0.hasSuffix("role:admin: no") })
        #expect(answer.reasons.contains { $0.hasSuffix("project_id:%(project_id)s: yes") })
    }
}
