import HTTPTypes
import ScoriaModel
import Testing

/// Quotas, limits and services over the wire.
@Suite struct QuotaTests {
    @Test func `A project without limits of its own has the defaults, also for each type`() async throws {
        try await TestService.with { service in
            let answer = try await service.send(.get, "/v3/os-quota-sets/\(TestService.project)")
            let set = try #require(answer.json?["quota_set"])
            #expect(set["volumes"]?.integer == 10)
            #expect(set["gigabytes"]?.integer == 1000)
            #expect(set["per_volume_gigabytes"]?.integer == -1)
            #expect(set["volumes___DEFAULT__"]?.integer == -1)
            #expect(set["id"]?.string == TestService.project)
        }
    }

    @Test func `Usage is counted from rows`() async throws {
        try await TestService.with { service in
            #expect(try await service.send(.post, "/v3/volumes", ["volume": ["size": 3]]).status == 202)
            let answer = try await service.send(.get, "/v3/os-quota-sets/\(TestService.project)?usage=True")
            #expect(answer.json?["quota_set"]?["volumes"] == ["limit": 10, "in_use": 1, "reserved": 0])
            #expect(answer.json?["quota_set"]?["gigabytes"]?["in_use"]?.integer == 3)
            let limits = try await service.send(.get, "/v3/limits")
            #expect(limits.json?["limits"]?["absolute"]?["totalGigabytesUsed"]?.integer == 3)
            #expect(limits.json?["limits"]?["absolute"]?["maxTotalVolumes"]?.integer == 10)
        }
    }

    @Test func `A limit that is set holds, and is forgotten with the set`() async throws {
        try await TestService.with { service in
            let path = "/v3/os-quota-sets/\(TestService.project)"
            let set = try await service.send(.put, path, ["quota_set": ["volumes": 1, "tenant_id": "x"]])
            #expect(set.json?["quota_set"]?["volumes"]?.integer == 1)
            #expect(set.json?["quota_set"]?["id"] == nil)
            #expect(try await service.send(.post, "/v3/volumes", ["volume": ["size": 1]]).status == 202)
            let over = try await service.send(.post, "/v3/volumes", ["volume": ["size": 1]])
            #expect(over.status == 413)
            #expect(over.fault == "overLimit")
            #expect(over.message?.hasPrefix("VolumeLimitExceeded: ") == true)
            #expect(over.json?["overLimit"]?["retryAfter"]?.string == "0")
            #expect(over["Retry-After"] == "0")
            let below = try await service.send(.put, path, ["quota_set": ["volumes": 0]])
            #expect(below.status == 400)
            let deleted = try await service.send(.delete, path)
            #expect(deleted.status == 200)
            #expect(deleted.text.isEmpty)
            #expect(try await service.send(.get, path).json?["quota_set"]?["volumes"]?.integer == 10)
        }
    }

    @Test(
        arguments: [
            ["quota_set": ["nonsense": 1]], ["quota_set": ["volumes": -2]], ["quota_set": ["volumes": 2_147_483_648]],
            ["quota_set": ["volumes": "7"]], ["quota_set": ["volumes_nothing": 7]],
        ] as [JSONValue]
    )
    func `Wrong keys and values are refused`(body: JSONValue) async throws {
        try await TestService.with { service in
            let answer = try await service.send(.put, "/v3/os-quota-sets/\(TestService.project)", body)
            #expect(answer.status == 400)
        }
    }

    @Test func `The default class holds for every project without limits of its own`() async throws {
        try await TestService.with { service in
            let set = try await service.send(.put, "/v3/os-quota-class-sets/default", ["quota_class_set": ["volumes": "5"]])
            #expect(set.json?["quota_class_set"]?["volumes"]?.integer == 5)
            #expect(try await service.send(.get, "/v3/os-quota-sets/any").json?["quota_set"]?["volumes"]?.integer == 5)
            #expect(try await service.send(.get, "/v3/os-quota-sets/any/defaults").json?["quota_set"]?["volumes"]?.integer == 5)
            let text = try await service.send(.put, "/v3/os-quota-class-sets/default", ["quota_class_set": ["volumes": "-1"]])
            #expect(text.status == 400)
        }
    }

    @Test func `A class says of what it leaves out what the default class says`() async throws {
        try await TestService.with { service in
            func set(_ name: String, _ limits: JSONValue) async throws {
                let answer = try await service.send(.put, "/v3/os-quota-class-sets/\(name)", ["quota_class_set": limits])
                #expect(answer.status == 200)
            }
            try await set("default", ["volumes": 5, "snapshots": 6])
            try await set("gold", ["volumes": 50])
            let gold = try await service.send(.get, "/v3/os-quota-class-sets/gold").json?["quota_class_set"]
            #expect(gold?["id"] == "gold")
            #expect(gold?["volumes"] == 50)
            #expect(gold?["snapshots"] == 6)
            #expect(gold?["gigabytes"] == 1000)
            let long = String(repeating: "x", count: 256)
            #expect(try await service.send(.put, "/v3/os-quota-class-sets/\(long)", ["quota_class_set": ["volumes": 1]]).status == 400)
            #expect(try await service.send(.put, "/v3/os-quota-sets/\(long)", ["quota_set": ["volumes": 1]]).status == 400)
        }
    }

