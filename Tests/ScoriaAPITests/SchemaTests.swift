import ScoriaModel
import Testing

@testable import ScoriaAPI

/// Bodies are made from the schemas themselves: one that fits, and for each rule one that breaks it.
@Suite("Request bodies are held against their schemas")
struct SchemaTests {
    let catalog: SchemaCatalog

    init() throws {
        catalog = try SchemaCatalog()
    }

    @Test("every route that takes a body has a schema in every version that it exists in")
    func complete() {
        for route in RouteTable.all where route.verb == .post || route.verb == .put {
            for minor in route.minimum.minor...Microversion.maximum.minor {
                #expect(catalog.expectsBody(route.id, in: Microversion(minor)), "\(route.id) in 3.\(minor)")
            }
        }
        for route in RouteTable.all where route.verb == .get || route.verb == .delete {
            #expect(!catalog.expectsBody(route.id, in: .maximum))
        }
    }

    @Test("a body made from the schema is accepted, every one that breaks a rule of it is refused", arguments: SchemaSample.all)
    func violations(sample: SchemaSample) throws {
        let valid = sample.valid
        #expect(catalog.violation(in: valid, for: sample.route, in: sample.version) == nil, "\(valid.jsonText)")
        let broken = sample.broken
        #expect(broken.count >= 4)
        for (why, body) in broken {
            let violation = catalog.violation(in: body, for: sample.route, in: sample.version)
            #expect(violation != nil, "\(sample) accepts \(why): \(body.jsonText)")
            if let violation {
                #expect(violation.fault.status == .badRequest)
                #expect(violation.fault.message.utf8.count < 1500)
            }
        }
    }

    @Test("messages have the field's form")
    func messages() {
        func message(_ body: JSONValue, _ route: RouteID = .createVolume) -> String? {
            catalog.violation(in: body, for: route, in: .maximum)?.fault.message
        }
        #expect(message([:]) == "The member \"volume\" is required.")
        #expect(message([1]) == "It must be an object.")
        #expect(message(["volume": ["size": 0]]) == "Invalid input for field/attribute size. Value: 0. It is less than the minimum of 1.")
        #expect(message(["volume": ["size": "99999999999999999999"]])?.hasSuffix("It is greater than the maximum of 2147483647.") == true)
        #expect(
            message(["volume": ["size": "1.5"]]) == "Invalid input for field/attribute size. Value: 1.5. It must be a whole number."
        )
        #expect(
            message(["volume": ["snapshot_id": "x"]])
                == "Invalid input for field/attribute snapshot_id. Value: x. It must be null or a UUID."
        )
        let unknown = message(["volume": ["colour": "red"]])
        let beginning =
            "Invalid input for field/attribute volume. Value: {colour: …}. It has a member that is not known: 'colour'. Known are avail"
        #expect(unknown?.hasPrefix(beginning) == true)
        #expect(
            message(["os-attach": ["mountpoint": "/dev/vdc"]], .attachVolume)
                == "Invalid input for field/attribute os-attach. Value: {mountpoint: …}. One of instance_uuid, host_name is required."
        )
    }

    @Test("a connector's secrets are not repeated")
    func secrets() throws {
        let body: JSONValue = ["attachment": ["connector": ["auth_password": "hunter2"], "extra": ["auth_password": "hunter2"]]]
        let violation = try #require(catalog.violation(in: body, for: .createAttachment, in: .maximum))
        #expect(!violation.fault.message.contains("hunter2"))
    }

    @Test("unknown keys of a volume are refused from 3.53 on only")
    func volumeKeys() {
        let body: JSONValue = ["volume": ["size": 1, "foo": "bar"]]
        #expect(catalog.violation(in: body, for: .createVolume, in: Microversion(52)) == nil)
        #expect(catalog.violation(in: body, for: .createVolume, in: Microversion(53)) != nil)
    }

    @Test("scheduler hints are checked beside the volume")
    func hints() {
        let good: JSONValue = [
            "volume": ["size": 1], "OS-SCH-HNT:scheduler_hints": ["same_host": "a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0", "own": [1]],
        ]
        #expect(catalog.violation(in: good, for: .createVolume, in: .maximum) == nil)
        let bad: JSONValue = ["volume": ["size": 1], "OS-SCH-HNT:scheduler_hints": ["same_host": "here"]]
        #expect(catalog.violation(in: bad, for: .createVolume, in: .maximum)?.path == ["OS-SCH-HNT:scheduler_hints", "same_host"])
    }

    @Test("bytes that are no body")
    func bytes() {
        for text in ["", "{", "nonsense", "[]", "null", "\"x\"", String(repeating: "[", count: 1000)] {
            #expect(throws: Fault.self) {
                try Array(text.utf8).withUnsafeBytes { try catalog.body($0, for: .createVolume, in: .maximum) }
            }
        }
    }

    @Test(
        "patterns",
        arguments: [
            (#"^[0-9]+$"#, ["0", "12"], ["", "a", "1 ", "١"]), (#"^[0-9]*$"#, ["", "12"], ["-1"]),
            (#"^[a-zA-Z0-9\-_:. /]{1,255}$"#, ["a", "A-_:. /9"], ["", "ä", "a\\", "a,b", String(repeating: "a", count: 256)]),
            (#"^[a-zA-Z0-9\-._#@:/+\[\]]*$"#, ["", "host@lvm#pool", "[::1]:80"], ["a b", "ü"]),
            (
                #"^\s*(?:\S(?:[\s\S]{0,253}\S)?)?\s*$"#, ["", " ", " a b ", String(repeating: "ä", count: 255)],
                [String(repeating: "a", count: 256)]
            ),
            (#"^\s*[+-]?[0-9]+\s*$"#, ["-1", " +5 ", "0"], ["", "-", "1-", "1 2"]),
            (#"^$|^(100|[0-9]{1,2})%$"#, ["", "0%", "99%", "100%"], ["101%", "%", "5", "-1%"]),
            (#"^(0|[1-9][0-9]*)$"#, ["0", "10"], ["", "01", "-1", " 1"]),
            (#"\S"#, ["a", " a"], ["", " \t\u{a0}"]),
            (
                #"^[^\u0000-\u001f\u007f-\u009f\u00ad\u2028\u2029]*$"#, ["", "aé漢"],
                ["\n", "\u{7f}", "\u{ad}", "\u{2028}", "😀", "\u{e000}"]
            ),
            (
                #"^(urn:)?(uuid:)?\{?[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\}?$"#,
                [
                    "6A52383e-D409-c6a7-6A52-383ED409C6A7", "6A52383eD409c6a76A52383ED409C6A7",
                    "urn:uuid:{6A52383eD409c6a76A52383ED409C6A7}",
                ],
                ["", "6A52383eD409c6a76A52383ED409C6A", "6A52383eD409c6a76A52383ED409C6A77", "6A52383e--D409-c6a7-6A52-383ED409C6A7", "g"]
            ),
        ] as [(String, [String], [String])]
    )
    func patterns(text: String, good: [String], bad: [String]) throws {
        let pattern = try #require(SchemaPattern(text))
        for value in good { #expect(pattern.matches(value), "\(value)") }
        for value in bad { #expect(!pattern.matches(value), "\(value)") }
    }

    @Test("a pattern that nobody knows stops its schema")
    func unknownPattern() {
        #expect(SchemaPattern("^a|b$") == nil)
        #expect(throws: SchemaError.self) { try SchemaNode.compile(["pattern": "^(a+)+$"], [:]) }
        #expect(throws: SchemaError.self) { try SchemaNode.compile(["dependentRequired": [:]], [:]) }
    }
}
