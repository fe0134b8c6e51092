import ScoriaDriver
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import ScoriaSystem
import Testing

@testable import ScoriaControl

/// What the older calls have let in goes with them, or with its owner; what an attachment has let in is none of their business.
@Suite("A connection made by the older calls")
struct LegacyConnectionTests {
    @Test("ends without a connector for all that such calls have let in, and for nobody else")
    func withoutConnector() async throws {
        let world = try await ControlWorld()
        let volume = try await world.existingVolume()
        try await world.live { control in
            let attachment = try await control.createAttachment(
                AttachmentCreation(volumeID: volume.id, connector: .named("server")),
                by: world.caller()
            )
            try await control.completeAttachment(attachment.id, by: world.caller())
            for name in ["old", "older", "server"] {
                _ = try await control.initializeConnection(volume.id, connector: .named(name), by: world.caller())
            }
            #expect(world.letIn(to: volume.id) == ["server", "old", "older"])

            try await control.terminateConnection(volume.id, connector: nil, by: world.caller())
            #expect(world.letIn(to: volume.id) == ["server"])
            // A start of the service lets in whom the rows name.
            #expect(try world.store.read { try $0.export(of: volume.id) }?.connectors == [])
            #expect(try world.volume(volume.id)?.status == .inUse)

            _ = try await control.deleteAttachment(attachment.id, by: world.caller())
        }
        #expect(world.driver.contents.exports.isEmpty)
        #expect(try world.volume(volume.id)?.status == .available)
        #expect(try await world.restingFaults() == [])
    }

    @Test("does not stay with the giver of a volume, however long the backend is away when it is accepted")
    func transfer() async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        let volume = try await world.existingVolume()
        let accepter = world.caller(ProjectID(rawValue: "b0b1c2d3e4f5"))
        try await world.store.write { transaction in
            var left = Attachment(
                id: IDSource.system.id(),
                volumeID: volume.id,
                projectID: volume.projectID,
                createdAt: WallClock.system.now()
            )
            left.status = .errorDetaching
            left.connector = .named("left")
            try transaction.insert(left)
        }
        try await world.live { control in
            _ = try await control.initializeConnection(volume.id, connector: .named("giver"), by: world.caller())
            let (transfer, key) = try await control.createTransfer(TransferCreation(volumeID: volume.id), by: world.caller())
            faulty.fail(.removeExport, times: 7, as: .transient)
            _ = try await control.acceptTransfer(transfer.id, key: key, by: accepter)
            // It waits for its turn: nobody of the new owner's meets the giver there.
            _ = try await control.initializeConnection(volume.id, connector: .named("accepter"), by: accepter)
        }
        #expect(world.letIn(to: volume.id) == ["accepter"])
        // A start of the service lets in whom the rows name.
        #expect(try world.store.read { try $0.connectors(of: volume.id) } == [.named("accepter")])
        #expect(try await world.restingFaults() == [])
    }

    @Test("that holds up a detachment lets it be cancelled, and then the attachment is what it was")
    func cancelledDetachment() async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        let volume = try await world.existingVolume()
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let (permits, permit) = AsyncStream.makeStream(of: Void.self)
        try await world.live { control in
            let attachment = try await control.createAttachment(
                AttachmentCreation(volumeID: volume.id, connector: .named("server")),
                by: world.caller()
            )
            try await control.completeAttachment(attachment.id, by: world.caller())
            faulty.intercept { call in
                guard call == .initializeConnection else { return }
                arrival.yield()
                await permits.first { true }
            }
            async let connection = control.initializeConnection(volume.id, connector: .named("old"), by: world.caller())
            await arrivals.first { true }
            try await control.startDeletion(attachment.id, by: world.caller())
            let flow = try world.flow(about: attachment.id.rawValue)
            try await control.cancelOperation(flow, by: world.caller())
            permit.finish()
            _ = try await connection
            #expect(try await control.flows.completion(of: flow).state == .cancelled)
            #expect(try control.attachment(attachment.id, by: world.caller()).status == .attached)
        }
        #expect(world.letIn(to: volume.id) == ["server", "old"])
        #expect(try world.volume(volume.id)?.status == .inUse)
    }
}