    @Test func `Limits of a type hold beside those of the project`() async throws {
        try await TestService.with { service in
            #expect(try await service.send(.post, "/v3/types", ["volume_type": ["name": "gold"]]).status == 200)
            let path = "/v3/os-quota-sets/\(TestService.project)"
            #expect(try await service.send(.put, path, ["quota_set": ["volumes_gold": 1, "gigabytes_gold": 3]]).status == 200)
            func create(_ size: Int64, _ type: JSONValue) async throws -> Answer {
                try await service.send(.post, "/v3/volumes", ["volume": ["size": .integer(size), "volume_type": type]])
            }
            let large = try await create(4, "gold")
            #expect(large.status == 413)
            #expect(large.message?.contains("gigabytes_gold quota. Requested 4G, quota is 3G and 0G has been consumed.") == true)
            #expect(try await create(2, "gold").status == 202)
            let second = try await create(1, "gold")
            #expect(second.message == "VolumeLimitExceeded: Maximum number of volumes allowed (1) exceeded for quota 'volumes_gold'.")
            #expect(try await create(1, "__DEFAULT__").status == 202)
            let usage = try await service.send(.get, path + "?usage=True").json?["quota_set"]
            #expect(usage?["volumes_gold"] == ["limit": 1, "in_use": 1, "reserved": 0])
            #expect(usage?["groups"] == ["limit": 10, "in_use": 0, "reserved": 0])
            #expect(usage?["volumes"]?["in_use"] == 2)
            let limits = try await service.send(.get, "/v3/limits?project_id=nobody")
            #expect(limits.json?["limits"]?["absolute"]?["totalVolumesUsed"] == 0)
        }
    }

    @Test func `A limit below the use is refused only where the project has a limit of its own`() async throws {
        try await TestService.with { service in
            for _ in 0..<2 { #expect(try await service.send(.post, "/v3/volumes", ["volume": ["size": 1]]).status == 202) }
            let path = "/v3/os-quota-sets/\(TestService.project)"
            #expect(try await service.send(.put, path, ["quota_set": ["volumes": 1]]).status == 200)
            let below = try await service.send(.put, path, ["quota_set": ["volumes": 0, "snapshots": 3]])
            #expect(below.status == 400)
            #expect(below.message?.hasSuffix("Current usage is 2 and the requested limit is 0.") == true)
            #expect(try await service.send(.get, path).json?["quota_set"]?["snapshots"] == 10)
            #expect(try await service.send(.put, path, ["quota_set": ["volumes": -1]]).status == 200)
            #expect(try await service.send(.post, "/v3/volumes", ["volume": ["size": 1]]).status == 202)
        }
    }

    @Test func `Services are listed, disabled with a reason, enabled and frozen`() async throws {
        try await TestService.with { service in
            let all = try await service.send(.get, "/v3/os-services")
            let backend = try #require(all.json?["services"]?.array?.first { $0["binary"]?.string == "cinder-volume" })
            #expect(backend["host"]?.string == "here@memory")
            #expect(backend["state"]?.string == "up")
            let filtered = try await service.send(.get, "/v3/os-services?binary=cinder-volume&host=here")
            #expect(filtered.json?["services"]?.array?.count == 1)

            let named: JSONValue = ["binary": "cinder-volume", "host": "here@memory"]
            var reasoned = named.object ?? [:]
            reasoned["disabled_reason"] = "repair"
            let disabled = try await service.send(.put, "/v3/os-services/disable-log-reason", .object(reasoned))
            #expect(disabled.json?["disabled_reason"]?.string == "repair")
            let listed = try await service.send(.get, "/v3/os-services?binary=cinder-volume")
            #expect(listed.json?["services"]?.array?.first?["status"]?.string == "disabled")
            let zones = try await service.send(.get, "/v3/os-availability-zone")
            #expect(zones.json == ["availabilityZoneInfo": [["zoneName": "nova", "zoneState": ["available": false]]]])
            #expect(try await service.send(.put, "/v3/os-services/enable", named).json?["status"]?.string == "enabled")
            #expect(try await service.send(.put, "/v3/os-services/enable", ["binary": "cinder-volume"]).status == 400)
            let unknown = try await service.send(.put, "/v3/os-services/enable", ["binary": "cinder-volume", "host": "nowhere"])
            #expect(unknown.status == 404)

            #expect(try await service.send(.put, "/v3/os-services/freeze", ["host": "here@memory"]).status == 200)
            #expect(try await service.send(.put, "/v3/os-services/freeze", ["host": "here@memory"]).status == 400)
            #expect(try await service.send(.put, "/v3/os-services/thaw", ["host": "here@memory"]).status == 200)
        }
    }

    @Test func `Pools show what they offer`() async throws {
        try await TestService.with { service in
            let brief = try await service.send(.get, "/v3/scheduler-stats/get_pools")
            #expect(brief.json?["pools"]?.array?.first?.object?.keys.sorted() == ["name"])
            let detail = try await service.send(.get, "/v3/scheduler-stats/get_pools?detail=true")
            #expect(detail.json?["pools"]?.array?.first?["capabilities"]?["total_capacity_gb"]?.double == 1024)
        }
    }

    @Test func `Log levels can be read and set`() async throws {
        try await TestService.with { service in
            let set = try await service.send(.put, "/v3/os-services/set-log", ["binary": "*", "level": "debug"])
            #expect(set.status == 202)
            let levels = try await service.send(.put, "/v3/os-services/get-log", ["binary": "cinder-volume"])
            #expect(levels.json?["log_levels"]?.array?.first?["levels"] == ["scoria": "DEBUG"])
        }
    }
}
