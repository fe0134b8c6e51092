import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import Synchronization

/// Makes the rows that the service would have.
enum Sample {
    static func volume(_ size: Int = 1, name: String? = nil) -> Volume {
        var volume = Volume(
            id: IDSource.system.id(),
            projectID: ProjectID(rawValue: "project"),
            userID: UserID(rawValue: "user"),
            size: GibiByteCount(size),
            createdAt: WallClock.system.now()
        )
        volume.name = name
        return volume
    }

    static func snapshot(of volume: Volume, name: String? = nil) -> Snapshot {
        var snapshot = Snapshot(
            id: IDSource.system.id(),
            volumeID: volume.id,
            projectID: volume.projectID,
            userID: volume.userID,
            size: volume.size,
            createdAt: WallClock.system.now()
        )
        snapshot.name = name
        return snapshot
    }

    static func export(_ volume: Volume, number: Int) -> ExportRequest {
        ExportRequest(volume: volume, number: number, chap: CHAPCredentials(user: "user", password: Secret("secretsecret")))
    }

    /// A connector with what each protocol asks for.
    static func connector(_ host: String) -> Connector {
        Connector(fields: [
            "initiator": .string("iqn.2026-11.org.example:\(host)"),
            "host": .string(host),
            "ip": "127.0.0.1",
            "nqn": .string("nqn.2014-08.org.nvmexpress:uuid:\(IDSource.system.uuid())"),
            "wwpns": ["50014380186b3f65"],
            "wwnns": ["50014380186b3f64"],
            "platform": "x86_64",
            "os_type": "linux",
            "multipath": false,
        ])
    }
}

/// Collects what a call reports of its progress.
final class ProgressRecord: Sendable {
    private let reports = Mutex<[(done: ByteCount, total: ByteCount)]>([])

    var report: ProgressReport {
        { done, total in self.reports.withLock { $0.append((done, total)) } }
    }

    /// Whether the reports stay within the total and end with it.
    var isSound: Bool {
        reports.withLock { reports in
            reports.allSatisfy { $0.done.rawValue >= 0 && $0.done <= $0.total } && reports.last.map { $0.done == $0.total } ?? true
        }
    }
}

/// For calls whose progress nobody watches.
let unwatched: ProgressReport = { _, _ in }
