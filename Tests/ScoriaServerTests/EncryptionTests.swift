import HTTPTypes
import ScoriaControl
import ScoriaDriverTesting
import ScoriaModel
import Testing

/// The encryption of volume types over the wire, and that nothing is called encrypted which is not.
@Suite struct EncryptionTests {
    @Test func `A type gets encryption, which is shown whole and by key, changed and taken away`() async throws {
        try await TestService.with { service in
            let type = try await service.type("secret")
            let path = "/v3/types/\(type)/encryption"
            #expect(try await service.send(.get, path).json == [:])
            let body: JSONValue = ["encryption": ["provider": "luks", "control_location": "front-end", "key_size": "256"]]
            let made = try await service.send(.post, path, body)
            #expect(made.status == 200)
            #expect(made.json?["encryption"]?["key_size"] == 256 && made.json?["encryption"]?["cipher"] == nil)
            let id = try #require(made.json?["encryption"]?["encryption_id"]?.string)
            #expect(try await service.send(.post, path, body).status == 400)

            let change: JSONValue = ["encryption": ["cipher": "aes-xts-plain64"]]
            #expect(try await service.send(.put, "\(path)/\(id)", ["encryption": ["colour": "red"]]).status == 400)
            let changed = try await service.send(.put, "\(path)/\(id)", change)
            #expect(changed.status == 200 && changed.json == change)
            #expect(try await service.send(.get, "\(path)/cipher").json == ["cipher": "aes-xts-plain64"])
            #expect(try await service.send(.get, "\(path)/colour").status == 404)
            let all = try await service.send(.get, path).json
            #expect(all?["provider"] == "luks" && all?["deleted"] == false && all?["volume_type_id"] == .string(type))

            #expect(try await service.send(.delete, "\(path)/\(id)").status == 202)
            #expect(try await service.send(.delete, "\(path)/\(id)").status == 404)
            #expect(try await service.send(.put, "\(path)/\(id)", change).status == 404)
            #expect(try await service.send(.get, "/v3/types/\(id)/encryption").status == 404)
        }
    }

    @Test func `A type in use neither gets encryption nor loses it`() async throws {
        try await TestService.with { service in
            let used = try await service.typeInUse(named: "used")
            let path = "/v3/types/\(used)/encryption"
            let body: JSONValue = ["encryption": ["provider": "luks", "control_location": "front-end"]]
            #expect(try await service.send(.post, path, body).status == 400)
            #expect(try await service.send(.put, "\(path)/x", body).status == 400)
            #expect(try await service.send(.delete, "\(path)/x").status == 400)
        }
    }

    @Test func `No volume is made of an encrypted type without a key manager`() async throws {
        try await TestService.with { service in
            let type = try await service.type("secret")
            let body: JSONValue = ["encryption": ["provider": "luks", "control_location": "front-end"]]
            #expect(try await service.send(.post, "/v3/types/\(type)/encryption", body).status == 200)
            let refused = try await service.send(.post, "/v3/volumes", ["volume": ["size": 1, "volume_type": "secret"]])
            #expect(refused.status == 400)
            #expect(refused.message?.contains("key manager") == true)
            #expect(try await service.send(.get, "/v3/volumes").json?["volumes"] == [])
            #expect(service.driver.contents.volumes.isEmpty)
        }
    }

    @Test func `A volume's encryption is told as one object, and by key as bare text`() async throws {
        try await TestService.with { service in
            let volume = try await service.availableVolume(["size": 1])
            let path = "/v3/volumes/\(volume)/encryption"
            #expect(try await service.send(.get, path).json == ["encryption_key_id": .null])
            let key = try await service.send(.get, "\(path)/encryption_key_id")
            #expect(key.status == 200 && key.text.isEmpty)
            #expect(try await service.send(.get, "\(path)/provider").status == 404)
        }
    }

    @Test(arguments: ["create", "update", "delete"]) func `The legacy actions of types are refused`(action: String) async throws {
        try await TestService.with { service in
            let type = try await service.type("t")
            let refused = try await service.send(.post, "/v3/types/\(type)/action", [action: ["name": "x"]])
            #expect(refused.status == 400)
            #expect(refused.message?.contains("no such action") == false)
            #expect(try await service.send(.get, "/v3/types/\(type)").status == 200)
        }
    }
}
