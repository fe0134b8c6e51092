import Foundation
import LVMDriver
import Logging
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaSystem
import ScoriaTargets

/// Runs the driver conformance suite against LVM on the machine that it is started on, with a line for each check.
///
///     scoria-conformance GROUP thin|default recording|lio|nvmet [words of a check's name]
///
/// For the guest: everything in the volume group is removed before each check.
@main
struct ConformanceCommand {
    let group: String
    let provisioning: LVMConfiguration.Provisioning
    let target: any TargetHelper
    let work: BlockingWork

    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        let work = BlockingWork()
        guard arguments.count >= 3, let group = arguments.first,
            let provisioning = arguments.dropFirst().first.flatMap(LVMConfiguration.Provisioning.init),
            let target = arguments.dropFirst(2).first.flatMap({ Self.target($0, group: group, work: work) })
        else {
            print("usage: scoria-conformance GROUP thin|default recording|lio|nvmet [words of a check's name]")
            exit(64)
        }
        let command = ConformanceCommand(group: group, provisioning: provisioning, target: target, work: work)
        let only = arguments.dropFirst(3).joined(separator: " ")
        exit(await command.run(only: only) ? 0 : 1)
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

    private func run(only: String) async -> Bool {
        var failures = 0
        for check in DriverConformance.checks + DriverConformance.migrateChecks where only.isEmpty || check.name.contains(only) {
            let counting = CountingRunner()
            let start = ContinuousClock.now
            do {
                try await clear()
                let outcome = try await check.run(on: subject(counting))
                let seconds = (ContinuousClock.now - start).components.seconds
                print("CHECK \(outcome == .passed ? "ok" : "skipped") \(provisioning.rawValue) \(seconds) s: \(check.name)")
            } catch {
                failures += 1
                print("CHECK failed \(provisioning.rawValue): \(check.name): \(error)")
            }
        }
        return failures == 0
    }

    private func subject(_ runner: CountingRunner) -> ConformanceSubject {
        var configuration = LVMConfiguration(volumeGroup: group, backendName: "lvm")
        configuration.provisioning = provisioning
        let driver = LVMDriver(
            configuration,
            target: target,
            work: work,
            runner: runner,
            logger: Logger(label: "conformance") { _ in SwiftLogNoOpLogHandler() }
        )
        let (group, isThin) = (group, provisioning == .thin)
        var subject = ConformanceSubject(
            driver: driver,
            bytes: DeviceBytes(group: group),
            namesOnBackend: { try await Self.names(in: group) },
            addForeignObject: { name, size in
                try await Self.run(
                    "lvcreate",
                    isThin
                        ? ["-y", "-V", "\(size.rawValue)b", "--thinpool", "\(group)-pool", "-n", name, group]
                        : ["-y", "-Wy", "-L", "\(size.rawValue)b", "-n", name, group]
                )
            },
            exhaust: {
                if isThin {
                    // Nothing in the pool is left; copies share blocks.
                    try await Self.run("lvcreate", ["-y", "-V", "64g", "--thinpool", "\(group)-pool", "-n", "ballast", group])
                } else {
                    try await Self.run("lvcreate", ["-y", "-Wn", "-Zn", "-l", "100%FREE", "-n", "ballast", group])
                }
            },
            copiesTakeNoSpace: isThin
        )
        if isThin { subject.migrationDestination = { try await Self.thickPool(of: group) } }
        return subject
    }

    /// The same group with volumes of the other kind; without a thin pool there are no thin ones.
    @Sendable private static func thickPool(of group: String) async throws -> MigrationDestination {
        let uuid = try await run("vgs", ["--noheadings", "-o", "vg_uuid", group]).text.filter { !$0.isWhitespace }
        return MigrationDestination(
            address: PoolAddress(rawValue: "guest@other#other"),
            capabilities: ["location_info": .string("ScoriaLVMDriver:\(uuid):\(group):default:0")]
        )
    }

    /// Leaves the group empty, but for the thin pool, which takes a while to make.
    private func clear() async throws {
        try await target.start()
        try await target.ensureExports([])
        let names = try await Self.names(in: group).filter { $0 != "\(group)-pool" }
        guard !names.isEmpty else { return }
        // Snapshots go with their origins, and may be gone when their turn comes.
        _ = try? await ProcessRunner().run(ProcessCommand("lvremove", ["-f", "-y"] + names.map { "\(group)/\($0)" }))
    }

    private static func names(in group: String) async throws -> [String] {
        let output = try await run("lvs", ["--noheadings", "-o", "lv_name", group])
        return output.text.split(whereSeparator: \.isWhitespace).map(String.init)
    }

    @discardableResult
    private static func run(_ program: String, _ arguments: [String]) async throws -> ProcessOutput {
        try await ProcessRunner().run(ProcessCommand(program, arguments))
    }
}
