import LVMDriver
import Logging
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaSystem
import ScoriaTargets

/// A volume group with a driver on it, and the ways behind the driver's back.
struct LVMSubject: Sendable {
    let group: String
    let provisioning: LVMConfiguration.Provisioning
    let target: any TargetHelper
    let label: String
    let work: BlockingWork

    init?(group: String, provisioning: String, target: String) {
        let work = BlockingWork()
        guard let kind = LVMConfiguration.Provisioning(rawValue: provisioning), let helper = Self.target(target, group: group, work: work)
        else { return nil }
        self.group = group
        self.provisioning = kind
        self.target = helper
        self.work = work
        label = "\(provisioning == "thin" ? "thin" : "thick") \(target)"
    }

    private static func target(_ name: String, group: String, work: BlockingWork) -> (any TargetHelper)? {
        let logger = Logger(label: "target") { _ in SwiftLogNoOpLogHandler() }
        switch name {
        case "recording": return RecordingTarget()
        case "lio":
            let lio = LIOConfiguration(portals: ["127.0.0.1:3260", "127.0.0.2:3260"], devices: "/dev/\(group)/")
            return LIOTargetHelper(lio, work: work, logger: logger)
        case "nvmet":
            return NVMeTargetHelper(
                NVMeTargetConfiguration(addresses: ["127.0.0.1"], devices: "/dev/\(group)/"),
                work: work,
                logger: logger
            )
        default: return nil
        }
    }

    func driver(_ runner: any ProcessRunning = ProcessRunner(), _ change: (inout LVMConfiguration) -> Void = { _ in }) -> LVMDriver {
        var configuration = LVMConfiguration(volumeGroup: group, backendName: "lvm")
        configuration.provisioning = provisioning
        change(&configuration)
        return LVMDriver(
            configuration,
            target: target,
            work: work,
            runner: runner,
            logger: Logger(label: "conformance") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    var bytes: DeviceBytes { DeviceBytes(group: group) }

    func conformance() -> ConformanceSubject {
        let (group, isThin) = (group, provisioning == .thin)
        var subject = ConformanceSubject(
            driver: driver(),
            bytes: bytes,
            namesOnBackend: { try await names() },
            addForeignObject: { name, size in
                // LVM takes whole sectors.
                let bytes = (size.rawValue + 511) / 512 * 512
                try await lvm(
                    "lvcreate",
                    isThin
                        ? ["-V", "\(bytes)b", "--thinpool", "\(group)-pool", "-n", name, group]
                        : ["-Wy", "-L", "\(bytes)b", "-n", name, group]
                )
            },
            exhaust: {
                if isThin {
                    // Nothing in the pool is left; copies share blocks.
                    try await lvm("lvcreate", ["-V", "64g", "--thinpool", "\(group)-pool", "-n", "ballast", group])
                } else {
                    try await lvm("lvcreate", ["-Wn", "-Zn", "-l", "100%FREE", "-n", "ballast", group])
                }
            },
            copiesTakeNoSpace: isThin,
            leaveRevert: { volume, snapshot in try await leaveRevert(of: volume, to: snapshot) },
            callsAreSlow: true
        )
        // The same group with volumes of the other kind; without a thin pool there are no thin ones.
        if isThin { subject.migrationDestination = { try await thickPool() } }
        return subject
    }

    /// Leaves the group empty, but for the thin pool, which takes a while to make.
    func clear() async throws {
        try await target.start()
        try await target.ensureExports([])
        let rest = try await names().filter { $0 != "\(group)-pool" }
        guard !rest.isEmpty else { return }
        // Snapshots go with their origins, and may be gone when their turn comes. The next check gets space that reads as zeros.
        _ = try? await lvm("lvremove", ["-f", "--config", "devices{issue_discards=1}"] + rest.map { "\(group)/\($0)" })
    }

    /// The names of the group's logical volumes.
    func names() async throws -> [String] {
        let output = try await ProcessRunner().run(ProcessCommand("lvs", ["--noheadings", "-o", "lv_name", group]))
        return output.text.split(whereSeparator: \.isWhitespace).map(String.init).sorted()
    }

    /// Runs a command that changes something.
    func lvm(_ program: String, _ arguments: [String]) async throws {
        _ = try await ProcessRunner().run(ProcessCommand(program, ["-y"] + arguments))
    }

    private func thickPool() async throws -> MigrationDestination {
        let output = try await ProcessRunner().run(ProcessCommand("vgs", ["--noheadings", "-o", "vg_uuid", group]))
        let uuid = output.text.filter { !$0.isWhitespace }
        return MigrationDestination(
            address: PoolAddress(rawValue: "guest@other#other"),
            capabilities: ["location_info": .string("ScoriaLVMDriver:\(uuid):\(group):default:0")]
        )
    }

    private func leaveRevert(of volume: Volume, to snapshot: Snapshot) async throws {
        let source = "_snapshot-\(snapshot.id)"
        if provisioning == .thin {
            try await lvm("lvcreate", ["-s", "-kn", "-ay", "-n", "scoria-revert-volume-\(volume.backendID)", "\(group)/\(source)"])
        } else {
            // A thick volume is written to in place, from its beginning on.
            try bytes.write(try bytes.read(source, at: 0, count: 1 << 20), to: "volume-\(volume.backendID)", at: 0)
        }
    }
}
