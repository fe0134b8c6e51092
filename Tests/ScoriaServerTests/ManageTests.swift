import HTTPTypes
import ScoriaControl
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import Testing

/// Objects of backends that become volumes and snapshots, or cease to be, over the wire.
@Suite struct ManageTests {
    private func manage(
        _ service: TestService,
        _ name: String,
        _ more: [String: JSONValue] = [:],
        version: String = "3.71"
    ) async throws -> Answer {
        let volume = more.merging(["host": "here@memory#memory", "ref": ["source-name": .string(name)]]) { first, _ in first }
        return try await service.send(.post, "/v3/manageable_volumes", ["volume": .object(volume)], version: version)
    }

    private func volume(_ service: TestService, _ id: String) async throws -> JSONValue? {
        try await service.send(.get, "/v3/volumes/\(id)").json?["volume"]
    }

    @Test func `An object becomes a volume, is used, and is given up with its bytes`() async throws {
        try await TestService.with { service in
            service.driver.addForeignObject("legacy", size: ByteCount(1_500_000_000))
            let list = try await service.send(.get, "/v3/manageable_volumes/detail?host=here@memory")
            #expect(list.status == 200)
            let entry: JSONValue = [
                "reference": ["source-name": "legacy"], "size": 2, "safe_to_manage": true, "reason_not_safe": .null, "cinder_id": .null,
                "extra_info": .null,
            ]
            #expect(list.json == ["manageable-volumes": [entry]])

            let answer = try await manage(service, "legacy", ["name": "taken over", "bootable": true, "metadata": ["a": "b"]])
            #expect(answer.status == 202)
            #expect(answer.json?["volume"]?["status"] == "creating")
            #expect(answer.json?["volume"]?["size"] == 0)
            #expect(answer.json?["volume"]?["group_id"] == nil)
            let id = try #require(answer.json?["volume"]?["id"]?.string)
            try await service.settle(id)
            let row = try await volume(service, id)
            #expect(row?["status"] == "available")
            #expect(row?["size"] == 2)
            #expect(row?["bootable"] == "true")
            #expect(row?["os-vol-host-attr:host"] == "here@memory#memory")
            #expect(try await gigabytes(service) == 2)

            let mine = try await service.send(.get, "/v3/os-volume-manage/detail?host=here@memory").json?["manageable-volumes"]?.array?
                .first
            #expect(mine?["cinder_id"]?.string == id)
            #expect(mine?["reason_not_safe"] == "already managed")
            let again = try await manage(service, "volume-\(id)")
            #expect(again.status == 400)
            #expect(again.message == "Invalid volume: Unable to manage existing volume. The volume is already managed")

            #expect(try await service.send(.post, "/v3/volumes/\(id)/action", ["os-unmanage": .null]).status == 202)
            try await service.settle(id)
            #expect(try await service.send(.get, "/v3/volumes/\(id)").status == 404)
            #expect(service.driver.names == ["unmanaged-\(id)"])
            #expect(try await gigabytes(service) == 0)
        }
    }

    @Test func `A snapshot is given up and taken back`() async throws {
        try await TestService.with { service in
            let made = try await service.send(.post, "/v3/volumes", ["volume": ["size": 1]])
            let volume = try #require(made.json?["volume"]?["id"]?.string)
            try await service.settle(volume)
            let taken = try await service.send(.post, "/v3/snapshots", ["snapshot": ["volume_id": .string(volume)]])
            let snapshot = try #require(taken.json?["snapshot"]?["id"]?.string)
            try await service.settle(snapshot)
            #expect(try await service.send(.post, "/v3/volumes/\(volume)/action", ["os-unmanage": [:]]).status == 400)
            #expect(try await service.send(.post, "/v3/snapshots/\(snapshot)/action", ["os-unmanage": [:]]).status == 202)
            try await service.settle(snapshot)
            #expect(try await service.send(.get, "/v3/snapshots/\(snapshot)").status == 404)
            let list = try await service.send(.get, "/v3/manageable_snapshots?host=here@memory").json?["manageable-snapshots"]?.array
            #expect(list?.first?["reference"] == ["source-name": .string("unmanaged-snapshot-\(snapshot)")])
            #expect(list?.first?["source_reference"] == [:])
            let body: JSONValue = ["volume_id": .string(volume), "ref": .string("unmanaged-snapshot-\(snapshot)"), "name": "back"]
            let managed = try await service.send(.post, "/v3/manageable_snapshots", ["snapshot": body])
            #expect(managed.status == 202)
            let id = try #require(managed.json?["snapshot"]?["id"]?.string)
            try await service.settle(id)
            #expect(try await service.send(.get, "/v3/snapshots/\(id)").json?["snapshot"]?["status"] == "available")
        }
    }

