import ScoriaDriver
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import Testing

@testable import ScoriaControl

/// The password of a connection is in the rows of its export and attachment, which go with it, and in no flow's.
///
/// `restingFaults` looks through the flows; `FlowProofs` lets it do so after every crash and failure.
@Suite("The CHAP password of a connection")
struct ConnectionSecretTests {
    @Test("is told by the call that knows no attachments, and not kept by its flow")
    func legacy() async throws {
        let world = try await ControlWorld()
        let volume = try await world.existingVolume()
        try await world.live { control in
            let info = try await control.initializeConnection(volume.id, connector: .test, by: world.caller())
            #expect(world.driver.passwords.map { .string($0.reveal()) } == [info.data["auth_password"]])
            #expect(info.data["access_mode"] == "rw")
            let again = try await control.initializeConnection(volume.id, connector: .test, by: world.caller())
            #expect(again == info)
        }
        #expect(try await world.restingFaults() == [])
    }

    @Test("is not kept by a flow that could not record the connection and undid it")
    func undone() async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        let volume = try await world.existingVolume()
        try await world.live { control in
            let attachment = try await control.createAttachment(AttachmentCreation(volumeID: volume.id), by: world.caller())
            faulty.intercept { call in
                guard call == .initializeConnection else { return }
                _ = try await world.store.write { try $0.delete(attachment.id) }
            }
            await #expect(throws: ControlError.self) {
                try await control.updateAttachment(attachment.id, connector: .test, by: world.caller())
            }
            #expect(try await world.end(of: attachment.id.rawValue, in: control).state == .failed)
        }
        #expect(!world.driver.passwords.isEmpty)
        #expect(try await world.restingFaults() == [])
    }

    @Test("is not kept by a flow that was cancelled while the backend connected, and the initiator is shut out again")
    func cancelled() async throws {
        let (world, faulty) = try await ControlWorld.faulty()
        let volume = try await world.existingVolume()
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let (permits, permit) = AsyncStream.makeStream(of: Void.self)
        faulty.intercept { call in
            guard call == .initializeConnection else { return }
            arrival.yield()
            // A backend that does not heed the cancellation.
            await Task { await permits.first { true } }.value
        }
        try await world.live { control in
            let attachment = try await control.createAttachment(AttachmentCreation(volumeID: volume.id), by: world.caller())
            try await control.startUpdate(attachment.id, connector: .test, by: world.caller())
            await arrivals.first { true }
            let flow = try world.flow(about: attachment.id.rawValue)
            try await control.cancelOperation(flow, by: world.caller())
            permit.yield()
            #expect(try await control.flows.completion(of: flow).state == .cancelled)
            let row = try world.store.read { try $0.attachment(attachment.id) }
            #expect(row?.status == .reserved && row?.connectionInfo == nil)
        }
        #expect(!world.driver.passwords.isEmpty)
        #expect(world.driver.contents.exports.isEmpty)
        #expect(try await world.restingFaults() == [])
    }
}
