import ScoriaModel
import Testing

@testable import ScoriaNotifications

@Suite("What a webhook is posted")
struct WebhookSinkTests {
    /// The digest was computed with Python: `hmac.new(b"key", b"1700000000.{}", "sha256").hexdigest()`.
    @Test("is signed with the moment and the body")
    func signature() {
        let signature = WebhookSink.signature(timestamp: "1700000000", body: Array("{}".utf8), secret: Secret("key"))
        #expect(signature == "9d713ed406bb7076d4123f0dc2c39d2df5c654ed4b0cd56b52c8b4c940bd63ae")
    }

    @Test("is the envelope that oslo.messaging reads, when it goes to a broker")
    func envelope() throws {
        let envelope = try JSONValue(parsing: EventText.osloEnvelope(.sample(1)))
        #expect(envelope["oslo.version"]?.string == "2.0")
        let message = try JSONValue(parsing: try #require(envelope["oslo.message"]?.string))
        #expect(message["event_type"]?.string == "volume.create.end")
        #expect(message["publisher_id"]?.string == "volume.here@file")
        #expect(message["priority"]?.string == "INFO")
        #expect(message["timestamp"]?.string == "1970-01-01 00:00:01.000000")
        #expect(message["payload"]?["size"]?.integer == 1)
        #expect(message["_context_project_id"]?.string == "project")
    }
}
