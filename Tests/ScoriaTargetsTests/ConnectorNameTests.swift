import ScoriaDriver
import ScoriaModel
import Testing

@testable import ScoriaTargets

/// Names of clients, which anybody who may attach a volume chooses, and which become texts of commands and names of directories.
@Suite("Names of connectors")
struct ConnectorNameTests {
    @Test(
        "A name that is none is refused before it gets anywhere",
        arguments: [
            "", ".", "..", "-", ":", "../lun", "iqn.2026-11.a:b/..", "a=b", "a b", "a\nb", "a\0b", "ä", String(repeating: "a", count: 224),
        ]
    )
    func refused(name: String) {
        #expect(throws: DriverError.self) { try initiatorName(of: Connector(fields: ["initiator": .string(name)])) }
        #expect(throws: DriverError.self) { try hostName(of: Connector(fields: ["nqn": .string(name)])) }
    }

    @Test("Names as clients have them pass", arguments: ["iqn.1993-08.org.debian:01:abc_D", "eui.02004567A425678D", "x"])
    func accepted(name: String) throws {
        #expect(try initiatorName(of: Connector(fields: ["initiator": .string(name)])) == name)
    }
}
