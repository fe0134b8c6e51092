import HTTPTypes
import ScoriaControl
import ScoriaDriverTesting
import ScoriaModel
import ScoriaStore
import ScoriaSystem
import Testing

/// Repeated requests with the same `Idempotency-Key`.
@Suite struct IdempotencyTests {
    private let key = ["Idempotency-Key": "b1f1b0c2"]
    private let body: JSONValue = ["volume": ["size": 1, "name": "once"]]

    @Test func `A repeated request gets the first answer and does nothing again`() async throws {
        try await TestService.with { service in
            let first = try await service.send(.post, "/v3/volumes", body, headers: key)
            let second = try await service.send(.post, "/v3/volumes", body, headers: key)
            #expect(first.status == 202)
            #expect(first["Idempotent-Replayed"] == nil)
            #expect(second.status == 202)
            #expect(second["Idempotent-Replayed"] == "true")
            #expect(second.text == first.text)
            #expect(second["x-openstack-request-id"] != first["x-openstack-request-id"])
            #expect(try await service.send(.get, "/v3/volumes").json?["volumes"]?.array?.count == 1)
        }
    }

    @Test func `Many at once make one volume`() async throws {
        try await TestService.with { service in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 { group.addTask { try await service.send(.post, "/v3/volumes", body, headers: key).status } }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.allSatisfy { $0 == 202 || $0 == 409 })
            #expect(statuses.contains(202))
            #expect(try await service.send(.get, "/v3/volumes").json?["volumes"]?.array?.count == 1)
        }
    }

    @Test func `A key used for another request is a conflict, but only within its project`() async throws {
        try await TestService.with { service in
            _ = try await service.send(.post, "/v3/volumes", body, headers: key)
            let other = try await service.send(.post, "/v3/volumes", ["volume": ["size": 2]], headers: key)
            #expect(other.status == 409)
            #expect(other.message?.contains("was used for another request") == true)
            let elsewhere = try await service.send(.post, "/v3/volumes", body, token: "tester:ff", headers: key)
            #expect(elsewhere.status == 202)
            #expect(elsewhere["Idempotent-Replayed"] == nil)
        }
    }

    @Test func `A request that was cut off while its operation went on is not done again`() async throws {
        try await TestService.with { service in
            let made = try await service.send(.post, "/v3/volumes", ["volume": ["size": 1]])
            let id = try #require(made.json?["volume"]?["id"]?.string)
            try await service.settle(id)
            // Somebody else has the volume's export, so that the connection has to wait.
            try await service.control.store.write { try $0.insert([.exclusive("export:\(id)")], flow: 0) }
            let connector: JSONValue = ["initiator": "iqn.2026-11.test:one", "host": "client"]
            let body: JSONValue = ["attachment": ["volume_uuid": .string(id), "connector": connector]]
            let key = key
            let first = Task { try await service.send(.post, "/v3/attachments", body, headers: key).status }
            func attachments() throws -> [ScoriaModel.Attachment] {
                try service.control.store.read { try $0.attachments(of: VolumeID(rawValue: id)) }
            }
            while try attachments().isEmpty { await Task.yield() }
            first.cancel()
            #expect(try await first.value == 500)
            let second = try await service.send(.post, "/v3/attachments", body, headers: key)
            #expect(second.status == 200, "\(second.text)")
            #expect(second["Idempotent-Replayed"] == "true")
            #expect(try attachments().map(\.id.rawValue) == [second.json?["attachment"]?["id"]?.string])
        }
    }

    @Test func `The password of a connection is told again and not kept`() async throws {
        try await TestService.with { service in
            let made = try await service.send(.post, "/v3/volumes", ["volume": ["size": 1]])
            let id = try #require(made.json?["volume"]?["id"]?.string)
            try await service.settle(id)
            let connector: JSONValue = ["initiator": "iqn.2026-11.test:one", "host": "client"]
            let body: JSONValue = ["attachment": ["volume_uuid": .string(id), "connector": connector]]
            let first = try await service.send(.post, "/v3/attachments", body, headers: key)
            let again = try await service.send(.post, "/v3/attachments", body, headers: key)
            #expect(first.status == 200 && again.status == 200)
            #expect(again["Idempotent-Replayed"] == "true")
            #expect(again.text == first.text)
            let action: JSONValue = ["os-initialize_connection": ["connector": connector]]
            let older = ["Idempotency-Key": "older"]
            let told = try await service.send(.post, "/v3/volumes/\(id)/action", action, headers: older)
            #expect(told.status == 200)
            #expect(try await service.send(.post, "/v3/volumes/\(id)/action", action, headers: older).text == told.text)
            let password = try #require(service.driver.passwords.first).reveal()
            #expect(first.text.contains(password) && told.text.contains(password))
            for key in ["b1f1b0c2", "older"] {
                let record = try service.control.store.read {
                    try $0.idempotencyRecord(key, in: ProjectID(rawValue: TestService.project))
                }
                #expect(!"\(String(describing: record))".contains(password))
            }
            // Once it is deleted, a repetition does not make it again.
            let attachment = try #require(first.json?["attachment"]?["id"]?.string)
            _ = try await service.send(.delete, "/v3/attachments/\(attachment)")
            #expect(try await service.send(.post, "/v3/attachments", body, headers: key).status == 404)
        }
    }

    @Test func `A refusal is the first answer too`() async throws {
        try await TestService.with { service in
            let source: JSONValue = ["volume": ["size": 1, "snapshot_id": "00000000-0000-0000-0000-000000000000"]]
            let first = try await service.send(.post, "/v3/volumes", source, headers: key)
            let second = try await service.send(.post, "/v3/volumes", source, headers: key)
            #expect(first.status == 404)
            #expect(second.status == 404)
            #expect(second.text == first.text)
            #expect(second["Idempotent-Replayed"] == "true")
        }
    }

    @Test func `A key must be visible text`() async throws {
        try await TestService.with { service in
            let long = ["Idempotency-Key": String(repeating: "k", count: 256)]
            let answer = try await service.send(.post, "/v3/volumes", body, headers: long)
            #expect(answer.status == 400)
        }
    }

    @Test func `A request that died after its flow began is answered from the flow`() async throws {
        try await TestService.with { service in
            let first = try await service.send(.post, "/v3/volumes", body, headers: key)
            let id = try #require(first.json?["volume"]?["id"]?.string)
            try await service.forgetAnswer(of: "b1f1b0c2")
            let again = try await service.send(.post, "/v3/volumes", body, headers: key)
            #expect(again.status == 202)
            #expect(again["Idempotent-Replayed"] == "true")
            #expect(again.json?["volume"]?["id"]?.string == id)
            #expect(try await service.send(.get, "/v3/volumes").json?["volumes"]?.array?.count == 1)
        }
    }
}

extension TestService {
    /// Makes the record of a key what it is when the process died between the flow and the answer: claimed by an earlier run.
    func forgetAnswer(of key: String) async throws {
        let project = ProjectID(rawValue: Self.project)
        let now = WallClock.system.now()
        try await control.store.write { transaction in
            let known = try transaction.idempotencyRecord(key, in: project)
            try transaction.deleteIdempotencyRecord(key, in: project)
            let record = IdempotencyRecord(
                projectID: project,
                key: key,
                fingerprint: known?.fingerprint ?? "",
                instance: "an earlier run",
                createdAt: now
            )
            _ = try transaction.claim(record)
        }
    }
}
