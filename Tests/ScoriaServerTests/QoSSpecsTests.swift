import HTTPTypes
import ScoriaControl
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import Testing

/// QoS specs over the wire, and on their way to those who keep them.
@Suite struct QoSSpecsTests {
    @Test func `Specs are made, shown, listed, changed and deleted`() async throws {
        try await TestService.with { service in
            let made = try await service.send(.post, "/v3/qos-specs", ["qos_specs": ["name": " slow ", "total_iops_sec": "100", "n": "5"]])
            #expect(made.status == 200)
            let id = try #require(made.json?["qos_specs"]?["id"]?.string)
            #expect(made.json?["qos_specs"]?["consumer"] == "back-end")
            #expect(made.json?["qos_specs"]?["specs"] == ["total_iops_sec": "100", "n": "5"])
            #expect(made.json?["links"]?.array?.first?["href"]?.string?.hasSuffix("/qos-specs/\(id)") == true)
            #expect(try await service.send(.post, "/v3/qos-specs", ["qos_specs": ["name": "slow"]]).status == 409)

            let change: JSONValue = ["qos_specs": ["consumer": "both", "read_iops_sec": "7"]]
            let changed = try await service.send(.put, "/v3/qos-specs/\(id)", change)
            #expect(changed.status == 200 && changed.json == change)
            let shown = try await service.send(.get, "/v3/qos-specs/\(id)").json?["qos_specs"]
            #expect(shown?["consumer"] == "both" && shown?["specs"]?["read_iops_sec"] == "7")

            let path = "/v3/qos-specs/\(id)/delete_keys"
            #expect(try await service.send(.put, path, ["keys": ["n", "nothing"]]).status == 404)
            #expect(try await service.send(.put, path, ["keys": ["n"]]).status == 202)
            let specs = try await service.send(.get, "/v3/qos-specs/\(id)").json?["qos_specs"]?["specs"]
            #expect(specs == ["total_iops_sec": "100", "read_iops_sec": "7"])

            #expect(try await service.send(.delete, "/v3/qos-specs/\(id)").status == 202)
            #expect(try await service.send(.get, "/v3/qos-specs/\(id)").status == 404)
        }
    }

    @Test func `Only three consumers exist`() async throws {
        try await TestService.with { service in
            let refused = try await service.send(.post, "/v3/qos-specs", ["qos_specs": ["name": "a", "consumer": "me"]])
            #expect(refused.status == 400)
            let made = try await service.send(.post, "/v3/qos-specs", ["qos_specs": ["name": "a", "consumer": "front-end"]])
            let id = try #require(made.json?["qos_specs"]?["id"]?.string)
            #expect(try await service.send(.put, "/v3/qos-specs/\(id)", ["qos_specs": ["consumer": "me"]]).status == 400)
            for odd: [String: JSONValue] in [["a": 1], ["": "x"], ["ä": "x"], [String(repeating: "k", count: 256): "x"]] {
                let body: JSONValue = ["qos_specs": .object(odd.merging(["name": "b"]) { first, _ in first })]
                #expect(try await service.send(.post, "/v3/qos-specs", body).status == 400)
            }
        }
    }

    @Test func `Lists come in pages, in an order, by name`() async throws {
        try await TestService.with { service in
            for name in ["b", "a", "c"] { _ = try await service.send(.post, "/v3/qos-specs", ["qos_specs": ["name": .string(name)]]) }
            func names(_ query: String) async throws -> [String]? {
                try await service.send(.get, "/v3/qos-specs?\(query)").json?["qos_specs"]?.array?.compactMap { $0["name"]?.string }
            }
            #expect(try await names("") == ["c", "a", "b"])
            #expect(try await names("sort=name:asc&limit=2") == ["a", "b"])
            #expect(try await names("name=b&unknown=1") == ["b"])
            let page = try await service.send(.get, "/v3/qos-specs?limit=3")
            #expect(page.json?["qos_specs_links"]?.array?.first?["rel"] == "next")
        }
    }

