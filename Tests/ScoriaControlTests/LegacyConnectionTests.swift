import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaStore
import Testing

@testable import ScoriaControl

/// What the older calls have let in, they shut out again; what an attachment has let in is none of their business.
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
}
