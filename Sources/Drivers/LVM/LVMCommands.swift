import Logging
import ScoriaDriver
import ScoriaModel
import ScoriaSystem

/// Runs LVM's commands for one volume group: with a deadline, without a shell, and with answers as JSON.
///
/// LVM's own lock puts commands for one group one after another; a command that waits for somebody else's lock runs into its deadline.
/// Secrets never come near a command.
struct LVMCommands: Sendable {
    let configuration: LVMConfiguration
    let runner: any ProcessRunning
    /// Volumes hold their users' partitions and volume groups: LVM must not look for any inside of them, be they logical volumes or disks.
    let filter: DeviceFilter
    let logger: Logger

    /// The status with which LVM's programs end when they have said why.
    private static let refusal = 5

    /// `group/name`, as commands take it.
    func path(_ name: LogicalVolumeName) -> String { path(name.text) }

    /// `group/name`, as commands take it.
    func path(_ name: String) -> String { "\(configuration.volumeGroup)/\(name)" }

    /// The path of a logical volume's device.
    func device(_ name: String) -> String { "\(configuration.deviceDirectory)/\(configuration.volumeGroup)/\(name)" }

    /// Runs a command that changes something.
    func change(_ program: String, _ arguments: [String], doing action: String) async throws {
        _ = try await run(program, arguments, doing: action)
    }

    /// The logical volumes that a selection (`lvs --select`) picks; none when none is there.
    func volumes(where selection: String, doing action: String) async throws -> [LogicalVolume] {
        let output = try await run(
            "lvs",
            ["--select", selection, "-o", LogicalVolume.columns] + Self.report + [configuration.volumeGroup],
            doing: action
        )
        return try reports(output, doing: action).flatMap { try ($0["lv"]?.array ?? []).map(LogicalVolume.init) }
    }

    /// The logical volume of a name; nil when there is none.
    func volume(_ name: String, doing action: String) async throws -> LogicalVolume? {
        try await volumes(where: "lv_name=\"\(name)\"", doing: action).first
    }

    /// The whole group, in one command.
    func group(doing action: String) async throws -> VolumeGroupReport {
        let columns = [
            ("vg", VolumeGroupReport.columns), ("lv", LogicalVolume.columns), ("pv", "pv_name"), ("seg", "lv_name"), ("pvseg", "pv_name"),
        ]
        let output = try await run(
            "lvm",
            ["fullreport"] + columns.flatMap { ["--configreport", $0.0, "-o", $0.1] } + Self.report + [configuration.volumeGroup],
            doing: action
        )
        guard let report = try reports(output, doing: action).first(where: { $0["vg"]?.array?.isEmpty == false }) else {
            throw missingGroup(action, without: [])
        }
        return try VolumeGroupReport(report)
    }

    private static let report = ["--reportformat", "json", "--units", "b", "--nosuffix"]

    private func reports(_ output: ProcessOutput, doing action: String) throws -> [JSONValue] {
        do {
            return try JSONValue(parsing: output.standardOutput)["report"]?.array ?? []
        } catch {
            throw DriverError(.backend, .permanent, "\(action) failed: LVM's report is not JSON (\(error)).")
        }
    }

    // MARK: Running

    private func run(_ program: String, _ arguments: [String], doing action: String) async throws -> ProcessOutput {
        let filter = try await filter.setting { arguments in
            let output = try await start("lvmconfig", arguments, without: [], doing: action)
            return String(decoding: output.standardOutput, as: UTF8.self)
        }
        // `lvm fullreport` takes its options behind the name of the subcommand.
        let head = program == "lvm" ? Array(arguments.prefix(1)) : []
        let options = ["--config", "devices{scan_lvs=0\(filter.text)} global{notify_dbus=0}"]
        return try await start(program, head + options + arguments.dropFirst(head.count), without: filter.disks, doing: action)
    }

    private func start(
        _ program: String,
        _ arguments: [String],
        without disks: [String],
        doing action: String
    ) async throws -> ProcessOutput {
        var environment = ProcessCommand.plainEnvironment
        environment["LVM_SUPPRESS_FD_WARNINGS"] = "1"
        let command = ProcessCommand(
            program,
            arguments,
            environment: environment,
            deadlineSeconds: configuration.deadlineSeconds,
            outputLimitBytes: 64 << 20
        )
        var tries = 1
        while true {
            do {
                return try await runner.run(command)
            } catch let error as ProcessError {
                guard Self.saysNothing(error), tries < configuration.tries else {
                    throw explained(error, without: disks, doing: action, isRepeated: tries > 1)
                }
                tries += 1
                logger.warning(
                    "an LVM command is tried again",
                    metadata: ["command": "\(program)", "error": "\(error)", "try": "\(tries)"]
                )
            }
        }
    }

