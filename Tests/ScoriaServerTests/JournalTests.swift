import HTTPTypes
import ScoriaControl
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import Testing

@Suite("What is written of changes")
struct JournalTests {
    private static let everything: EventJournal.Settings = {
        var settings = EventJournal.Settings()
        (settings.recordsAudit, settings.streams, settings.delivers) = (true, true, true)
        return settings
    }()

    @Test("is an audit line and the field's notifications, in the transaction of the change")
    func update() async throws {
        try await TestService.with(journal: Self.everything) { service in
            let id = try await service.createVolume()
            _ = try await service.send(.put, "/v3/volumes/\(id)", ["volume": ["name": "new"]])
            let events = try service.events()
            #expect(events.map(\.type) == ["volume.create.start", "volume.create.end", "volume.update.start", "volume.update.end"])
            #expect(events.map(\.status) == ["creating", "available", "available", "available"])
            #expect(events.allSatisfy { $0.publisher == "volume.here@memory" && $0.resourceID == id })
            let payload = try JSONValue(parsing: try #require(events.last?.payload))
            #expect(payload["display_name"]?.string == "new")
            #expect(payload["tenant_id"]?.string == TestService.project)
            let lines = try service.control.store.read { try $0.audit(AuditFilter(), limit: 10) }
            #expect(lines.map(\.action) == ["createVolume", "volume.create", "updateVolume"])
            #expect(lines.map(\.outcome) == [.accepted, .succeeded, .accepted])
            #expect(lines.allSatisfy { $0.resourceID == id && $0.userID.rawValue == "tester" })
            #expect(lines[0].operationID == lines[1].operationID)
        }
    }

    @Test("is nothing when a request changes nothing, or nobody wants it")
    func silence() async throws {
        try await TestService.with(journal: Self.everything) { service in
            _ = try await service.send(.put, "/v3/volumes/\(IDs.unknown)", ["volume": ["name": "new"]])
            #expect(try service.events().isEmpty)
            #expect(try service.control.store.read { try $0.audit(AuditFilter(), limit: 10) }.isEmpty)
        }
        try await TestService.with { service in
            _ = try await service.createVolume()
            #expect(try service.events().isEmpty)
            #expect(try service.control.store.read { try $0.audit(AuditFilter(), limit: 10) }.isEmpty)
        }
    }

    @Test("of types has the field's payloads")
    func types() async throws {
        try await TestService.with(journal: Self.everything) { service in
            let answer = try await service.send(.post, "/v3/types", ["volume_type": ["name": "gold", "extra_specs": ["a": "b"]]])
            let id = try #require(answer.json?["volume_type"]?["id"]?.string)
            _ = try await service.send(.post, "/v3/types/\(id)/extra_specs", ["extra_specs": ["c": "d"]])
            _ = try await service.send(.delete, "/v3/types/\(id)")
            let events = try service.events()
            #expect(events.map(\.type) == ["volume_type.create", "volume_type_extra_specs.create", "volume_type.delete"])
            #expect(events.map(\.publisher) == ["volumeType", "volumeTypeExtraSpecs", "volumeType"])
            let payloads = try events.map { try JSONValue(parsing: try #require($0.payload)) }
            #expect(payloads[0]["volume_types"]?["name"]?.string == "gold")
            #expect(payloads[1]["specs"]?["c"]?.string == "d")
            #expect(payloads[2]["volume_types"]?["id"]?.string == id)
        }
    }
}

private enum IDs {
    static let unknown = "00000000-0000-4000-8000-000000000000"
}

extension TestService {
    /// A volume that is available.
    fileprivate func createVolume() async throws -> String {
        let answer = try await send(.post, "/v3/volumes", ["volume": ["size": 1]])
        let id = try #require(answer.json?["volume"]?["id"]?.string)
        let flow = try #require(try control.store.read { try $0.flows(project: nil, states: [], resourceID: id, limit: 1) }.first)
        _ = try await control.flows.completion(of: flow.id)
        return id
    }

    /// Every event with its payload.
    ///
    /// What was told of changes; what the backend reports of its room comes whenever it likes.
    fileprivate func events() throws -> [EventRow] {
        try control.store.read { try $0.deliverableEvents(after: 0, limit: 100) }.filter { !$0.type.hasPrefix("capacity.") }
    }
}
