import Foundation
import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import Synchronization
import Testing

@testable import LVMDriver

/// What the LVM driver asks of LVM, and how it takes its answers; the conformance suite runs on a real LVM in the guest.
@Suite struct LVMCommandTests {
    let volume = Volume.sample
    private let snapshotID: SnapshotID = IDSource.system.id()

    @Test func countsItsCommands() async throws {
        let lvm = ScriptedLVM()
        let driver = try await LVMDriver.started(on: lvm)
        _ = try await driver.createVolume(volume)
        #expect(lvm.programs == ["lvcreate"])
        lvm.forget()
        _ = try await driver.statistics()
        #expect(lvm.programs == ["lvm"])
        lvm.forget()
        try await driver.deleteVolume(volume)
        #expect(lvm.programs == ["lvs"], "what is gone costs one look")
    }

    @Test func neverLetsLVMLookIntoVolumes() async throws {
        let lvm = ScriptedLVM()
        let driver = try await LVMDriver.started(on: lvm)
        _ = try await driver.createVolume(volume)
        _ = try await driver.statistics()
        try await driver.deleteVolume(volume)
        for line in lvm.commandLines { #expect(line.contains { $0.contains("scan_lvs=0") }, "\(line)") }
    }

    @Test(arguments: [
        (#"["a|.*|"]"#, #"["a|.*|"]"#, " filter="), (#"["a|sda|","r|.*|"]"#, #"["a|.*|"]"#, " global_filter="),
        (#"["a|.*|"]"#, #"["r|sdz|"]"#, " filter="), (#"["a|sda|","r|.*|"]"#, #"["r|sdz|"]"#, nil as String?),
    ])
    func keepsLVMOffDisksThatLeadToVolumes(_ filter: String, _ globalFilter: String, _ key: String?) async throws {
        let host = try AttachedDisks()
        let lvm = ScriptedLVM { program, _ in program == "lvmconfig" ? "filter=\(filter)\nglobal_filter=\(globalFilter)\n" : nil }
        let driver = try await LVMDriver.started(on: lvm) { $0.hostRoot = host.root }
        _ = try await driver.createVolume(volume)
        #expect(lvm.programs.filter { $0 == "lvmconfig" }.isEmpty, "nothing is attached")
        try host.attach("iqn.2010-10.org.openstack:volume-\(IDSource.system.uuid())", as: "sdb", heldBy: "dm-3")
        try host.attach("iqn.2005-10.org.example:array", as: "sdc")
        try host.attach("iqn.2005-10.org.example:exported-here", as: "sdd")
        try host.export("iqn.2005-10.org.example:exported-here")
        lvm.forget()
        _ = try await driver.createVolume(volume)
        _ = try await driver.statistics()
        #expect(lvm.programs == ["lvmconfig", "lvcreate", "lvm"])
        for line in lvm.commandLines.dropFirst() {
            let patterns = #"["r|^/dev/dm-3(p[0-9]+)?$|","r|^/dev/sdb([0-9]+)?$|","r|^/dev/sdd([0-9]+)?$|"]"#
            let section = key.map { "devices{scan_lvs=0\($0)\(patterns)}" } ?? "devices{scan_lvs=0}"
            #expect(line.contains("\(section) global{notify_dbus=0}"), "\(line)")
        }
    }

    @Test func saysWhichDisksWereLeftOutWhenTheGroupIsMissing() async throws {
        let host = try AttachedDisks()
        try host.attach("iqn.2010-10.org.openstack:volume-\(IDSource.system.uuid())", as: "sdb")
        let lvm = ScriptedLVM { program, _ in
            if program == "lvmconfig" { return #"filter=["a|.*|"]"# }
            throw ScriptedLVM.refusal(#"  Volume group "vg" not found"#)
        }
        let error = try await #require(throws: DriverError.self) { try await LVMDriver.started(on: lvm) { $0.hostRoot = host.root } }
        #expect(error.message.contains("on any disk but sdb, which lead to volumes"))
    }

    @Test func reportsTheThinPool() async throws {
        let pool = try #require(try await LVMDriver.started(on: ScriptedLVM()).statistics().pools.first)
        #expect(pool.supportsThin && !pool.supportsThick)
        #expect(pool.totalCapacity == .gibibytes(90))
        #expect(pool.freeCapacity == .gibibytes(67.5))
    }

    @Test func aPoolThatIsDownHasNoSpace() async throws {
        let pool = Mutex<String?>(nil)
        let lvm = ScriptedLVM { program, _ in program == "lvm" ? pool.withLock { $0 } : nil }
        let driver = try await LVMDriver.started(on: lvm) { $0.provisioning = .thin }
        pool.withLock {
            $0 = ScriptedLVM.group([
                #"{"lv_name":"vg-pool","lv_size":"96636764160","lv_attr":"twi---tz--","lv_layout":"thin,pool","lv_role":"private","data_percent":""}"#
            ])
        }
        #expect(try await driver.statistics().pools.first?.freeCapacity == .gibibytes(0))
        pool.withLock { $0 = ScriptedLVM.group([]) }
        let failure = await #expect(throws: DriverError.self) { _ = try await driver.statistics() }
        #expect(failure?.code == .unavailable)
    }

    @Test func aSnapshotWithoutItsOriginIsASnapshot() async throws {
        let name = "_snapshot-\(snapshotID)"
        let row =
            #"{"lv_name":"\#(name)","lv_size":"1073741824","lv_attr":"Vwi-a-tz--","lv_layout":"thin,sparse","lv_role":"public","origin":""}"#
        let isMade = Mutex(false)
        let lvm = ScriptedLVM { program, _ in program == "lvm" && isMade.withLock { $0 } ? ScriptedLVM.group([row]) : nil }
        let driver = try await LVMDriver.started(on: lvm)
        isMade.withLock { $0 = true }
        #expect(try await driver.manageableVolumes(known: [volume]).isEmpty)
        let listed = try await driver.manageableSnapshots(known: [snapshot])
        #expect(listed.first?.knownID == snapshotID.rawValue)
        #expect(listed.first?.sourceReference == ["source-name": .string("volume-\(volume.id)")])
    }

    @Test(arguments: [
        (
            #"  Volume group "vg" has insufficient free space (10 extents): 256 required."#, DriverError.Code.outOfSpace,
            DriverError.Disposition.permanent
        ),
        (#"  Free space in pool vg/vg-pool is above threshold, new volumes are not allowed."#, .outOfSpace, .permanent),
        (#"  Volume group "vg" not found"#, .unavailable, .transient),
        (#"  Multiple VGs found with the same name: skipping vg"#, .unavailable, .transient),
        (#"  Logical volume vg/x in use."#, .busy, .transient),
        (#"  Something nobody has seen before."#, .backend, .permanent),
    ])
    func readsWhatLVMSays(_ text: String, _ code: DriverError.Code, _ disposition: DriverError.Disposition) async throws {
        let driver = try await LVMDriver.started(
            on: ScriptedLVM { program, _ in
                if program == "lvcreate" { throw ScriptedLVM.refusal(text) }
                return nil
            }
        )
        let failure = await #expect(throws: DriverError.self) { _ = try await driver.createVolume(volume) }
        #expect(failure?.code == code)
        #expect(failure?.disposition == disposition)
    }

    @Test func refusesAPoolThatShowsWhatOthersHaveDeleted() async throws {
        let pool = #"{"lv_name":"vg-pool","lv_size":"96636764160","lv_attr":"twi-aot---","lv_layout":"thin,pool","lv_role":"private"}"#
        let failure = await #expect(throws: DriverError.self) {
            _ = try await LVMDriver.started(on: ScriptedLVM { program, _ in program == "lvm" ? ScriptedLVM.group([pool]) : nil })
        }
        #expect(failure?.code == .invalidConfiguration)
        #expect(failure?.correction?.contains("lvchange --zero y vg/vg-pool") == true)
    }

    @Test func triesAgainWhatSaidNothing() async throws {
        let deaths = Mutex(2)
        let lvm = ScriptedLVM { program, _ in
            guard program == "lvcreate",
                deaths.withLock({
                    $0 -= 1; return $0 >= 0
                })
            else { return nil }
            throw ProcessError(executable: program, reason: .signaled(11))
        }
        _ = try await LVMDriver.started(on: lvm).createVolume(volume)
        #expect(lvm.programs == ["lvcreate", "lvcreate", "lvcreate"])
    }

    @Test func aHungCommandMayHaveHappened() async throws {
        let driver = try await LVMDriver.started(
            on: ScriptedLVM { program, _ in
                if program != "lvm" && program != "vgchange" { throw ProcessError(executable: program, reason: .timedOut(seconds: 60)) }
                return nil
            }
        )
        let failure = await #expect(throws: DriverError.self) { _ = try await driver.createVolume(volume) }
        #expect(failure?.code == .timeout)
        #expect(failure?.disposition == .ambiguous)
        #expect(failure?.correction?.contains("lock") == true)
    }

    @Test func bringsUpWhatAKilledCommandHasLeftDown() async throws {
        let row = ScriptedLVM.volume("volume-\(volume.id)", "-wi-------")
        let lvm = ScriptedLVM { program, _ in
            if program == "lvcreate" { throw ScriptedLVM.refusal("  Logical Volume \"x\" already exists in volume group \"vg\"") }
            return program == "lvs" ? row : nil
        }
        _ = try await LVMDriver.started(on: lvm).createVolume(volume)
        #expect(lvm.commandLines.contains { $0.first == "lvchange" && $0.suffix(3) == ["-ay", "-K", "vg/volume-\(volume.id)"] })
    }

    @Test func aThickSnapshotComesUpWithItsOrigin() async throws {
        let snapshot = Snapshot(
            id: IDSource.system.id(),
            volumeID: volume.id,
            projectID: volume.projectID,
            userID: volume.userID,
            size: volume.size,
            createdAt: volume.createdAt
        )
        let row = ScriptedLVM.volume(
            "_snapshot-\(snapshot.id)",
            "swi---s---",
            role: "public,snapshot,thicksnapshot",
            origin: "volume-\(volume.id)"
        )
        let lvm = ScriptedLVM { program, _ in program == "lvs" ? row : nil }
        let driver = try await LVMDriver.started(on: lvm) { $0.deviceDirectory = "/nonexistent" }
        // There is no device, so that it does not come to its end.
        await #expect(throws: DriverError.self) { try await driver.deleteSnapshot(snapshot, of: volume) }
        #expect(lvm.commandLines.last?.suffix(3) == ["-ay", "-K", "vg/volume-\(volume.id)"])
    }

    @Test func aSnapshotThatWasCutOffIsNotTakenForOne() async throws {
        let lvm = try DirectoryLVM()
        let name = "vg/_snapshot-\(snapshot.id)"
        let bytes = try lvm.put("vg/volume-\(volume.id)", isThin: false)
        let driver = try await lvm.driver(.thick)
        // LVM makes a volume of what lay on the disk, and then a snapshot of that; it was killed between the two.
        _ = try lvm.put(name, isThin: false)
        _ = try await driver.createSnapshot(snapshot, of: volume)
        #expect(lvm.entry(name)?.origin == "volume-\(volume.id)")
        #expect(try lvm.bytes(name) == bytes)
        let count = lvm.commandLines.count
        _ = try await driver.createSnapshot(snapshot, of: volume)
        #expect(lvm.commandLines.count == count + 1, "what is whole is only looked at")
    }

    @Test func aSnapshotThatWasCutOffLeavesNoVolumeSuspended() async throws {
        let row = ScriptedLVM.volume("volume-\(volume.id)", "owi-sos---")
        let lvm = ScriptedLVM { program, _ in program == "lvs" ? row : nil }
        let driver = try await LVMDriver.started(on: lvm)
        _ = try await driver.createSnapshot(snapshot, of: volume)
        #expect(lvm.programs == ["lvs", "lvchange", "lvcreate"])
        lvm.forget()
        try await driver.deleteSnapshot(snapshot, of: volume)
        #expect(lvm.programs == ["lvs", "lvchange"])
        for line in lvm.commandLines where line[0] == "lvchange" {
            #expect(line.suffix(3) == ["-ay", "-K", "vg/volume-\(volume.id)"])
        }
    }

    @Test(arguments: [
        ("lvcreate", #"  Logical Volume "x" already exists in volume group "vg""#),
        ("lvremove", #"  Failed to find logical volume "vg/x""#),
        ("lvextend", "  New size (256 extents) matches existing size (256 extents)."),
    ])
    func whatIsRefusedAfterADeathMayHaveHappened(_ program: String, _ text: String) async throws {
        let tries = Mutex(0)
        let row = ScriptedLVM.volume("volume-\(volume.id)", "-wi-a-----")
        let lvm = ScriptedLVM { called, _ in
            if called == "lvs" { return row }
            guard called == program else { return nil }
            let isFirst = tries.withLock { tries in
                tries += 1
                return tries == 1
            }
            if isFirst { throw ProcessError(executable: program, reason: .signaled(9)) }
            throw ScriptedLVM.refusal(text)
        }
        let driver = try await LVMDriver.started(on: lvm) { $0.clearing = .none }
        let failure = await #expect(throws: DriverError.self) {
            switch program {
            case "lvcreate": _ = try await driver.createSnapshot(snapshot, of: volume)
            case "lvremove": try await driver.deleteVolume(volume)
            default: try await driver.extendVolume(volume, to: GibiByteCount(2), export: nil)
            }
        }
        #expect(failure?.disposition == .ambiguous)
    }

    private var snapshot: Snapshot {
        Snapshot(
            id: snapshotID,
            volumeID: volume.id,
            projectID: volume.projectID,
            userID: volume.userID,
            size: volume.size,
            createdAt: volume.createdAt
        )
    }

    @Test func anExportBringsItsVolumeUp() async throws {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("scoria-lvm-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory.appendingPathComponent("vg"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let device = directory.appendingPathComponent("vg/volume-\(volume.id)")
        let row = ScriptedLVM.volume("volume-\(volume.id)", "-wi-------")
        let lvm = ScriptedLVM { program, _ in
            if program == "lvchange" { try Data().write(to: device) }
            return program == "lvs" ? row : nil
        }
        let driver = try await LVMDriver.started(on: lvm) { $0.deviceDirectory = directory.path }
        _ = try await driver.createExport(ExportRequest(volume: volume, number: 1, chap: nil))
        #expect(lvm.programs == ["lvs", "lvchange"])
        lvm.forget()
        _ = try await driver.createExport(ExportRequest(volume: volume, number: 1, chap: nil))
        #expect(lvm.programs.isEmpty)
    }

    @Test func aVolumeOnALostDiskDoesNotKeepTheOthersDown() async throws {
        let lvm = ScriptedLVM { program, _ in
            if program == "vgchange" { throw ScriptedLVM.refusal("  Refusing activation of partial LV vg/x.") }
            return nil
        }
        _ = try await LVMDriver.started(on: lvm).createVolume(volume)
        let pool = #"{"lv_name":"vg-pool","lv_size":"96636764160","lv_attr":"twi---tz--","lv_layout":"thin,pool","lv_role":"private"}"#
        let failure = await #expect(throws: DriverError.self) {
            _ = try await LVMDriver.started(
                on: ScriptedLVM { program, _ in
                    if program == "vgchange" { throw ScriptedLVM.refusal("  Check of pool vg/vg-pool failed.") }
                    return program == "lvm" ? ScriptedLVM.group([pool]) : nil
                }
            )
        }
        #expect(failure?.message.contains("Check of pool") == true)
    }

    @Test func isNotMerelyBusyWhenItsBytesHaveBeenOverwritten() async throws {
        let name = "volume-\(volume.id)"
        let isOpen = Mutex(true)
        let driver = try await LVMDriver.started(
            on: ScriptedLVM { program, _ in
                program == "lvs" ? ScriptedLVM.volume(name, isOpen.withLock { $0 } ? "-wi-ao----" : "-wi-a-----") : nil
            }
        ) { $0.deviceDirectory = "/nonexistent" }
        let before = await #expect(throws: DriverError.self) { try await driver.deleteVolume(volume) }
        #expect(before?.code == .busy, "nothing has happened to it")
        isOpen.withLock { $0 = false }
        // There is no device, so that it does not come to its end.
        await #expect(throws: DriverError.self) { try await driver.deleteVolume(volume) }
        isOpen.withLock { $0 = true }
        let after = await #expect(throws: DriverError.self) { try await driver.deleteVolume(volume) }
        #expect(after?.code == .partlyDeleted)
        #expect(after?.disposition == .ambiguous, "it is not true that nothing has happened")
    }

    @Test func aThinCloneIsAVolumeAndNoSnapshot() async throws {
        let clone = Volume.sample
        @Sendable func row(_ name: String, origin: String = "") -> String {
            #"{"lv_name":"\#(name)","lv_size":"1073741824","lv_attr":"Vwi-a-tz--","lv_layout":"thin,sparse","lv_role":"public","origin":"\#(origin)"}"#
        }
        let (source, unmanaged) = ("volume-\(volume.id)", "unmanaged-\(IDSource.system.uuid())")
        let names = [row(source), row("volume-\(clone.id)", origin: source)]
        let isMade = Mutex(false)
        let lvm = ScriptedLVM { program, arguments in
            switch program {
            case "lvm" where isMade.withLock { $0 }: ScriptedLVM.group(names)
            case "lvs" where arguments.contains { $0.contains(unmanaged) }:
                #"{"report": [{"lv": [\#(row(unmanaged, origin: source))]}]}"#
            default: nil
            }
        }
        let driver = try await LVMDriver.started(on: lvm)
        isMade.withLock { $0 = true }
        let listed = try await driver.manageableVolumes(known: [volume, clone])
        #expect(Set(listed.compactMap(\.knownID)) == [volume.id.rawValue, clone.id.rawValue])
        #expect(try await driver.manageableSnapshots(known: []).isEmpty)
        // One that was given up comes back.
        _ = try await driver.manageExisting(clone, reference: ["source-name": .string(unmanaged)])
        #expect(lvm.commandLines.last?.suffix(2) == ["vg/\(unmanaged)", "volume-\(clone.id)"])
    }

    @Test func aFullDeviceIsNoRoom() {
        #expect(DriverError(device: SystemCallError("write", "x", number: ENOSPC), doing: "Copying").code == .outOfSpace)
        #expect(DriverError(device: SystemCallError("write", "x", number: EIO), doing: "Copying").code == .backend)
    }

    @Test(arguments: ["-h", "a b", "x\" || lv_name!=\"", "a/b", "..", String(repeating: "x", count: 128)])
    func noReferenceReachesACommandLineUnchecked(_ name: String) async throws {
        let lvm = ScriptedLVM()
        let driver = try await LVMDriver.started(on: lvm)
        let failure = await #expect(throws: DriverError.self) { _ = try await driver.sizeOfExisting(["source-name": .string(name)]) }
        #expect(failure?.code == .invalidReference)
        #expect(lvm.programs.isEmpty)
    }

    @Test(arguments: ["", "-vg", "v g", "../vg", "vg;reboot"])
    func noGroupsNameIsTakenUnchecked(_ name: String) async throws {
        let failure = await #expect(throws: DriverError.self) {
            _ = try await LVMDriver.started(on: ScriptedLVM()) { $0.volumeGroup = name }
        }
        #expect(failure?.code == .invalidConfiguration)
    }
}

extension Volume {
    static let sample = Volume(
        id: IDSource.system.id(),
        projectID: ProjectID(rawValue: "project"),
        userID: UserID(rawValue: "user"),
        size: GibiByteCount(1),
        createdAt: WallClock.system.now()
    )
}