    /// Whether the program died of something that has nothing to do with what it was to do.
    private static func saysNothing(_ error: ProcessError) -> Bool {
        switch error.reason {
        case .signaled: true
        case .exited(let status): status != refusal
        default: false
        }
    }

    private func missingGroup(_ action: String, without disks: [String]) -> DriverError {
        let elsewhere = disks.isEmpty ? "" : " on any disk but \(disks.joined(separator: ", ")), which lead to volumes"
        return DriverError(
            .unavailable,
            .transient,
            "\(action) failed: there is no volume group \(configuration.volumeGroup)\(elsewhere).",
            correction: "Attach its disks, or make it with vgcreate; volume_group names it."
        )
    }

    /// What a failed command means: LVM says it in words only, since every refusal ends with the same status.
    private func explained(_ error: ProcessError, without disks: [String], doing action: String, isRepeated: Bool) -> DriverError {
        let meaning = explained(error, without: disks, doing: action)
        // The try that died may have done it, which is why this one is refused; who calls again finds out.
        guard isRepeated, meaning.disposition == .permanent else { return meaning }
        return DriverError(meaning.code, .ambiguous, meaning.message, correction: meaning.correction)
    }

    private func explained(_ error: ProcessError, without disks: [String], doing action: String) -> DriverError {
        let said = error.standardError
        let has: ([String]) -> Bool = { phrases in phrases.contains { said.contains($0) } }
        let (group, what) = (configuration.volumeGroup, "\(action) failed: \(error)")
        switch error.reason {
        case .notFound:
            return DriverError(.invalidConfiguration, .transient, what, correction: "Install the package lvm2.")
        case .notStarted:
            return DriverError(.unavailable, .transient, what)
        case .timedOut:
            return DriverError(
                .timeout,
                .ambiguous,
                what,
                correction:
                    "Look for a command that holds the lock of volume group \(group) (ps, /run/lock/lvm), and for a dead disk in the kernel's log."
            )
        default:
            break
        }
        if has(["Volume group \"\(group)\" not found", "Cannot process volume group \(group)"]) {
            return missingGroup(action, without: disks)
        }
        if has(["Multiple VGs found with the same name"]) {
            return DriverError(
                .unavailable,
                .transient,
                what,
                correction:
                    "Another disk that this host sees holds a group of the same name; it may be a user's volume that is attached here. Keep LVM off it: name the service's own disks in lvmdevices(8), or in global_filter of lvm.conf(5)."
            )
        }
        if has(["with system ID", "Volume group \(group) is exported", "Volume group \"\(group)\" is exported"]) {
            return DriverError(
                .unavailable,
                .transient,
                what,
                correction:
                    "The group belongs to another host. When that one no longer uses it, take it over with vgchange --systemid or vgimport (lvmsystemid(7)), or name another one as volume_group."
            )
        }
        if has(["Failed to find logical volume", "One or more specified logical volume(s) not found"]) {
            return DriverError(
                .notFound,
                .permanent,
                what,
                correction: "Look whether somebody removed it from volume group \(group) by hand."
            )
        }
        if has([
            "nsufficient free space", "nsufficient suitable", "nsufficient free extents", "is above threshold", "out of free space",
            "is too full", "no free extents", "out of data space", "out of metadata space", "reached threshold", "free space in metadata",
        ]) {
            return DriverError(
                .outOfSpace,
                .permanent,
                what,
                correction:
                    "Delete volumes or snapshots, or add a disk with vgextend (and lvextend the thin pool \(configuration.thinPool), data or metadata)."
            )
        }
        if has([
            "in use", "is used by another device", "contains a filesystem", "can be resized only while inactive", "while origin",
            "device or resource busy",
        ]) {
            return DriverError(
                .busy,
                .transient,
                what,
                correction: "Find out who has the device open (lsof, multipath -ll, dmsetup ls --tree)."
            )
        }
        return DriverError(.backend, error.mayHaveHappened ? .ambiguous : .permanent, what)
    }
}

extension ProcessError {
    /// Whether the program ended without saying that it did nothing.
    fileprivate var mayHaveHappened: Bool {
        switch reason {
        case .exited, .notFound, .notStarted: false
        case .signaled, .timedOut, .wroteTooMuch, .inputOutput: true
        }
    }
}
