import ScoriaModel
import Testing

@testable import ScoriaIdentity

@Suite("The rule language")
struct PolicyLanguageTests {
    private func check(_ kind: String, _ match: String, _ offset: Int) -> PolicySyntax {
        .check(kind: kind, match: match, offset: offset)
    }

    @Test("'not' binds more than 'and', and 'and' more than 'or'")
    func precedence() throws {
        #expect(
            try PolicyRuleParser.parse("role:a or not role:b and role:c")
                == .any([check("role", "a", 0), .all([.not(check("role", "b", 14)), check("role", "c", 25)])])
        )
        #expect(
            try PolicyRuleParser.parse("(role:a OR role:b) and role:c")
                == .all([.any([check("role", "a", 1), check("role", "b", 11)]), check("role", "c", 23)])
        )
    }

    @Test("Parentheses around a word are its own only in the middle")
    func parentheses() throws {
        #expect(try PolicyRuleParser.parse("(project_id:%(project_id)s)") == check("project_id", "%(project_id)s", 1))
        #expect(try PolicyRuleParser.parse("") == .always)
        #expect(try PolicyRuleParser.parse("@") == .always)
        #expect(try PolicyRuleParser.parse("not !") == .not(.never))
    }

    @Test(
        "What is no rule is refused where it is wrong",
        arguments: [
            ("role:a or", 9), ("role:a role:b", 7), ("(role:a", 0), ("role:a)", 6), ("and role:a", 0), ("role", 0), ("role:", 4), ("  ", 0),
            (":x", 0), ("()", 1), ("role:a and or role:b", 11), ("not", 3),
        ]
    )
    func refused(text: String, offset: Int) {
        let error = #expect(throws: PolicySyntaxError.self) { try PolicyRuleParser.parse(text) }
        #expect(error?.offset == offset, "\(text): \(error?.reason ?? "")")
    }

    @Test("Ten thousand parentheses, nots or checks end in a sentence")
    func depth() {
        for text in [
            String(repeating: "(", count: 10_000) + "role:a" + String(repeating: ")", count: 10_000),
            String(repeating: "not ", count: 10_000) + "role:a", String(repeating: "role:a and ", count: 10_000) + "role:a",
        ] {
            #expect(throws: PolicySyntaxError.self) { try PolicyRuleParser.parse(text) }
        }
        let deepest = String(repeating: "(", count: 63) + "role:a" + String(repeating: ")", count: 63)
        #expect(throws: Never.self) { try PolicyRuleParser.parse(deepest) }
    }

    @Test("A value may hold attributes of the object, and nothing else behind a percent sign")
    func templates() throws {
        #expect(try PolicyTemplate("%(a.b)s-%%x").parts == [.attribute("a.b"), .text("-%x")])
        for text in ["%", "%s", "%(a)d", "%(a", "%()s", "%(a(b)s", "a)or(b"] {
            #expect(throws: PolicySyntaxError.self) { try PolicyTemplate(text) }
        }
    }
}
