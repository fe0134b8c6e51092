import LVMDriver
import ScoriaDriver
import ScoriaModel
import Testing

/// Moves between pools of one host, cut off at every command; bytes are real, LVM is not.
@Suite struct LVMMigrateTests {
    enum Way: CaseIterable {
        case thickToThin
        case thinToThick
        case toAnotherGroup

        var startsThin: Bool { self == .thinToThick }
        var endsThin: Bool { self == .thickToThin }
        var group: String { self == .toAnotherGroup ? "other" : "vg" }

        var destination: MigrationDestination {
            let location = "ScoriaLVMDriver:uuid-of-\(group):\(group):\(endsThin ? "thin" : "default"):0"
            return MigrationDestination(
                address: PoolAddress(rawValue: "host@to#to"),
                capabilities: ["location_info": .string(location)]
            )
        }
    }

    let volume = Volume.sample

    @Test(arguments: Way.allCases, 0...5)
    func endsWhatAKillCutOff(_ way: Way, changes: Int) async throws {
        let lvm = try DirectoryLVM()
        let (before, after) = ("vg/volume-\(volume.id)", "\(way.group)/volume-\(volume.id)")
        let bytes = try lvm.put(before, isThin: way.startsThin)
        let driver = try await lvm.driver(way.startsThin ? .thin : .thick)
        lvm.die(behind: changes)
        do { _ = try await driver.migrateVolume(volume, to: way.destination) } catch {}
        lvm.revive()
        #expect(try await driver.migrateVolume(volume, to: way.destination) != nil)
        #expect(lvm.names == [after])
        #expect(lvm.entry(after)?.isThin == way.endsThin && lvm.entry(after)?.isPartial == false)
        #expect(try lvm.bytes(after) == bytes)
        // Once more costs nothing and changes nothing.
        #expect(try await driver.migrateVolume(volume, to: way.destination) != nil)
        #expect(try lvm.bytes(after) == bytes)
    }

    @Test func givesBackItsNameToAVolumeThatNothingFollows() async throws {
        let lvm = try DirectoryLVM()
        // The renaming was reported as failed, so that the copy was taken away, and has happened all the same.
        let bytes = try lvm.put("vg/scoria-departed-volume-\(volume.id)", isThin: false)
        let after = "vg/volume-\(volume.id)"
        #expect(try await lvm.driver(.thick).migrateVolume(volume, to: Way.thickToThin.destination) != nil)
        #expect(lvm.names == [after])
        #expect(lvm.entry(after)?.isThin == true)
        #expect(try lvm.bytes(after) == bytes)
    }

    @Test(arguments: 0...5)
    func deletesWhatAKillCutOff(changes: Int) async throws {
        let lvm = try DirectoryLVM()
        _ = try lvm.put("vg/volume-\(volume.id)", isThin: false)
        let driver = try await lvm.driver(.thick)
        lvm.die(behind: changes)
        do { _ = try await driver.migrateVolume(volume, to: Way.thickToThin.destination) } catch {}
        lvm.revive()
        try await driver.deleteVolume(volume)
        #expect(lvm.names.isEmpty)
    }

    @Test(arguments: ["", "ScoriaLVMDriver:another-uuid:other:thin:0", "LVMVolumeDriver:host:vg:thin:0"])
    func leavesToTheServiceWhatItCannotReach(_ location: String) async throws {
        let lvm = try DirectoryLVM()
        _ = try lvm.put("vg/volume-\(volume.id)", isThin: true)
        let destination = MigrationDestination(
            address: PoolAddress(rawValue: "host@to#to"),
            capabilities: ["location_info": .string(location)]
        )
        #expect(try await lvm.driver(.thin).migrateVolume(volume, to: destination) == nil)
        #expect(lvm.names == ["vg/volume-\(volume.id)"])
    }
}