    @Test func `What cannot be managed ends in error_managing, with the reason and at no charge`() async throws {
        try await TestService.with { service in
            service.driver.addForeignObject("large", size: GibiByteCount(5).bytes)
            let path = "/v3/os-quota-sets/\(TestService.project)"
            #expect(try await service.send(.put, path, ["quota_set": ["gigabytes": 4]]).status == 200)
            for (name, event) in [("large", "VOLUME_VOLUME_008_006"), ("missing", "VOLUME_VOLUME_008_012")] {
                let id = try #require(try await manage(service, name).json?["volume"]?["id"]?.string)
                try await service.settle(id)
                #expect(try await volume(service, id)?["status"] == "error")
                let messages = try await service.send(.get, "/v3/messages?resource_uuid=\(id)").json?["messages"]?.array
                #expect(messages?.first?["event_id"]?.string == event)
                #expect(try await gigabytes(service) == 0)
                #expect(try await service.send(.delete, "/v3/volumes/\(id)").status == 202)
                try await service.settle(id)
            }
            #expect(service.driver.names == ["large"])
            let id = try #require(try await manage(service, "large", ["host": "here@memory#other"]).json?["volume"]?["id"]?.string)
            try await service.settle(id)
            #expect(try await volume(service, id)?["status"] == "error")
        }
    }

    @Test func `Bad requests are refused before anything is made`() async throws {
        try await TestService.with { service in
            let bad: [([String: JSONValue], String)] = [
                (["host": .null], "3.71"), (["cluster": "c"], "3.71"), (["host": .null, "cluster": "c"], "3.71"),
                (["host": "nowhere@x"], "3.71"), (["volume_type": "nonsense"], "3.71"), (["ref": .null], "3.71"), (["size": 1], "3.71"),
                (["cluster": "c"], "3.15"),
            ]
            for (more, version) in bad {
                let answer = try await manage(service, "legacy", more, version: version)
                #expect(answer.status == 400, "\(more) \(answer.text)")
            }
            #expect(try await service.send(.get, "/v3/volumes").json?["volumes"]?.array?.isEmpty == true)
            let lists = [
                "", "?host=here@memory&cluster=c", "?host=here@memory&sort=name", "?host=here@memory&marker=nonsense",
                "?host=here@memory&marker=%7B%7D", "?host=here@memory&limit=-1", "?host=here@memory&sort=size:up",
            ]
            #expect(try await service.send(.get, "/v3/manageable_volumes?host=nowhere").status == 404)
            for query in lists {
                let answer = try await service.send(.get, "/v3/manageable_volumes\(query)")
                #expect(answer.status == 400, "\(query) \(answer.text)")
            }
        }
    }

    @Test func `A cluster stands for the backend that serves it`() async throws {
        try await TestService.with(cluster: "c@memory") { service in
            service.driver.addForeignObject("legacy", size: GibiByteCount(1).bytes)
            let listed = try await service.send(.get, "/v3/manageable_volumes?cluster=c@memory")
            #expect(listed.json?["manageable-volumes"]?.array?.count == 1)
            #expect(try await service.send(.get, "/v3/manageable_volumes?cluster=d@memory").status == 404)
            #expect(try await service.send(.get, "/v3/manageable_volumes?cluster=c@memory", version: "3.16").status == 400)
            let managed = try await manage(service, "legacy", ["host": .null, "cluster": "c@memory#memory"])
            #expect(managed.status == 202)
            let id = try #require(managed.json?["volume"]?["id"]?.string)
            try await service.settle(id)
            let row = try await volume(service, id)
            #expect(row?["os-vol-host-attr:host"] == "here@memory#memory")
            #expect(row?["cluster_name"] == "c@memory#memory")
        }
    }

    @Test func `Lists are sorted and cut`() async throws {
        try await TestService.with { service in
            for (name, size) in [("b", 3), ("a", 1), ("c", 2)] {
                service.driver.addForeignObject(name, size: GibiByteCount(size).bytes)
            }
            let all = try await names(service, "")
            #expect(all == ["c", "b", "a"])
            #expect(try await names(service, "sort=size:asc") == ["a", "c", "b"])
            #expect(try await names(service, "sort=reference:asc&limit=2") == ["a", "b"])
            let marker = "marker=%7B%22source-name%22%3A%22b%22%7D"
            #expect(try await names(service, "sort=reference:asc&\(marker)") == ["c"])
            #expect(try await names(service, "sort=reference:asc&offset=1&limit=1") == ["b"])
            #expect(try await names(service, "limit=0") == [])
        }
    }

    private func names(_ service: TestService, _ query: String) async throws -> [String] {
        let answer = try await service.send(.get, "/v3/manageable_volumes?host=here@memory&\(query)")
        let list = try #require(answer.json?["manageable-volumes"]?.array, "\(answer.text)")
        return list.compactMap { $0["reference"]?["source-name"]?.string }
    }

    private func gigabytes(_ service: TestService) async throws -> Int64? {
        let path = "/v3/os-quota-sets/\(TestService.project)?usage=True"
        return try await service.send(.get, path).json?["quota_set"]?["gigabytes"]?["in_use"]?.integer
    }
}