    @Test func `A type has one set of specs at a time, and specs in use go only by force`() async throws {
        try await TestService.with { service in
            let (one, two) = (try await service.qos("one"), try await service.qos("two"))
            let type = try await service.type("t")
            #expect(try await service.send(.get, "/v3/qos-specs/\(one)/associate").status == 400)
            #expect(try await service.send(.get, "/v3/qos-specs/\(one)/associate?vol_type_id=\(one)").status == 404)
            let associated = try await service.send(.get, "/v3/qos-specs/\(one)/associate?vol_type_id=\(type)")
            #expect(associated.status == 202 && associated["Cache-Control"] == "no-store")
            #expect(try await service.send(.get, "/v3/qos-specs/\(one)/associate?vol_type_id=\(type)").status == 202)
            #expect(try await service.send(.get, "/v3/qos-specs/\(two)/associate?vol_type_id=\(type)").status == 400)
            let types = try await service.send(.get, "/v3/qos-specs/\(one)/associations").json?["qos_associations"]
            #expect(types == [["association_type": "volume_type", "name": "t", "id": .string(type)]])
            #expect(try await service.send(.get, "/v3/types/\(type)").json?["volume_type"]?["qos_specs_id"] == .string(one))

            #expect(try await service.send(.delete, "/v3/qos-specs/\(one)").status == 400)
            #expect(try await service.send(.delete, "/v3/qos-specs/\(one)?force=true").status == 202)
            #expect(try await service.send(.get, "/v3/types/\(type)").json?["volume_type"]?["qos_specs_id"] == .null)

            #expect(try await service.send(.get, "/v3/qos-specs/\(two)/associate?vol_type_id=\(type)").status == 202)
            #expect(try await service.send(.get, "/v3/qos-specs/\(two)/disassociate?vol_type_id=\(type)").status == 202)
            #expect(try await service.send(.get, "/v3/qos-specs/\(two)/associate?vol_type_id=\(type)").status == 202)
            #expect(try await service.send(.get, "/v3/qos-specs/\(two)/disassociate_all").status == 202)
            #expect(try await service.send(.delete, "/v3/qos-specs/\(two)").status == 202)
        }
    }

    @Test(arguments: [("front-end", true, false), ("back-end", false, true), ("both", true, true)])
    func `Limits reach their consumer`(consumer: String, tellsServer: Bool, tellsBackend: Bool) async throws {
        try await TestService.with { service in
            let specs: JSONValue = [
                "name": "limits", "consumer": .string(consumer), "total_iops_sec_per_gb": "10", "total_iops_sec_per_gb_min": "25",
                "size_iops_sec": "8",
            ]
            let made = try await service.send(.post, "/v3/qos-specs", ["qos_specs": specs])
            let qos = try #require(made.json?["qos_specs"]?["id"]?.string)
            let type = try await service.type("limited")
            _ = try await service.send(.get, "/v3/qos-specs/\(qos)/associate?vol_type_id=\(type)")
            let volume = try await service.availableVolume(["size": 2, "volume_type": "limited"])
            #expect((service.driver.qosSpecs(of: VolumeID(rawValue: volume)) != nil) == tellsBackend)

            let connector: JSONValue = ["initiator": "iqn.2026-11.org.example:a", "host": "compute"]
            let attachment = try await service.send(
                .post,
                "/v3/attachments",
                ["attachment": ["volume_uuid": .string(volume), "instance_uuid": .string(qos), "connector": connector]]
            )
            let told = attachment.json?["attachment"]?["connection_info"]?["qos_specs"]
            #expect(told == (tellsServer ? ["total_iops_sec": 25, "size_iops_sec": "8"] : .null))
        }
    }
}

/// What a limit per gibibyte comes to.
@Suite struct QoSScalingTests {
    @Test(arguments: [(3, 50), (10, 100), (20, 200), (40, 300)])
    func `It is scaled between its floor and its ceiling`(size: Int, limit: Int64) {
        let specs = [
            "total_iops_sec_per_gb": "10", "total_iops_sec_per_gb_min": "50", "total_iops_sec_max": "300", "read_bytes_sec_per_gb": "x",
        ]
        let qos = QoSSpecs(
            id: ID(rawValue: "1"),
            name: "q",
            consumer: .frontEnd,
            specs: specs,
            createdAt: Timestamp(microseconds: 0)
        )
        #expect(
            qos.connectionSpecs(size: GibiByteCount(size)) == ["total_iops_sec": .integer(limit), "read_bytes_sec_per_gb": "x"]
        )
    }
}

extension TestService {
    /// QoS specs of a name, without keys.
    fileprivate func qos(_ name: String) async throws -> String {
        let made = try await send(.post, "/v3/qos-specs", ["qos_specs": ["name": .string(name)]])
        return try #require(made.json?["qos_specs"]?["id"]?.string)
    }

    /// A new volume type.
    func type(_ name: String, _ specs: [String: JSONValue] = [:]) async throws -> String {
        let made = try await send(.post, "/v3/types", ["volume_type": ["name": .string(name), "extra_specs": .object(specs)]])
        return try #require(made.json?["volume_type"]?["id"]?.string)
    }

    /// A volume whose flow has ended.
    func availableVolume(_ fields: [String: JSONValue]) async throws -> String {
        let made = try await send(.post, "/v3/volumes", ["volume": .object(fields)])
        let id = try #require(made.json?["volume"]?["id"]?.string)
        let flow = try #require(try control.store.read { try $0.flows(project: nil, resourceID: id, limit: 1) }.first)
        _ = try await control.flows.completion(of: flow.id)
        return id
    }
}
