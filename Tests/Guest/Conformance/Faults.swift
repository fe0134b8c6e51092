import Foundation
import LVMDriver
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaSystem

/// What can be wrong with a volume group and around it, made in earnest: each gives an error that says what to do, leaves nothing half-made,
/// and is over when its cause is.
struct Faults {
    let disk: String
    /// How long a command may take where one hangs; every other one has the driver's own deadline, since an emulated machine may be slow.
    private let deadline = 3.0

    func run(only: String = "") async -> Bool {
        var report = CheckReport(prefix: "fault")
        let cases: [(name: String, body: () async throws -> Void)] = [
            ("a volume group that is not there", missingGroup),
            ("a volume group that goes away while the service runs", vanishingGroup),
            ("a volume group of another host", foreignGroup),
            ("a volume group whose pool's name is somebody's volume", strangersPool),
            ("a thin pool without space for data", fullData),
            ("a thin pool without space for metadata", fullMetadata),
            ("a volume group without free space", fullGroup),
            ("a device that somebody has open while it is deleted", busyDevice),
            ("a lock of LVM that somebody holds", heldLock),
            ("a command that hangs", hungCommand),
            ("a thick snapshot that ran out of space", overflow),
            ("a thick snapshot whose making was cut off", cutOffSnapshot),
            ("an initiator's name with odd characters", oddNames),
            ("a connector without what the protocol wants", emptyConnectors),
            ("the space of a thick copy was used before", { try await remains().copiesOnUsedSpace() }),
            ("a thick volume's bytes when everything is deleted", { try await remains().nothingOfTenants() }),
            ("volumes whose devices are down, and one that somebody holds", downAndHeld),
        ]
        for (name, body) in cases where only.isEmpty || name.contains(only) {
            await report.check(name) {
                try await body()
                return .passed
            }
            // Whatever the case has left must not be the next one's.
            _ = try? await program("sh", ["-c", "dmsetup remove_all -f; dmsetup mknodes; rm -rf /dev/broken; wipefs -qaf \(disk)"])
        }
        return report.isGood
    }

    // MARK: The group

    private func missingGroup() async throws {
        let subject = try group("absent", "thin")
        let failure = try await failure(.unavailable, .transient) { try await subject.driver().start() }
        try require(failure.message.contains("absent"), "the group's name", in: failure)
    }

    private func vanishingGroup() async throws {
        let subject = try await freshGroup("default")
        let driver = subject.driver()
        try await driver.start()
        try await program("vgrename", [subject.group, "elsewhere"])
        try await failure(.unavailable, .transient) { _ = try await driver.createVolume(Rows.volume()) }
        try await failure(.unavailable, .transient) { _ = try await driver.statistics() }
        try await failure(.unavailable, .transient) { try await driver.deleteVolume(Rows.volume()) }
        try await program("vgrename", ["elsewhere", subject.group])
        _ = try await driver.createVolume(Rows.volume())
        try await requireCount(1, subject)
    }

    private func foreignGroup() async throws {
        try await program("vgcreate", ["-q", "--systemid", "somebody", "foreign", disk])
        let subject = try group("foreign", "default")
        let failure = try await failure(.unavailable, .transient) { try await subject.driver().start() }
        try require("\(failure)".contains("system ID"), "that it belongs to another system", in: failure)
        let owned = "global{system_id_source=lvmlocal} local{system_id=somebody}"
        try await program("vgchange", ["--config", owned, "-y", "--systemid", "", "foreign"])
        try await subject.driver().start()
    }

    private func strangersPool() async throws {
        let subject = try await freshGroup("thin")
        try await subject.lvm("lvcreate", ["-L", "64m", "-n", "\(subject.group)-pool", subject.group])
        let failure = try await failure(.invalidConfiguration, .transient) { try await subject.driver().start() }
        try require(failure.message.contains("not a thin pool"), "what is wrong", in: failure)
        try await requireCount(1, subject)
    }

    // MARK: Space

