import LVMDriver
import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import Synchronization
import Testing

/// What the LVM driver asks of LVM, and how it takes its answers; the conformance suite runs on a real LVM in the guest.
@Suite struct LVMCommandTests {
    let volume = Volume.sample

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

    @Test func reportsTheThinPool() async throws {
        let pool = try #require(try await LVMDriver.started(on: ScriptedLVM()).statistics().pools.first)
        #expect(pool.supportsThin && !pool.supportsThick)
        #expect(pool.totalCapacity == .gibibytes(90))
        #expect(pool.freeCapacity == .gibibytes(67.5))
    }

    @Test(arguments: [
        (
            #"  Volume group "vg" has insufficient free space (10 extents): 256 required."#, DriverError.Code.outOfSpace,
            DriverError.Disposition.permanent
        ),
        (#"  Free space in pool vg/vg-pool is above threshold, new volumes are not allowed."#, .outOfSpace, .permanent),
        (#"  Volume group "vg" not found"#, .unavailable, .transient),
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
