import ScoriaDriver
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import ScoriaSystem
import Testing

@testable import ScoriaControl

/// What an administrator has set by hand meanwhile is not taken away by a flow that comes late.
@Suite("A status that was reset by hand")
struct LateUndoTests {
    @Test("keeps the bytes of a volume whose creation an operator lets try its undo again")
    func volume() async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        // It is made, nobody learns of it, and the backend refuses to take it away.
        faulty.fail(.createVolume, times: 1000, as: .ambiguousAfter)
        faulty.fail(.deleteVolume, times: 1, as: .permanent)
        try await world.live { control in
            let volume = try await control.createVolume(VolumeCreation(size: GibiByteCount(1)), by: world.caller())
            let flow = try world.flow(about: volume.id.rawValue)
            #expect(try await control.flows.completion(of: flow).state == .needsAttention)
            #expect(try world.volume(volume.id)?.status == .error)
            try await control.resetStatus(of: volume.id, VolumeStatusReset(status: .available), by: world.caller())
            try await world.driver.write([7], to: volume, at: 0)
            try await control.retryOperation(flow, by: world.caller())
            #expect(try await control.flows.completion(of: flow).state == .needsAttention)
            #expect(world.driver.contents.volumes == [volume.id])
            #expect(try world.volume(volume.id)?.status == .available)
            // Once the volume is given up, the same retry cleans up.
            try await control.resetStatus(of: volume.id, VolumeStatusReset(status: .error), by: world.caller())
            try await control.retryOperation(flow, by: world.caller())
            #expect(try await control.flows.completion(of: flow).state == .failed)
            #expect(world.driver.contents.volumes.isEmpty)
        }
    }

    @Test("keeps the bytes of a snapshot whose creation an operator lets try its undo again")
    func snapshot() async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        let volume = try await world.existingVolume()
        faulty.fail(.createSnapshot, times: 1000, as: .ambiguousAfter)
        faulty.fail(.deleteSnapshot, times: 1, as: .permanent)
        try await world.live { control in
            let snapshot = try await control.createSnapshot(SnapshotCreation(volumeID: volume.id), by: world.caller())
            let flow = try world.flow(about: snapshot.id.rawValue)
            #expect(try await control.flows.completion(of: flow).state == .needsAttention)
            try await control.resetStatus(of: snapshot.id, to: .available, by: world.caller())
            try await control.retryOperation(flow, by: world.caller())
            #expect(try await control.flows.completion(of: flow).state == .needsAttention)
            #expect(world.driver.contents.snapshots == [snapshot.id])
        }
    }

    @Test("to available while the volume is being made is not answered by removing the volume")
    func whileCreating() async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let (permits, permit) = AsyncStream.makeStream(of: Void.self)
        faulty.intercept { call in
            guard call == .createVolume else { return }
            arrival.yield()
            await permits.first { true }
        }
        try await world.live { control in
            let volume = try await control.createVolume(VolumeCreation(size: GibiByteCount(1)), by: world.caller())
            await arrivals.first { true }
            try await control.resetStatus(of: volume.id, VolumeStatusReset(status: .available), by: world.caller())
            permit.yield()
            #expect(try await world.end(of: volume.id.rawValue, in: control).state == .succeeded)
            #expect(try world.volume(volume.id)?.status == .available)
            #expect(world.driver.contents.volumes == [volume.id])
        }
        #expect(try await world.restingFaults() == [])
    }

    @Test("A revert that has begun cannot be cancelled: half of it would be neither the volume nor the snapshot")
    func revert() async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        let volume = try await world.existingVolume()
        let snapshot = try await world.existingSnapshot(of: volume)
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let (permits, permit) = AsyncStream.makeStream(of: Void.self)
        faulty.intercept { call in
            guard call == .revertVolume else { return }
            arrival.yield()
            await permits.first { true }
        }
        try await world.live { control in
            try await control.revertVolume(volume.id, to: snapshot.id, by: world.caller())
            await arrivals.first { true }
            let flow = try world.flow(about: volume.id.rawValue)
            let refusal = await #expect(throws: ControlError.self) { try await control.cancelOperation(flow, by: world.caller()) }
            #expect(refusal?.code == .conflict)
            permit.yield()
            #expect(try await control.flows.completion(of: flow).state == .succeeded)
        }
    }

    @Test("A flow whose memo nobody can read rests, and what waits for its volume goes on")
    func unreadableMemo() async throws {
        let world = try await ControlWorld()
        let volume = try await world.existingVolume()
        let now = WallClock.system.now()
        let row = FlowRow(
            sequence: 0,
            id: "unreadable",
            kind: "volume.extend",
            version: 1,
            resourceType: "volume",
            resourceID: volume.id.rawValue,
            projectID: ControlWorld.project,
            userID: UserID(rawValue: "tester"),
            requestID: RequestID(rawValue: "req-test"),
            idempotencyKey: nil,
            state: .running,
            station: "anywhere",
            owner: nil,
            generation: 0,
            leaseUntil: nil,
            runAfter: now,
            memo: "{}",
            progressDone: nil,
            progressTotal: nil,
            progressUnit: nil,
            isCancelRequested: false,
            error: nil,
            createdAt: now,
            updatedAt: now,
            finishedAt: nil
        )
        try await world.store.write { transaction in
            _ = try transaction.insert(row, locks: [.exclusive(.volume(volume.id))])
        }
        try await world.live { control in
            #expect(try await control.flows.completion(of: "unreadable").state == .needsAttention)
            try await control.deleteVolume(volume.id, VolumeDeletion(), by: world.caller())
            #expect(try await world.end(of: volume.id.rawValue, in: control).state == .succeeded)
        }
        #expect(try await world.restingFaults() == [])
    }
}

/// What stayed with its former project when a volume went to another.
@Suite("A volume that was transferred without its snapshots")
struct LeftSnapshotTests {
    private static let other = ProjectID(rawValue: "ffffffffffff")

    private struct Left {
        let world: ControlWorld
        let volume: Volume
        let snapshot: Snapshot
    }

    /// A volume of the other project, whose only snapshot is ours.
    private func left() async throws -> Left {
        let world = try await ControlWorld()
        let volume = try await world.existingVolume()
        let snapshot = try await world.existingSnapshot(of: volume)
        try await world.store.write { transaction in
            guard var row = try transaction.volume(volume.id) else { return }
            row.projectID = Self.other
            row.isBootable = true
            row.imageMetadata = ["owner": "somebody else"]
            try transaction.update(row)
        }
        return Left(world: world, volume: volume, snapshot: snapshot)
    }

    @Test("does not tell the owner of the snapshot what its own new owner says of it")
    func source() async throws {
        let left = try await left()
        try await left.world.live { control in
            let made = try await control.createVolume(
                VolumeCreation(source: .snapshot(left.snapshot.id)),
                by: left.world.caller(isAdmin: false)
            )
            #expect(made.imageMetadata.isEmpty)
            #expect(!made.isBootable)
        }
    }

    @Test("cannot be brought back by its new owner to what the former one kept")
    func revert() async throws {
        let left = try await left()
        try await left.world.live { control in
            let refusal = await #expect(throws: ControlError.self) {
                try await control.revertVolume(left.volume.id, to: left.snapshot.id, by: left.world.caller(Self.other, isAdmin: false))
            }
            #expect(refusal?.code == .badRequest)
            let snapshot = try left.world.snapshot(left.snapshot.id)
            #expect(snapshot?.status == .available)
        }
    }
}