    private func fullData() async throws {
        let subject = try await freshGroup("thin")
        try await makePool(subject, data: "64m", options: [])
        let driver = subject.driver()
        try await driver.start()
        let (volume, snapshot) = (Rows.volume(), Rows.volume())
        _ = try await driver.createVolume(volume)
        let block = [UInt8](repeating: 0x5A, count: 1 << 20)
        var written = 0
        while written < 80 {
            do { try subject.bytes.write(block, to: "volume-\(volume.id)", at: Int64(written) << 20) } catch { break }
            written += 1
        }
        try require(written < 80, "80 MiB went into a pool of 64")
        let before = try await subject.names()
        try await failure(.outOfSpace, .permanent) { _ = try await driver.createVolume(Rows.volume()) }
        try await failure(.outOfSpace, .permanent) { _ = try await driver.createSnapshot(Rows.snapshot(of: volume), of: volume) }
        try await failure(.outOfSpace, .permanent) { _ = try await driver.cloneVolume(snapshot, from: volume, progress: { _, _ in }) }
        try await requireSame(before, subject)
        let free = try await driver.statistics().pools.first?.freeCapacity.gibibytes ?? -1
        try require((0..<0.01).contains(free), "the statistics tell of \(free) GiB that are free")
        let kept = try subject.bytes.read("volume-\(volume.id)", at: 3 << 20, count: 1 << 20)
        try require(kept == block, "bytes were lost when the pool was full")
        try await driver.deleteVolume(volume)
        _ = try await driver.createVolume(Rows.volume())
        try await requireCount(2, subject)
    }

    private func fullMetadata() async throws {
        let subject = try await freshGroup("thin")
        try await makePool(subject, data: "2g", options: ["--poolmetadatasize", "2m", "-c", "64k"])
        let driver = subject.driver()
        try await driver.start()
        let volume = Rows.volume()
        _ = try await driver.createVolume(volume)
        // Each mapped piece takes an entry of the metadata; every snapshot makes the pool copy the blocks that the writes after it change.
        let name = "volume-\(volume.id)"
        try subject.bytes.touch(name, with: 1, every: 64 << 10, upTo: 512 << 20)
        var snapshots: [Snapshot] = []
        var refusal: DriverError?
        while refusal == nil, snapshots.count < 40 {
            let snapshot = Rows.snapshot(of: volume)
            do {
                _ = try await driver.createSnapshot(snapshot, of: volume)
                snapshots.append(snapshot)
                try subject.bytes.touch(name, with: 1, every: 4 << 20, upTo: 512 << 20)
            } catch let error as DriverError {
                refusal = error
            }
        }
        guard let refusal else {
            let used = try await driver.statistics().pools.first?.extra["metadata_used_percent"]
            throw CheckFailure("\(snapshots.count) snapshots did not fill the metadata: \(used.map { "\($0)" } ?? "?") % are used")
        }
        try requireKind(refusal, .outOfSpace, .permanent)
        let before = try await subject.names()
        try await failure(.outOfSpace, .permanent) { _ = try await driver.createVolume(Rows.volume()) }
        try await requireSame(before, subject)
        for snapshot in snapshots { try await driver.deleteSnapshot(snapshot, of: volume) }
        _ = try await driver.createVolume(Rows.volume())
    }

    private func fullGroup() async throws {
        let subject = try await freshGroup("default")
        let driver = subject.driver()
        try await driver.start()
        let volume = Rows.volume()
        _ = try await driver.createVolume(volume)
        try await subject.lvm("lvcreate", ["-Wn", "-Zn", "-l", "100%FREE", "-n", "ballast", subject.group])
        let before = try await subject.names()
        try await failure(.outOfSpace, .permanent) { _ = try await driver.createVolume(Rows.volume()) }
        try await failure(.outOfSpace, .permanent) { try await driver.extendVolume(volume, to: GibiByteCount(2), export: nil) }
        try await requireSame(before, subject)
    }

    // MARK: Others on the machine

    private func busyDevice() async throws {
        for kind in ["thin", "default"] {
            let subject = try await freshGroup(kind)
            let driver = subject.driver()
            try await driver.start()
            let volume = Rows.volume()
            _ = try await driver.createVolume(volume)
            let before = try await subject.names()
            do {
                let open = try subject.bytes.open("volume-\(volume.id)")
                try await failure(.busy, .transient) { try await driver.deleteVolume(volume) }
                withExtendedLifetime(open) {}
            }
            try await requireSame(before, subject)
            try await driver.deleteVolume(volume)
            try await program("vgremove", ["-f", "-y", subject.group])
        }
    }

