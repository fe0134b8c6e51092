import HTTPTypes
import ScoriaControl
import ScoriaModel
import Testing

/// Volume types over the wire.
@Suite struct TypeTests {
    @Test func `A type is made, shown, changed and deleted`() async throws {
        try await TestService.with { service in
            let made = try await service.send(
                .post,
                "/v3/types",
                ["volume_type": ["name": " fast ", "description": "SSD", "extra_specs": ["k": "v"]]]
            )
            #expect(made.status == 200)
            let id = try #require(made.json?["volume_type"]?["id"]?.string)
            #expect(made.json?["volume_type"]?["name"]?.string == "fast")
            #expect(made.json?["volume_type"]?["os-volume-type-access:is_public"]?.bool == true)

            let changed = try await service.send(.put, "/v3/types/\(id)", ["volume_type": ["name": "faster", "description": nil]])
            #expect(changed.json?["volume_type"]?["name"]?.string == "faster")
            #expect(changed.json?["volume_type"]?["description"]?.string == "SSD", "null leaves it as it is")

            #expect(try await service.send(.delete, "/v3/types/\(id)").status == 202)
            #expect(try await service.send(.get, "/v3/types/\(id)").status == 404)
        }
    }

    @Test func `A name is given only once, and never blank`() async throws {
        try await TestService.with { service in
            let body: JSONValue = ["volume_type": ["name": "one"]]
            #expect(try await service.send(.post, "/v3/types", body).status == 200)
            let again = try await service.send(.post, "/v3/types", body)
            #expect(again.status == 409)
            #expect(again.message == "Volume Type one already exists.")
            #expect(try await service.send(.post, "/v3/types", ["volume_type": ["name": "  "]]).status == 400)
            let type = try await service.send(.get, "/v3/types/default")
            let id = try #require(type.json?["volume_type"]?["id"]?.string)
            #expect(try await service.send(.put, "/v3/types/\(id)", ["volume_type": [:]]).status == 400)
        }
    }

    @Test func `The default type and a type in use stay`() async throws {
        try await TestService.with { service in
            let type = try await service.send(.get, "/v3/types/default")
            #expect(type.json?["volume_type"]?["name"]?.string == VolumeType.defaultName)
            let id = try #require(type.json?["volume_type"]?["id"]?.string)
            #expect(try await service.send(.delete, "/v3/types/\(id)").status == 400)

            let used = try await service.typeInUse(named: "used")
            let refused = try await service.send(.delete, "/v3/types/\(used)")
            #expect(refused.status == 400)
            #expect(refused.message == "Target volume type is still in use.")
            let specs = try await service.send(.post, "/v3/types/\(used)/extra_specs", ["extra_specs": ["a": "b"]])
            #expect(specs.status == 400)
        }
    }

    @Test func `Extra specs of a type in use change when the operator allows it`() async throws {
        var settings = ControlSettings()
        settings.allowsChangeOfTypesInUse = true
        try await TestService.with(settings: settings) { service in
            let used = try await service.typeInUse(named: "used")
            let path = "/v3/types/\(used)/extra_specs"
            #expect(try await service.send(.post, path, ["extra_specs": ["a": "b", "c": "d"]]).status == 200)
            #expect(try await service.send(.put, "\(path)/a", ["a": "z"]).json == ["a": "z"])
            #expect(try await service.send(.put, "\(path)/a", ["c": "z"]).status == 400)
            #expect(try await service.send(.get, "\(path)/a").json == ["a": "z"])
            #expect(try await service.send(.delete, "\(path)/c").status == 202)
            #expect(try await service.send(.delete, "\(path)/c").status == 404)
            #expect(try await service.send(.get, path).json == ["extra_specs": ["a": "z"]])
            let both: JSONValue = ["extra_specs": ["multiattach": "<is> True", "cacheable": "<is> True"]]
            #expect(try await service.send(.post, path, both).status == 400)
        }
    }

    @Test func `Only private types have an access list`() async throws {
        try await TestService.with { service in
            let made = try await service.send(
                .post,
                "/v3/types",
                ["volume_type": ["name": "private", "os-volume-type-access:is_public": false]]
            )
            let id = try #require(made.json?["volume_type"]?["id"]?.string)
            let path = "/v3/types/\(id)"
            let add: JSONValue = ["addProjectAccess": ["project": "other"]]
            #expect(try await service.send(.post, "\(path)/action", add).status == 202)
            #expect(try await service.send(.post, "\(path)/action", add).status == 409)
            let projects = try await service.send(.get, "\(path)/os-volume-type-access").json?["volume_type_access"]?.array ?? []
            #expect(projects.contains { $0["project_id"]?.string == "other" })
            let removal: JSONValue = ["removeProjectAccess": ["project": "other"]]
            #expect(try await service.send(.post, "\(path)/action", removal).status == 202)
            #expect(try await service.send(.post, "\(path)/action", removal).status == 404)

            #expect(try await service.send(.put, path, ["volume_type": ["is_public": true]]).status == 200)
            #expect(try await service.send(.get, "\(path)/os-volume-type-access").status == 404)
            #expect(try await service.send(.post, "\(path)/action", add).status == 400)
        }
    }

    @Test func `Lists show the public types unless asked otherwise, by pages`() async throws {
        try await TestService.with { service in
            for name in ["a", "b"] { _ = try await service.send(.post, "/v3/types", ["volume_type": ["name": .string(name)]]) }
            let hidden: JSONValue = ["volume_type": ["name": "hidden", "os-volume-type-access:is_public": false]]
            _ = try await service.send(.post, "/v3/types", hidden)
            func names(_ query: String) async throws -> [String] {
                try await service.send(.get, "/v3/types?sort=name:asc\(query)").json?["volume_types"]?.array?.compactMap {
                    $0["name"]?.string
                }
                    ?? []
            }
            #expect(try await names("") == [VolumeType.defaultName, "a", "b"])
            #expect(try await names("&is_public=None") == [VolumeType.defaultName, "a", "b", "hidden"])
            #expect(try await names("&is_public=false") == ["hidden"])
            let first = try await service.send(.get, "/v3/types?sort=name:asc&limit=1")
            #expect(first.json?["volume_type_links"]?.array?.first?["rel"]?.string == "next")
            #expect(try await service.send(.get, "/v3/types?limit=-1").status == 400)
            #expect(try await service.send(.get, "/v3/types?marker=nothing").status == 404)
        }
    }
}

extension TestService {
    /// A type that a volume has.
    func typeInUse(named name: String) async throws -> String {
        let made = try await send(.post, "/v3/types", ["volume_type": ["name": .string(name)]])
        let volume = try await send(.post, "/v3/volumes", ["volume": ["size": 1, "volume_type": .string(name)]])
        #expect(volume.status == 202)
        return try #require(made.json?["volume_type"]?["id"]?.string)
    }
}
