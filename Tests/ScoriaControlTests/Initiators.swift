import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel

extension Connector {
    /// The connector of a server of that name.
    static func named(_ name: String) -> Connector {
        Connector(fields: ["initiator": .string("iqn.2026-11.test:\(name)"), "host": .string(name), "ip": "127.0.0.1"])
    }
}

extension ControlWorld {
    /// The names of the servers that the target lets in.
    func letIn(to id: VolumeID) -> Set<String> {
        Set((driver.contents.exports[id]?.initiators ?? []).map { String($0.dropFirst("iqn.2026-11.test:".count)) })
    }
}