    private func heldLock() async throws {
        let subject = try await freshGroup("default")
        let runner = HurriedRunner(seconds: deadline)
        let driver = subject.driver(runner)
        try await driver.start()
        let volume = Rows.volume()
        do {
            let held = try lock("/run/lock/lvm/V_\(subject.group)")
            let failure = try await failure(.timeout, .ambiguous) {
                try await runner.hurry { _ = try await driver.createVolume(volume) }
            }
            try require(failure.correction?.contains("lock") == true, "where to look for the lock", in: failure)
            withExtendedLifetime(held) {}
        }
        try await requireCount(0, subject)
        _ = try await driver.createVolume(volume)
        try await requireCount(1, subject)
    }

    private func hungCommand() async throws {
        let subject = try await freshGroup("default")
        let runner = HurriedRunner(seconds: deadline)
        let driver = subject.driver(runner)
        try await driver.start()
        let volume = Rows.volume()
        let wrapper = "/usr/local/sbin/lvcreate"
        try Data("#!/bin/sh\nsleep 4711\n".utf8).write(to: URL(fileURLWithPath: wrapper))
        defer { unlink(wrapper) }
        chmod(wrapper, 0o755)
        try await failure(.timeout, .ambiguous) { try await runner.hurry { _ = try await driver.createVolume(volume) } }
        let left = try? await program("pgrep", ["-f", "sleep 4711"])
        try require(left == nil, "what hung still runs: \(left ?? "")")
        unlink(wrapper)
        _ = try await driver.createVolume(volume)
        try await requireCount(1, subject)
    }

    // MARK: Snapshots

    private func overflow() async throws {
        let subject = try await freshGroup("default")
        let driver = subject.driver()
        try await driver.start()
        let volume = Rows.volume()
        let snapshot = Rows.snapshot(of: volume)
        let (name, moment) = ("volume-\(volume.id)", "_snapshot-\(snapshot.id)")
        _ = try await driver.createVolume(volume)
        // As one of before its volume grew: with less room than can be overwritten.
        try await subject.lvm("lvcreate", ["-s", "-L", "8m", "-n", moment, "\(subject.group)/\(name)"])
        let block = [UInt8](repeating: 0xA5, count: 4 << 20)
        for number in 0..<4 { try subject.bytes.write(block, to: name, at: Int64(number) << 22) }
        let before = try await subject.names()
        try await failure(.corrupted, .permanent) {
            _ = try await driver.createVolume(Rows.volume(), from: snapshot, progress: { _, _ in })
        }
        try await failure(.corrupted, .permanent) {
            try await driver.revertVolume(volume, to: snapshot, export: nil, progress: { _, _ in })
        }
        try await requireSame(before, subject)
        try require(try subject.bytes.read(name, at: 12 << 20, count: 4 << 20) == block, "the volume lost bytes with its snapshot")
        _ = try await driver.statistics()
        try await driver.deleteSnapshot(snapshot, of: volume)
        try await driver.deleteVolume(volume)
        try await requireCount(0, subject)
    }

    /// LVM makes a volume first, which is neither a snapshot nor empty.
    private func cutOffSnapshot() async throws {
        let subject = try await freshGroup("default")
        let driver = subject.driver()
        try await driver.start()
        let volume = Rows.volume()
        let snapshot = Rows.snapshot(of: volume)
        let (name, moment) = ("volume-\(volume.id)", "_snapshot-\(snapshot.id)")
        _ = try await driver.createVolume(volume)
        let block = [UInt8](repeating: 0x3C, count: 1 << 20)
        try subject.bytes.write(block, to: name, at: 0)
        try await subject.lvm("lvcreate", ["-Wn", "-L", "64m", "-n", moment, subject.group])
        try await program("dmsetup", ["suspend", "\(subject.group)-\(name.split(separator: "-").joined(separator: "--"))"])
        _ = try await driver.createSnapshot(snapshot, of: volume)
        try subject.bytes.write([UInt8](repeating: 0xC3, count: 1 << 20), to: name, at: 0)
        try require(try subject.bytes.read(moment, at: 0, count: 1 << 20) == block, "the snapshot does not show its moment")
        try await driver.deleteSnapshot(snapshot, of: volume)
        try await driver.deleteVolume(volume)
        try await requireCount(0, subject)
    }

    // MARK: Connectors

    private func oddNames() async throws {
        let odd = [
            ".", "..", "...", "iqn.2026-11.org.example/../../core", "iqn.2026-11.org.example:a b", "iqn.2026-11.org.example:a\nb",
            "a\u{0}b",
            "iqn.2026-11.org.example:a,t,0x1", "iqn.2026-11.org.example:é", "$(reboot)", String(repeating: "i", count: 224),
        ]
        try await connectorsAreRefused(odd.map { Rows.connector(initiator: $0, nqn: $0) })
    }

