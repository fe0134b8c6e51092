import ScoriaDriver
import ScoriaModel
import ScoriaSystem

/// The rows that the service would have.
enum Rows {
    static func volume(_ size: Int = 1) -> Volume {
        Volume(
            id: IDSource.system.id(),
            projectID: ProjectID(rawValue: "project"),
            userID: UserID(rawValue: "user"),
            size: GibiByteCount(size),
            createdAt: WallClock.system.now()
        )
    }

    static func snapshot(of volume: Volume) -> Snapshot {
        Snapshot(
            id: IDSource.system.id(),
            volumeID: volume.id,
            projectID: volume.projectID,
            userID: volume.userID,
            size: volume.size,
            createdAt: WallClock.system.now()
        )
    }

    static func export(_ volume: Volume) -> ExportRequest {
        ExportRequest(volume: volume, number: 1, chap: CHAPCredentials(user: "user", password: Secret("secretsecret")))
    }

    static func connector(initiator: String = "iqn.2026-11.org.example:first", nqn: String = "nqn.2014-08.org.example:first") -> Connector {
        Connector(fields: ["initiator": .string(initiator), "nqn": .string(nqn), "host": "first", "ip": "127.0.0.1", "multipath": true])
    }
}
