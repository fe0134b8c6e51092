import ScoriaModel
import Testing

@Suite("JSON is written compactly and correctly")
struct JSONWriterTests {
    @Test("commas are put by themselves")
    func structure() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("list")
        writer.beginArray()
        writer.integer(1)
        writer.bool(true)
        writer.null()
        writer.beginObject()
        writer.endObject()
        writer.string("x")
        writer.endArray()
        writer.key("näme \"quoted\"" as String)
        writer.raw(Array("{\"k\":\"v\"}".utf8))
        writer.key("self")
        writer.string { parts in
            parts.append("http://")
            parts.append("host\"" as String)
        }
        writer.key("n")
        writer.number(0.5)
        writer.endObject()
        #expect(
            writer.text
                == #"{"list":[1,true,null,{},"x"],"näme \"quoted\"":{"k":"v"},"self":"http://host\"","n":0.5}"#
        )
    }

    @Test("whole numbers of every size", arguments: [0, 9, 10, -1, -10, 1234567890, Int64.max, Int64.min])
    func integers(value: Int64) {
        var writer = JSONWriter()
        writer.integer(value)
        #expect(writer.text == String(value))
    }

    @Test("numbers that JSON cannot hold become null")
    func numbers() throws {
        #expect(JSONValue.number(.nan).jsonText == "null")
        #expect(JSONValue.number(.infinity).jsonText == "null")
        #expect(JSONValue.number(100).jsonText == "100.0")
        for value in [1e-5, 1e300, 2.3e-308, -0.1] {
            #expect(try JSONValue(parsing: JSONValue.number(value).jsonText) == .number(value))
        }
    }

    @Test("every character comes back")
    func escapes() throws {
        for scalar in [UInt32](0..<0x180) + [0x2028, 0x1F600, 0xFFFF, 0x10FFFF] {
            guard let scalar = Unicode.Scalar(scalar) else { continue }
            let text = "a\(Character(scalar))b"
            #expect(try JSONValue(parsing: JSONValue.string(text).jsonText) == .string(text))
        }
    }

    @Test("equal values give equal text")
    func deterministic() {
        let keys = (0..<50).map { "key\($0)" }
        let one = JSONValue.object(Dictionary(uniqueKeysWithValues: keys.map { ($0, .integer(1)) }))
        let other = JSONValue.object(Dictionary(uniqueKeysWithValues: keys.reversed().map { ($0, .integer(1)) }))
        #expect(one.jsonText == other.jsonText)
    }

    @Test("maps of texts, the form of metadata columns, come back")
    func textMaps() throws {
        let map = ["a": "1", "ü\"": "\n", "": ""]
        #expect(try [String: String](jsonText: map.jsonText) == map)
        #expect(try [String: String](jsonText: "{}") == [:])
        #expect(throws: JSONError.self) { try [String: String](jsonText: "{\"a\":1}") }
        #expect(throws: JSONError.self) { try [String: String](jsonText: "[]") }
    }
}
