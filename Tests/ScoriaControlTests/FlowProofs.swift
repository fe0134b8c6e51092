import ScoriaDriver
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaFlowTesting
import ScoriaModel
import ScoriaStore
import ScoriaSystem
import Testing

@testable import ScoriaControl

/// Every kind of flow, broken at every place in every way: failed, crashed, repeated, and crashed while it was undone.
@Suite("Flows survive anything")
struct FlowProofs {
    @Test("A new volume is whole or leaves nothing behind", arguments: ["empty", "snapshot", "volume"])
    func createVolume(source: String) async throws {
        let report = try await FlowHarness {
            let world = try await ControlWorld()
            let origin = try await world.existingVolume()
            let snapshot = try await world.existingSnapshot(of: origin)
            let request: VolumeCreation =
                switch source {
                case "snapshot": VolumeCreation(name: "new", source: .snapshot(snapshot.id))
                case "volume": VolumeCreation(size: GibiByteCount(2), name: "new", source: .volume(origin.id))
                default: VolumeCreation(size: GibiByteCount(1), name: "new")
                }
            let made = Box<VolumeID>()
            return world.harnessed { control in
                let volume = try await control.createVolume(request, by: world.caller())
                made.value = volume.id
                return volume.id.rawValue
            } success: {
                try world.expect(made.value, .available)
            } failure: {
                try world.expect(made.value, .error)
                    + (world.driver.contents.volumes == [origin.id] ? [] : ["bytes of the failed volume are left"])
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("A deleted volume is gone, with its snapshots if asked, or says that it is not")
    func deleteVolume() async throws {
        let report = try await FlowHarness(undoes: false) {
            let world = try await ControlWorld()
            let volume = try await world.existingVolume()
            _ = try await world.existingSnapshot(of: volume)
            return world.harnessed { control in
                try await control.deleteVolume(volume.id, VolumeDeletion(cascades: true), by: world.caller())
                return volume.id.rawValue
            } success: {
                try world.volume(volume.id) == nil ? [] : ["the row is left"]
            } failure: {
                try world.volume(volume.id)?.status == .errorDeleting ? [] : ["the volume does not show the failure"]
            } resting: {
                []  // what a failed deletion left on the backend is what error_deleting says
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("A snapshot is whole or leaves nothing behind")
    func createSnapshot() async throws {
        let report = try await FlowHarness {
            let world = try await ControlWorld()
            let volume = try await world.existingVolume()
            let made = Box<SnapshotID>()
            return world.harnessed { control in
                let snapshot = try await control.createSnapshot(SnapshotCreation(volumeID: volume.id), by: world.caller())
                made.value = snapshot.id
                return snapshot.id.rawValue
            } success: {
                try world.expect(made.value, .available)
            } failure: {
                try world.expect(made.value, .error)
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("A deleted snapshot is gone or says that it is not")
    func deleteSnapshot() async throws {
        let report = try await FlowHarness(undoes: false) {
            let world = try await ControlWorld()
            let snapshot = try await world.existingSnapshot(of: try await world.existingVolume())
            return world.harnessed { control in
                try await control.deleteSnapshot(snapshot.id, isForced: false, by: world.caller())
                return snapshot.id.rawValue
            } success: {
                try world.snapshot(snapshot.id) == nil ? [] : ["the row is left"]
            } failure: {
                try world.expect(snapshot.id, .errorDeleting)
            } resting: {
                []  // as for volumes
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("An extension reaches the size or leaves the old one")
    func extendVolume() async throws {
        let report = try await FlowHarness(undoes: false) {
            let world = try await ControlWorld()
            let volume = try await world.existingVolume()
            return world.harnessed { control in
                try await control.extendVolume(volume.id, to: GibiByteCount(3), whileAttached: false, by: world.caller())
                return volume.id.rawValue
            } success: {
                let length = try await world.driver.length(of: volume)
                let row = try world.volume(volume.id)
                return try world.expect(volume.id, .available)
                    + (row?.size == GibiByteCount(3) && length == GibiByteCount(3).bytes
                        ? [] : ["size \(String(describing: row?.size)), \(length)"])
            } failure: {
                let row = try world.volume(volume.id)
                let isHonest = row?.status == .errorExtending || row?.status == .available
                return isHonest && row?.size == GibiByteCount(1) && row?.extendingTo == nil ? [] : ["\(String(describing: row))"]
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("A revert puts the bytes back or says that it failed")
    func revertVolume() async throws {
        let report = try await FlowHarness(undoes: false) {
            let world = try await ControlWorld()
            let volume = try await world.existingVolume()
            try await world.driver.write([1, 2, 3], to: volume, at: 0)
            let snapshot = try await world.existingSnapshot(of: volume)
            try await world.driver.write([7, 7, 7], to: volume, at: 0)
            return world.harnessed { control in
                try await control.revertVolume(volume.id, to: snapshot.id, by: world.caller())
                return volume.id.rawValue
            } success: {
                let bytes = try await world.driver.read(volume, at: 0, count: 3)
                return try world.expect(volume.id, .available) + world.expect(snapshot.id, .available)
                    + (bytes == [1, 2, 3] ? [] : ["the bytes are \(bytes)"])
            } failure: {
                try world.expect(volume.id, .error) + world.expect(snapshot.id, .available)
            } resting: {
                []  // a volume in error keeps its bytes here
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("A connection is there for its initiator, or the volume is as it was")
    func connect() async throws {
        let report = try await FlowHarness {
            let world = try await ControlWorld()
            let volume = try await world.existingVolume()
            let made = Box<AttachmentID>()
            return world.harnessed { control in
                let attachment = try await control.createAttachment(AttachmentCreation(volumeID: volume.id), by: world.caller())
                made.value = attachment.id
                try await control.startUpdate(attachment.id, connector: .test, by: world.caller())
                return attachment.id.rawValue
            } success: {
                let attachment = try made.value.flatMap { id in try world.store.read { try $0.attachment(id) } }
                let names = world.driver.contents.exports[volume.id]?.initiators ?? []
                return
                    (attachment?.status == .attaching && attachment?.connectionInfo != nil
                    ? [] : ["\(String(describing: attachment?.status))"])
                    + (names == ["iqn.2026-11.test:one"] ? [] : ["let in: \(names)"])
            } failure: {
                let attachment = try made.value.flatMap { id in try world.store.read { try $0.attachment(id) } }
                return (attachment?.status == .reserved ? [] : ["\(String(describing: attachment?.status))"])
                    + (world.driver.contents.exports.isEmpty ? [] : ["still exported"])
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("A disconnection shuts the initiator out or says that it did not")
    func disconnect() async throws {
        let report = try await FlowHarness(undoes: false) {
            let world = try await ControlWorld()
            let volume = try await world.existingVolume()
            let attachment = try await world.live { control in
                let made = try await control.createAttachment(AttachmentCreation(volumeID: volume.id, connector: .test), by: world.caller())
                try await control.completeAttachment(made.id, by: world.caller())
                return made
            }
            return world.harnessed { control in
                try await control.startDeletion(attachment.id, by: world.caller())
                return attachment.id.rawValue
            } success: {
                try world.expect(volume.id, .available) + (world.driver.contents.exports.isEmpty ? [] : ["still exported"])
            } failure: {
                let row = try world.store.read { try $0.attachment(attachment.id) }
                return row?.status == .errorDetaching ? [] : ["\(String(describing: row?.status))"]
            } resting: {
                []  // what a failed detachment left on the backend is what error_detaching says
            }
        }.prove()
        #expect(report.faults == [], "\(report)")
    }
}

extension Connector {
    static let test = Connector(fields: ["initiator": "iqn.2026-11.test:one", "host": "client", "ip": "127.0.0.1"])
}

/// A value that is set while a world's flow starts.
final class Box<Value: Sendable>: @unchecked Sendable {
    // Set once before anything reads it: the harness starts the flow before it judges the end.
    var value: Value?
}

extension Control {
    /// As ``updateAttachment(_:connector:by:)`` without waiting for the end, which the harness does.
    func startUpdate(_ id: AttachmentID, connector: Connector, by caller: Caller) async throws {
        _ = try await flows.transaction(by: caller) { transaction, flows in
            guard let attachment = try transaction.attachment(id), let volume = try transaction.volume(attachment.volumeID) else { return }
            _ = try flows.connect(volume, attachment: id, connector, mode: .readWrite, isNew: false, in: transaction)
        }
    }

    /// As ``deleteAttachment(_:by:)`` without waiting for the end.
    func startDeletion(_ id: AttachmentID, by caller: Caller) async throws {
        let now = clock.now()
        _ = try await flows.transaction(by: caller) { transaction, flows in
            guard let attachment = try transaction.attachment(id) else { return }
            _ = try transaction.remove(attachment, flows: flows, now: now)
        }
    }
}

extension ControlWorld {
    /// The world for the harness: `start` begins the flow and names the resource that it is about.
    func harnessed(
        start: @escaping @Sendable (Control) async throws -> String,
        success: @escaping @Sendable () async throws -> [String],
        failure: @escaping @Sendable () async throws -> [String],
        resting: (@Sendable () async throws -> [String])? = nil
    ) -> FlowHarness.World {
        FlowHarness.World(
            store: store,
            engine: { engine($0) },
            start: { engine in try flow(about: try await start(control(engine))) },
            faultsAfterSuccess: { try await success() + restingFaults() },
            faultsAfterFailure: {
                guard let resting else { return try await failure() + restingFaults() }
                return try await failure() + resting()
            }
        )
    }

    func expect(_ id: VolumeID?, _ status: VolumeStatus) throws -> [String] {
        let found = try id.flatMap { try volume($0) }?.status
        return found == status ? [] : ["the volume is \(found?.rawValue ?? "gone"), not \(status.rawValue)"]
    }

    func expect(_ id: SnapshotID?, _ status: SnapshotStatus) throws -> [String] {
        let found = try id.flatMap { try snapshot($0) }?.status
        return found == status ? [] : ["the snapshot is \(found?.rawValue ?? "gone"), not \(status.rawValue)"]
    }
}
