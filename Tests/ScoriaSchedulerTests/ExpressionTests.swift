import ScoriaModel
import Testing

@testable import ScoriaScheduler

/// The rules of `scheduler.md` section 6, with every row that the original code computed.
@Suite struct ExpressionTests {
    private static let facts: [Expression.Object: [String: JSONValue]] = [
        .volume: ["size": 10, "status": .null, "name": "it's", "metadata": ["a": "b"]],
        .stats: ["total_capacity_gb": 99.7, "host": "h1", "free_capacity_gb": "infinite"],
        .capabilities: ["total_volumes": 7, "thin": true, "odd": .number(.nan), "huge": 1e300, "word": "nan"],
        .extra: ["spec": "5", "share": " 2.5 "],
        .qos: ["maxiops": "500"],
        .type: ["name": "gold"],
    ]

    private func value(_ text: String) throws(ExpressionError) -> ExpressionValue {
        try Expression(text).evaluate { Self.facts[$0]?[$1] }
    }

    static let rows: [(String, ExpressionValue)] = [
        ("1 + 2 * 3", .integer(7)),
        ("2 ^ 3 ^ 2", .integer(512)),
        ("-2 ^ 2", .integer(-4)),
        ("7 / 2", .decimal(3.5)),
        ("10 - 3 - 2", .integer(5)),
        ("1 < 2 < 3", .truth(true)),
        ("1 < 3 < 2", .truth(false)),
        ("3 > 2 == 1", .truth(false)),
        ("volume.size < 20 and capabilities.total_volumes < 5", .truth(false)),
        ("volume.size < 20 ? 1 : 2", .integer(1)),
        ("stats.total_capacity_gb", .integer(99)),
        ("99.7", .decimal(99.7)),
        ("extra.spec + 1", .integer(6)),
        ("qos.maxiops > 400", .truth(true)),
        ("max(1, 5, 3)", .integer(5)),
        ("min(volume.size, 3) + 1", .integer(4)),
        ("abs(-5)", .integer(5)),
        ("not (1 == 2)", .truth(true)),
        ("stats.host == 'h1'", .truth(true)),
        ("capabilities.thin", .integer(1)),
        ("capabilities.thin == True", .truth(false)),
        ("(volume.size > 5) * 100", .integer(100)),
        ("100 - volume.size * 2", .integer(80)),
        ("1 <> 2", .truth(true)),
        ("foo", .text("foo")),
        // Edges of the same rules.
        ("not 1 == 2", .truth(false)),
        ("2 * -3", .integer(-6)),
        ("1--1", .integer(2)),
        ("- - 5", .integer(5)),
        ("!!0", .truth(false)),
        ("extra.share * 2", .decimal(5)),
        ("volume.name", .text("its")),
        ("'a\"b' + 'c'", .text("abc")),
        ("'5' == 5", .truth(false)),
        ("'' or 5", .integer(5)),
        ("0 and 5", .integer(0)),
        ("0 || 'a' && 'b'", .text("b")),
        ("0 or 0 or 1", .integer(1)),
        ("1 and 1 and 0", .integer(0)),
        ("1 ? 1 : capabilities.nothing", .integer(1)),
        ("0 < 0 < capabilities.nothing", .truth(false)),
        ("2 ^ 0.5", .decimal(2.0.squareRoot())),
        ("9223372036854775807 + 1", .decimal(9_223_372_036_854_775_808)),
        ("max('a', 'b')", .text("b")),
        ("007", .integer(7)),
        ("type.name == 'gold' and capabilities.thin", .integer(1)),
    ]

    @Test(arguments: rows) func anExpressionHasTheValueOfTheField(_ text: String, _ expected: ExpressionValue) throws {
        #expect(try value(text) == expected)
    }

