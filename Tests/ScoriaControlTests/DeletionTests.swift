import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaStore
import Synchronization
import Testing

@testable import ScoriaControl
@testable import ScoriaFlow

/// What a deletion that does not come to its end says of what is left.
@Suite("A deletion that fails")
struct DeletionTests {
    private static let busy = DriverError(.busy, .permanent, "Injected: somebody has it open.")

    @Test("behind the first of several snapshots does not bring back those that are gone")
    func cascade() async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        let volume = try await world.existingVolume()
        for _ in 0..<2 { _ = try await world.existingSnapshot(of: volume) }
        let deletions = Mutex(0)
        faulty.intercept { call in
            guard call == .deleteSnapshot,
                deletions.withLock({
                    $0 += 1; return $0
                }) > 1
            else { return }
            throw Self.busy
        }
        try await world.live { control in
            try await control.deleteVolume(volume.id, VolumeDeletion(cascades: true), by: world.caller())
            #expect(try await world.end(of: volume.id.rawValue, in: control).state == .failed)
        }
        #expect(world.driver.contents.snapshots.count == 1)
        let usable = try world.store.read { try $0.snapshots(of: volume.id) }.filter { $0.status == .available }.map(\.id)
        #expect(Set(usable).isSubset(of: world.driver.contents.snapshots))
        #expect(try world.volume(volume.id)?.status == .errorDeleting)
    }

    @Test("because the first snapshot is in use leaves everything as it was")
    func busyFirst() async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        let volume = try await world.existingVolume()
        for _ in 0..<2 { _ = try await world.existingSnapshot(of: volume) }
        faulty.intercept { if $0 == .deleteSnapshot { throw Self.busy } }
        try await world.live { control in
            try await control.deleteVolume(volume.id, VolumeDeletion(cascades: true), by: world.caller())
            #expect(try await world.end(of: volume.id.rawValue, in: control).state == .failed)
        }
        #expect(try world.volume(volume.id)?.status == .available)
        #expect(try await world.restingFaults() == [])
    }

    @Test("for a volume that was never adopted whole is repeated without touching somebody else's bytes")
    func foreign() async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        world.driver.addForeignObject("legacy", size: GibiByteCount(1).bytes)
        // It is taken over, nobody learns of it, and the backend refuses to give it back.
        faulty.fail(.manageExisting, times: 1000, as: .ambiguousAfter)
        faulty.fail(.releaseExisting, times: 1000, as: .permanent)
        faulty.fail(.unmanage, times: 2, as: .permanent)
        try await world.live { control in
            let request = ManageVolumeRequest(host: ControlWorld.pool, reference: ["source-name": "legacy"])
            let volume = try await control.manageVolume(request, by: world.caller())
            #expect(try await world.end(of: volume.id.rawValue, in: control).state == .needsAttention)
            for _ in 0..<2 {
                try await control.deleteVolume(volume.id, VolumeDeletion(), by: world.caller())
                #expect(try await world.end(of: volume.id.rawValue, in: control).state == .failed)
                #expect(try world.volume(volume.id)?.status == .errorDeleting)
            }
            try await control.deleteVolume(volume.id, VolumeDeletion(), by: world.caller())
            #expect(try await world.end(of: volume.id.rawValue, in: control).state == .succeeded)
        }
        #expect(!faulty.calls.contains(.deleteVolume))
        #expect(world.driver.contents.others.count == 1)
    }

    @Test("of a snapshot that was never adopted whole does not touch somebody else's bytes", arguments: [false, true])
    func foreignSnapshot(withItsVolume cascades: Bool) async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        let volume = try await world.existingVolume()
        world.driver.addForeignObject("legacy", size: GibiByteCount(1).bytes)
        faulty.fail(.manageExistingSnapshot, times: 1000, as: .ambiguousAfter)
        faulty.fail(.releaseExistingSnapshot, times: 1000, as: .permanent)
        try await world.live { control in
            let request = ManageSnapshotRequest(volumeID: volume.id, reference: ["source-name": "legacy"])
            let snapshot = try await control.manageSnapshot(request, by: world.caller())
            #expect(try await world.end(of: snapshot.id.rawValue, in: control).state == .needsAttention)
            let id = try await world.delete(snapshot, withItsVolume: cascades, in: control)
            #expect(try await world.end(of: id, in: control).state == .succeeded)
            #expect(try world.snapshot(snapshot.id) == nil)
        }
        #expect(!faulty.calls.contains(.deleteSnapshot))
        #expect(world.driver.contents.others.count == 1)
    }

    @Test("because it is in use leaves a snapshot in error what it was", arguments: [false, true])
    func busySnapshotInError(withItsVolume cascades: Bool) async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        let volume = try await world.existingVolume()
        let snapshot = try await world.existingSnapshot(of: volume)
        faulty.intercept { if $0 == .deleteSnapshot { throw Self.busy } }
        try await world.live { control in
            try await control.resetStatus(of: snapshot.id, to: .error, by: world.caller())
            let id = try await world.delete(snapshot, withItsVolume: cascades, in: control)
            #expect(try await world.end(of: id, in: control).state == .failed)
        }
        #expect(try world.snapshot(snapshot.id)?.status == .error)
    }

    /// What an interrupted deletion was to delete.
    enum Object: CaseIterable, Sendable {
        case volume
        case snapshot
        case snapshotWithItsVolume
    }

    @Test(
        "because it was cut off, and its object is in use ever since, does not show as whole what may be destroyed",
        arguments: Object.allCases
    )
    func cutOff(_ object: Object) async throws {
        // A kill leaves no trace; an orderly stop interrupts the call.
        for isKilled in [true, false] {
            let (world, faulty) = try await ControlWorld.faulty()
            let volume = try await world.existingVolume()
            let snapshot = object == .volume ? nil : try await world.existingSnapshot(of: volume)
            let begin: @Sendable (Control) async throws -> String = { control in
                if let snapshot {
                    return try await world.delete(snapshot, withItsVolume: object == .snapshotWithItsVolume, in: control)
                }
                try await control.deleteVolume(volume.id, VolumeDeletion(), by: world.caller())
                return volume.id.rawValue
            }
            let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
            let (ends, end) = AsyncStream.makeStream(of: Void.self)
            faulty.intercept { call in
                guard Self.destroying.contains(call) else { return }
                arrival.yield()
                if isKilled { throw SimulatedCrash() }
                _ = await ends.first { true }
                try Task.checkCancellation()
            }
            let id = try await world.live(stopSeconds: 0) { control in
                let id = try await begin(control)
                _ = await arrivals.first { true }
                return id
            }
            end.finish()

            faulty.intercept { if Self.destroying.contains($0) { throw Self.busy } }
            // The second deletion does not know of the first one's beginning but by the status.
            for words in ["a part of its data may be destroyed", "Something still depends on it"] {
                try await world.live { control in
                    if words.hasPrefix("Something") { _ = try await begin(control) }
                    #expect(try await world.end(of: id, in: control).state == .failed)
                }
                if let snapshot { #expect(try world.snapshot(snapshot.id)?.status == .errorDeleting, "killed: \(isKilled)") }
                let ofVolume: VolumeStatus = object == .snapshot ? .available : .errorDeleting
                #expect(try world.volume(volume.id)?.status == ofVolume, "killed: \(isKilled)")
                let messages = try world.store.read { try $0.listMessages(MessageListQuery(project: nil, limit: 10)) }
                #expect(messages.contains { $0.resourceID == id && $0.text.contains(words) }, "\(messages.map(\.text))")
            }

            faulty.intercept(nil)
            try await world.live { control in
                _ = try await begin(control)
                #expect(try await world.end(of: id, in: control).state == .succeeded)
            }
            #expect(try await world.restingFaults() == [])
        }
    }

    private static let destroying: Set<DriverCall> = [.deleteVolume, .deleteSnapshot]
}