    private func emptyConnectors() async throws {
        try await connectorsAreRefused([
            Connector(fields: ["host": "first"]), Connector(fields: ["host": "first", "wwpns": ["50014380186b3f65"]]),
            Rows.connector(initiator: "", nqn: ""),
        ])
    }

    private func connectorsAreRefused(_ connectors: [Connector]) async throws {
        _ = try await freshGroup("default")
        for target in ["lio", "nvmet"] {
            guard let subject = LVMSubject(group: "broken", provisioning: "default", target: target) else { throw CheckFailure(target) }
            let driver = subject.driver()
            try await driver.start()
            let volume = Rows.volume()
            _ = try await driver.createVolume(volume)
            _ = try await driver.createExport(Rows.export(volume))
            let before = try await tree()
            for connector in connectors {
                try await failure(.invalidConnector, .permanent) { try driver.validate(connector) }
                try await failure(.invalidConnector, .permanent) {
                    _ = try await driver.initializeConnection(Rows.export(volume), connector: connector)
                }
            }
            try require(try await tree() == before, "configfs has changed")
            try await driver.removeExport(Rows.export(volume))
            try await driver.deleteVolume(volume)
        }
    }

    /// All directories of the kernel's targets.
    private func tree() async throws -> String {
        try await program("find", ["/sys/kernel/config/target", "/sys/kernel/config/nvmet", "-type", "d,l"])
    }
}

// MARK: - Means

extension Faults {
    private func group(_ name: String, _ provisioning: String) throws -> LVMSubject {
        guard let subject = LVMSubject(group: name, provisioning: provisioning, target: "recording") else {
            throw CheckFailure(provisioning)
        }
        return subject
    }

    private func remains() async throws -> Remains {
        Remains(subject: try await freshGroup("default"), disk: disk)
    }

    func freshGroup(_ provisioning: String) async throws -> LVMSubject {
        try await program("vgcreate", ["-q", "-y", "-s", "1m", "broken", disk])
        return try group("broken", provisioning)
    }

    /// A small thin pool that fails writes at once when it is full.
    private func makePool(_ subject: LVMSubject, data: String, options: [String]) async throws {
        let name = "\(subject.group)-pool"
        try await subject.lvm("lvcreate", ["--type", "thin-pool", "-L", data, "-n", name] + options + [subject.group])
        try await subject.lvm("lvchange", ["--errorwhenfull", "y", "\(subject.group)/\(name)"])
    }

    private func lock(_ path: String) throws -> OpenFile {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX) == 0 else { throw SystemCallError.last("flock", path) }
        return OpenFile(descriptor: descriptor, name: path)
    }

    @discardableResult
    private func program(_ name: String, _ arguments: [String]) async throws -> String {
        try await ProcessRunner().run(ProcessCommand(name, arguments)).text
    }

    func require(_ condition: Bool, _ what: String) throws {
        guard condition else { throw CheckFailure(what) }
    }

    func require(_ condition: Bool, _ what: String, in error: DriverError) throws {
        guard condition else { throw CheckFailure("the error does not say \(what): \(error)") }
    }

    private func requireKind(_ error: DriverError, _ code: DriverError.Code, _ disposition: DriverError.Disposition) throws {
        guard error.code == code, error.disposition == disposition else {
            throw CheckFailure("the error is \(error.code) and \(error.disposition), not \(code) and \(disposition): \(error)")
        }
        try require(error.correction != nil, "what to do", in: error)
    }

    @discardableResult
    func failure(
        _ code: DriverError.Code,
        _ disposition: DriverError.Disposition,
        _ body: () async throws -> Void
    ) async throws -> DriverError {
        do {
            try await body()
        } catch let error as DriverError {
            try requireKind(error, code, disposition)
            return error
        }
        throw CheckFailure("it succeeded, which should have failed as \(code)")
    }

    private func requireSame(_ before: [String], _ subject: LVMSubject) async throws {
        let now = try await subject.names()
        try require(now == before, "the group held \(before), and holds \(now)")
    }

    func requireCount(_ count: Int, _ subject: LVMSubject) async throws {
        let names = try await subject.names()
        try require(names.count == count, "the group holds \(names), which should be \(count)")
    }
}