    static let errors: [(String, String)] = [
        ("", "column 1: a value should be here, not the end"),
        ("volume.size > 10 and", "column 21: a value should be here, not the end"),
        (
            "volume.size > 10 or voluem.size",
            "column 21: unknown name voluem.size: names begin with one of "
                + "stats, capabilities, volume, type, extra, qos"
        ),
        ("volume.size < capabilities.speed", "column 15: unknown name capabilities.speed: the pool does not report it"),
        ("1 + extra.nothing", "column 5: unknown name extra.nothing: the volume type has no such extra spec"),
        ("1 + median(1, 2)", "column 5: unknown function median: there are abs, max and min"),
        ("10 / 0", "column 4: division by zero"),
        ("0 ^ (0 - 1)", "column 3: division by zero"),
        ("(0 - 8) ^ 0.5", "column 9: a root of a negative number"),
        ("10 ^ 400", "column 4: the result is larger than any number"),
        ("capabilities.huge * capabilities.huge", "column 19: the result is larger than any number"),
        ("max(2)", "column 1: max needs two values or more"),
        ("abs(1, 2)", "column 1: abs needs one value"),
        (".5", "column 2: an operator should be here, not '5'"),
        ("2 ^ -1", "column 5: a value should be here, not '-'"),
        ("1 < 'a'", "column 3: 1 and the text 'a' have no order"),
        ("'5' + 1", "column 5: + needs numbers, and the text '5' is none"),
        ("stats.free_capacity_gb - 1", "column 24: - needs numbers, and the text 'infinite' is none"),
        ("volume.status == 1", "column 1: volume.status is null"),
        ("volume.metadata", "column 1: volume.metadata is {a: 'b'}, neither a number nor a text"),
        ("capabilities.odd > 1", "column 1: capabilities.odd is nan"),
        ("capabilities.word > 1", "column 1: capabilities.word is 'nan', no finite number"),
        ("(1 + 2", "column 7: ')' should be here, not the end"),
        ("1 = 1", "column 3: the character = has no meaning here"),
        ("'open", "column 1: this text has no closing '"),
        ("1 ? 2 : 0 ? 3 : 4", "column 11: write a second '?' with its parts into parentheses"),
        ("1 ? 2", "column 6: the ':' of a '?' should be here, not the end"),
        ("volume.size 5", "column 13: an operator should be here, not '5'"),
        ("1 +\u{0} 2", "column 4: the character \u{0} has no meaning here"),
    ]

    @Test(arguments: errors) func anErrorSaysWhereAndWhat(_ text: String, _ message: String) {
        let error = #expect(throws: ExpressionError.self) { try value(text) }
        #expect(error?.description == message)
    }

    static let hostile: [(String, String)] = [
        (String(repeating: "(", count: 10_000) + "1" + String(repeating: ")", count: 10_000), "an expression may have 16384 bytes at most"),
        (String(repeating: "(", count: 8000), "more than 64 parentheses or signs inside each other"),
        (String(repeating: "-", count: 8000) + "1", "more than 64 parentheses or signs inside each other"),
        (String(repeating: "not ", count: 4000) + "1", "more than 64 parentheses or signs inside each other"),
        (String(repeating: "2 ^ ", count: 4000) + "2", "more than 64 parentheses or signs inside each other"),
        (String(repeating: "abs(", count: 4000) + "1", "more than 64 parentheses or signs inside each other"),
        (String(repeating: "9", count: 5000), "this number is larger than any number"),
    ]

    @Test(arguments: hostile) func nothingOfThisExhaustsTheStack(_ text: String, _ message: String) {
        let error = #expect(throws: ExpressionError.self) { try Expression(text) }
        #expect(error?.message == message)
    }

    @Test func longRowsAreNotDeep() throws {
        #expect(try value("0" + String(repeating: " + 1", count: 4000)) == .integer(4000))
        #expect(try value("1" + String(repeating: " and 1", count: 2000)) == .integer(1))
        #expect(try value("max(0" + String(repeating: ",1", count: 4000) + ")") == .integer(1))
    }

    /// Whatever the text, reading and computing end with a value or an error.
    @Test func randomTextsNeverTrap() {
        let pieces = [
            "1", "0", "9223372036854775807", "1.5", "'a'", "volume.size", "capabilities.odd", "x.y", "foo", "abs", "max", "min", "(", ")",
            ",", "+", "-", "*", "/", "^", "<", "<=", "==", "<>", "?", ":", "and", "or", "not", "!", "&&", " ", ".", "é", "\"",
        ]
        var random = FixedRandom(seed: 42)
        var values = 0
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined(separator: " ")
            // Only that it returns matters here; what it returns is the other tests' business.
            if (try? value(text)) != nil { values += 1 }
        }
        #expect(values > 100)
    }
}