extension ControlWorld {
    /// Begins the deletion of a snapshot, alone or with its volume; answers with the id of what the flow is about.
    fileprivate func delete(_ snapshot: Snapshot, withItsVolume cascades: Bool, in control: Control) async throws -> String {
        guard cascades else {
            try await control.deleteSnapshot(snapshot.id, isForced: false, by: caller())
            return snapshot.id.rawValue
        }
        try await control.deleteVolume(snapshot.volumeID, VolumeDeletion(cascades: true), by: caller())
        return snapshot.volumeID.rawValue
    }
}

/// Copies and wipes of large volumes end, however long they take.
@Suite("A volume of 64 TiB")
struct LargeVolumeTests {
    @Test("is copied, wiped and reverted at 200 MB/s before the call is given up")
    func deadlines() async throws {
        let environment = try await ControlWorld().environment
        let (needed, names) = (64.0 * 1024 * 1024 * 1024 * 1024 / 200e6, Set(["lookForExport", "withdrawExport"]))
        func tooShort<Body: Flow>(_ flow: Body) -> [String] {
            flow.steps.filter { $0.deadlineSeconds > 0 && $0.deadlineSeconds < needed && !names.contains($0.name) }.map(\.name)
        }
        #expect(tooShort(CreateVolume(environment: environment)) == [])
        #expect(tooShort(DeleteVolume(environment: environment)) == [])
        #expect(tooShort(RemoveRemains(environment: environment)) == [])
        #expect(tooShort(RevertVolume(environment: environment)) == [])
        #expect(tooShort(CreateSnapshot(environment: environment)) == [])
        #expect(tooShort(DeleteSnapshot(environment: environment)) == [])
    }
}
