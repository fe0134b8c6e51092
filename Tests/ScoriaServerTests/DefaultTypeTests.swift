import HTTPTypes
import ScoriaModel
import Testing

/// Default volume types of projects, over the wire.
@Suite struct DefaultTypeTests {
    private let path = "/v3/default-types/\(TestService.project)"

    private func type(_ service: TestService, _ name: String, isPublic: Bool = true) async throws -> String {
        let body: JSONValue = ["volume_type": ["name": .string(name), "os-volume-type-access:is_public": .bool(isPublic)]]
        return try #require(try await service.send(.post, "/v3/types", body).json?["volume_type"]?["id"]?.string)
    }

    private func typeOfNewVolume(_ service: TestService, _ more: [String: JSONValue] = [:]) async throws -> String? {
        let volume = more.merging(["size": 1]) { first, _ in first }
        return try await service.send(.post, "/v3/volumes", ["volume": .object(volume)]).json?["volume"]?["volume_type"]?.string
    }

    @Test func `A project's own default comes before the option, and after what the request names`() async throws {
        try await TestService.with { service in
            let (gold, silver) = (try await type(service, "gold"), try await type(service, "silver"))
            #expect(try await typeOfNewVolume(service) == "__DEFAULT__")
            let set = try await service.send(.put, path, ["default_type": ["volume_type": "gold"]])
            #expect(set.status == 200)
            #expect(set.json == ["default_type": ["project_id": .string(TestService.project), "volume_type_id": .string(gold)]])
            #expect(try await typeOfNewVolume(service) == "gold")
            #expect(try await typeOfNewVolume(service, ["volume_type": .string(silver)]) == "silver")
            #expect(try await service.send(.get, "/v3/types/default").json?["volume_type"]?["name"] == "gold")
            #expect(try await service.send(.put, path, ["default_type": ["volume_type": .string(silver)]]).status == 200)
            #expect(try await service.send(.get, path).json?["default_type"]?["volume_type_id"]?.string == silver)
            #expect(try await service.send(.get, "/v3/default-types").json?["default_types"]?.array?.count == 1)
            #expect(try await service.send(.delete, path).status == 204)
            #expect(try await service.send(.delete, path).status == 204)
            #expect(try await service.send(.get, path).status == 404)
            #expect(try await typeOfNewVolume(service) == "__DEFAULT__")
        }
    }

    @Test func `A type that is not there is refused, and one that is a default cannot be deleted`() async throws {
        try await TestService.with { service in
            let gold = try await type(service, "gold")
            for name in ["nonsense", "00000000-0000-4000-8000-000000000000"] as [JSONValue] {
                #expect(try await service.send(.put, path, ["default_type": ["volume_type": name]]).status == 400)
            }
            #expect(try await service.send(.put, path, ["default_type": ["volume_type": " "]]).status == 400)
            #expect(try await service.send(.put, path, [:]).status == 400)
            #expect(try await service.send(.put, path, ["default_type": ["volume_type": .string(gold)]]).status == 200)
            let refused = try await service.send(.delete, "/v3/types/\(gold)")
            #expect(refused.status == 400)
            #expect(refused.message == "The volume type \(gold) is a default volume type and cannot be deleted.")
            #expect(try await service.send(.get, path, version: "3.61").status == 404)
        }
    }
}
