import ScoriaModel
import Testing

@Suite("JSON is read strictly")
struct JSONParserTests {
    @Test("values of every kind")
    func values() throws {
        #expect(try JSONValue(parsing: " null ") == .null)
        #expect(try JSONValue(parsing: "[true,false]") == [true, false])
        #expect(
            try JSONValue(parsing: #"{"a":{"b":[1,-2,0,"x"]}, "c" : [ ] , "d":{ } }"#) == ["a": ["b": [1, -2, 0, "x"]], "c": [], "d": [:]]
        )
    }

    @Test("whole numbers that fit stay whole, others become doubles")
    func numbers() throws {
        #expect(try JSONValue(parsing: "9223372036854775807") == .integer(.max))
        #expect(try JSONValue(parsing: "-9223372036854775808") == .integer(.min))
        #expect(try JSONValue(parsing: "9223372036854775808") == .number(9_223_372_036_854_775_808))
        #expect(try JSONValue(parsing: "-0") == .integer(0))
        #expect(try JSONValue(parsing: "1e3") == .number(1000))
        #expect(try JSONValue(parsing: "1.50") == .number(1.5))
        #expect(try JSONValue(parsing: "123456789012345678901234567890") == .number(1.2345678901234568e29))
    }

    @Test("escapes, surrogate pairs and plain UTF-8")
    func strings() throws {
        #expect(try JSONValue(parsing: #""\"\\\/\b\f\n\r\t""#) == .string("\"\\/\u{8}\u{C}\n\r\t"))
        #expect(try JSONValue(parsing: #""\u00e9\uD83D\ude00é😀""#) == .string("é😀é😀"))
    }

    @Test(
        "what the grammar does not allow",
        arguments: [
            ("", JSONError.Code.unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("{", .unexpectedEnd, 1), ("[1", .unexpectedEnd, 2),
            ("[1,]", .syntax, 3), ("{\"a\":1,}", .syntax, 7), ("{a:1}", .syntax, 1), ("{\"a\" 1}", .syntax, 5), ("1 2", .syntax, 2),
            ("01", .syntax, 1), ("-", .unexpectedEnd, 1), ("1.", .unexpectedEnd, 2), ("1.e3", .syntax, 2), (".5", .syntax, 0),
            ("+1", .syntax, 0), ("1e", .unexpectedEnd, 2), ("NaN", .syntax, 0), ("Infinity", .syntax, 0), ("-Infinity", .syntax, 1),
            ("nul", .unexpectedEnd, 3), ("nule", .syntax, 3), ("'a'", .syntax, 0), ("\"a", .unexpectedEnd, 2), ("\"\n\"", .syntax, 1),
            (#""\x""#, .invalidEscape, 2), (#""\u12g4""#, .invalidEscape, 5), (#""\ud800""#, .loneSurrogate, 3),
            (#""\ud800\u0041""#, .loneSurrogate, 3), (#""\udc00""#, .loneSurrogate, 3), (#""\ud800x""#, .loneSurrogate, 3),
            ("1e999", .numberRange, 0), ("-1e999", .numberRange, 0), ("// x\n1", .syntax, 0),
        ] as [(String, JSONError.Code, Int)]
    )
    func refused(text: String, code: JSONError.Code, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(error?.code == code)
        #expect(error?.offset == offset)
    }

    @Test("bytes that are not UTF-8, also behind an escape, in overlong form and as encoded surrogates")
    func notUTF8() {
        for bad in [[0xFF], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0x5C, 0x6E, 0xFF]] as [[UInt8]] {
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: [0x22] + bad + [0x22]) }
            #expect(error?.code == .invalidUTF8)
        }
    }

    @Test("nesting up to the limit and not beyond")
    func depth() throws {
        func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        _ = try JSONValue(parsing: nested(64))
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: nested(65)) }
        #expect(error?.code == .tooDeep)
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "{\"a\":", count: 100_000)) }
        _ = try JSONValue(parsing: "[" + String(repeating: "[],", count: 1000) + "[]]")
    }

    @Test("a damaged text is read or refused, never more; what is read comes back from its own text", arguments: 0..<8)
    func damaged(seed: UInt64) throws {
        var generator = DamageGenerator(state: seed)
        let whole = Array(#"{"a":[1,-2.5e3,"\u00e9\n\ud83d\ude00",true,null,{"b":{}}],"c":"äöü","d":123456789012345678901}"#.utf8)
        for _ in 0..<2000 {
            var bytes = whole
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: index)
                default: bytes.insert(whole[Int.random(in: 0..<whole.count, using: &generator)], at: index)
                }
            }
            let value: JSONValue
            do throws(JSONError) {
                value = try JSONValue(parsing: bytes)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
                continue
            }
            #expect(try JSONValue(parsing: value.serialized()) == value, "\(bytes)")
        }
    }

    @Test(
        "where ambiguity is refused, so are members twice and whole numbers beyond 64 bits",
        arguments: [
            (#"{"a":1,"a":1}"#, JSONError.Code.duplicateKey), (#"{"a":{"b":1,"\u0062":2}}"#, .duplicateKey),
            ("9223372036854775808", .numberRange), ("-9223372036854775809", .numberRange), ("18446744073709551616", .numberRange),
        ] as [(String, JSONError.Code)]
    )
    func ambiguous(text: String, code: JSONError.Code) throws {
        _ = try JSONParser().parse(Array(text.utf8))
        let error = #expect(throws: JSONError.self) { try JSONParser(ambiguity: .refused).parse(Array(text.utf8)) }
        #expect(error?.code == code)
    }

    @Test(
        "where ambiguity is refused, what is not ambiguous is read",
        arguments: [#"[{"a":1},{"a":1}]"#, "9223372036854775807", "1e19", "-9223372036854775808"]
    )
    func unambiguous(text: String) throws {
        #expect(try JSONParser(ambiguity: .refused).parse(Array(text.utf8)) == JSONValue(parsing: text))
    }

    @Test("of members with one name the last counts, and the name is told")
    func duplicates() throws {
        let text = Array(#"{"a":1,"b":{"c":1,"c":2},"a":3}"#.utf8)
        let (value, names) = try text.withUnsafeBytes { try JSONParser().parseReportingDuplicates($0) }
        #expect(value == ["a": 3, "b": ["c": 2]])
        #expect(names == ["c", "a"])
    }
}

/// SplitMix64, so that a failing seed fails again.
private struct DamageGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
