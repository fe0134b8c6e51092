import ScoriaDriver
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaFlowTesting
import ScoriaModel
import ScoriaScheduler
import ScoriaStore
import ScoriaSystem
import Testing

@testable import ScoriaControl

/// Objects of a backend become ours and cease to be, however the flow is broken.
@Suite("Manage and unmanage survive anything")
struct ManageProofs {
    private static let reference: [String: JSONValue] = ["source-name": "legacy"]

    @Test("The pool's own function is asked with what is known of the volume, and the answer is on record either way")
    func placement() async throws {
        var configuration = SchedulerConfiguration()
        configuration.filters.append("DriverFilter")
        let scheduler = try Scheduler(configuration: configuration) { SystemRandomNumberGenerator() }
        // A volume that is taken over needs no room, however full the pool is.
        let world = try await ControlWorld(
            capacity: GibiByteCount(2),
            scheduler: scheduler,
            functions: PlacementFunctions(filter: "volume.display_name != 'unwanted' and volume.project_id == '\(ControlWorld.project)'")
        )
        world.driver.addForeignObject("legacy", size: ByteCount(1_500_000_000))
        try await world.live { control in
            func manage(_ name: String) async throws -> FlowRow {
                let request = ManageVolumeRequest(host: ControlWorld.pool, reference: Self.reference, name: name)
                let volume = try await control.manageVolume(request, by: world.caller())
                return try await world.end(of: volume.id.rawValue, in: control)
            }
            let refused = try await manage("unwanted")
            #expect(refused.state == .failed)
            #expect(refused.error.flatMap(FlowFailure.init(json:))?.code == "noValidBackend")
            let record = try #require(try world.store.read { try $0.placements(ofFlow: refused.id) }.first)
            #expect(record.pool == nil && record.explanation.contains("DriverFilter"))
            let taken = try await manage("wanted")
            #expect(taken.state == .succeeded)
            #expect(try world.store.read { try $0.placements(ofFlow: taken.id) }.map(\.pool) == [ControlWorld.pool])
        }
    }

    @Test("A managed volume is whole, or the object has its name back and nothing is charged for its size")
    func manageVolume() async throws {
        let report = try await FlowHarness {
            let world = try await ControlWorld()
            world.driver.addForeignObject("legacy", size: ByteCount(1_500_000_000))
            let made = Box<VolumeID>()
            return world.harnessed { control in
                let volume = try await control.manageVolume(
                    ManageVolumeRequest(host: ControlWorld.pool, reference: Self.reference),
                    by: world.caller()
                )
                made.value = volume.id
                return volume.id.rawValue
            } success: {
                let row = try made.value.flatMap { try world.volume($0) }
                return try world.expect(made.value, .available)
                    + (row?.size == GibiByteCount(2) ? [] : ["the size is \(String(describing: row?.size))"])
                    + (world.driver.contents.others.isEmpty ? [] : ["\(world.driver.contents.others)"])
            } failure: {
                let row = try made.value.flatMap { try world.volume($0) }
                return try world.expect(made.value, .errorManaging)
                    + (row?.size == GibiByteCount(0) ? [] : ["the size is \(String(describing: row?.size))"])
                    + (world.driver.contents.others == ["legacy"] ? [] : ["\(world.driver.names)"])
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("An unmanaged volume is forgotten with its bytes kept, or says that it is not")
    func unmanageVolume() async throws {
        let report = try await FlowHarness(undoes: false) {
            let world = try await ControlWorld()
            let volume = try await world.existingVolume()
            return world.harnessed { control in
                try await control.unmanageVolume(volume.id, by: world.caller())
                return volume.id.rawValue
            } success: {
                (try world.volume(volume.id) == nil ? [] : ["the row is left"])
                    + (world.driver.contents.others.count == 1 ? [] : ["\(world.driver.names)"])
            } failure: {
                try world.expect(volume.id, .errorUnmanaging)
                    + (world.driver.names.count == 1 ? [] : ["the bytes are gone"])
            } resting: {
                []  // under which name the bytes are is what error_unmanaging leaves open
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("A managed snapshot is whole, or the object has its name back")
    func manageSnapshot() async throws {
        let report = try await FlowHarness {
            let world = try await ControlWorld()
            let volume = try await world.existingVolume()
            world.driver.addForeignObject("legacy", size: GibiByteCount(2).bytes)
            let made = Box<SnapshotID>()
            return world.harnessed { control in
                let snapshot = try await control.manageSnapshot(
                    ManageSnapshotRequest(volumeID: volume.id, reference: Self.reference),
                    by: world.caller()
                )
                made.value = snapshot.id
                return snapshot.id.rawValue
            } success: {
                let row = try made.value.flatMap { try world.snapshot($0) }
                return try world.expect(made.value, .available)
                    + (row?.size == GibiByteCount(2) ? [] : ["the size is \(String(describing: row?.size))"])
            } failure: {
                let row = try made.value.flatMap { try world.snapshot($0) }
                return try world.expect(made.value, .error)
                    + (row?.size == GibiByteCount(1) ? [] : ["the size is \(String(describing: row?.size))"])
                    + (world.driver.contents.others == ["legacy"] ? [] : ["\(world.driver.names)"])
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("An unmanaged snapshot is forgotten with its bytes kept, or says that it is not")
    func unmanageSnapshot() async throws {
        let report = try await FlowHarness(undoes: false) {
            let world = try await ControlWorld()
            let snapshot = try await world.existingSnapshot(of: try await world.existingVolume())
            return world.harnessed { control in
                try await control.unmanageSnapshot(snapshot.id, by: world.caller())
                return snapshot.id.rawValue
            } success: {
                (try world.snapshot(snapshot.id) == nil ? [] : ["the row is left"])
                    + (world.driver.contents.others.count == 1 ? [] : ["\(world.driver.names)"])
            } failure: {
                try world.expect(snapshot.id, .errorDeleting) + (world.driver.names.count == 2 ? [] : ["the bytes are gone"])
            } resting: {
                []  // as for volumes
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("What was never wholly adopted keeps its bytes when its volume is deleted")
    func deleteAfterFailedManage() async throws {
        let world = try await ControlWorld()
        try await world.live { control in
            world.driver.addForeignObject("legacy", size: GibiByteCount(1).bytes)
            let volume = try await world.existingVolume(status: .errorManaging)
            try await control.deleteVolume(volume.id, VolumeDeletion(), by: world.caller())
            #expect(try await world.end(of: volume.id.rawValue, in: control).state == .succeeded)
            #expect(world.driver.names.count == 2)
            #expect(world.driver.contents.volumes.isEmpty)
        }
    }
}
