import HTTPTypes
import ScoriaControl
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import ScoriaSystem
import Testing

/// Offers of volumes to other projects, over the wire.
@Suite struct TransferTests {
    private let other = "fedcba9876543210fedcba9876543210"

    private var accepter: String { "friend:\(other)" }

    /// An available volume of one GiB with a snapshot, if one is asked for.
    private func volume(_ service: TestService, snapshots: Int = 0) async throws -> String {
        let made = try await service.send(.post, "/v3/volumes", ["volume": ["size": 1]])
        let id = try #require(made.json?["volume"]?["id"]?.string)
        try await service.settle(id)
        for _ in 0..<snapshots {
            let snapshot = try await service.send(.post, "/v3/snapshots", ["snapshot": ["volume_id": .string(id)]])
            try await service.settle(try #require(snapshot.json?["snapshot"]?["id"]?.string))
        }
        return id
    }

    private func offer(_ service: TestService, _ volume: String, _ more: [String: JSONValue] = [:]) async throws -> Answer {
        let body = more.merging(["volume_id": .string(volume)]) { first, _ in first }
        return try await service.send(.post, "/v3/volume-transfers", ["transfer": .object(body)])
    }

    @Test func `An accepted volume goes with its snapshots and both quotas follow`() async throws {
        try await TestService.with { service in
            let volume = try await volume(service, snapshots: 2)
            let offered = try await offer(service, volume, ["name": " to a friend "])
            #expect(offered.status == 202)
            let transfer = try #require(offered.json?["transfer"])
            let (id, key) = (try #require(transfer["id"]?.string), try #require(transfer["auth_key"]?.string))
            #expect(key.count == 16)
            #expect(transfer["name"] == "to a friend")
            #expect(transfer["source_project_id"]?.string == TestService.project)
            #expect(try await service.send(.get, "/v3/volumes/\(volume)").json?["volume"]?["status"] == "awaiting-transfer")

            let shown = try await service.send(.get, "/v3/volume-transfers/\(id)")
            #expect(shown.status == 200)
            #expect(shown.json?["transfer"]?["auth_key"] == nil)

            let accepted = try await service.send(
                .post,
                "/v3/volume-transfers/\(id)/accept",
                ["accept": ["auth_key": .string(key)]],
                token: accepter
            )
            #expect(accepted.status == 202)
            #expect(accepted.json?["transfer"]?["volume_id"]?.string == volume)
            let moved = try await service.send(.get, "/v3/volumes/\(volume)", token: accepter)
            #expect(moved.json?["volume"]?["os-vol-tenant-attr:tenant_id"]?.string == other)
            #expect(moved.json?["volume"]?["status"] == "available")
            #expect(moved.json?["volume"]?["user_id"] == "friend")
            #expect(try await usage(service, TestService.project) == [0, 0, 0])
            #expect(try await usage(service, other) == [1, 2, 3])
            #expect(try await service.send(.get, "/v3/volume-transfers/\(id)").status == 404)
            #expect(
                try await service.send(.post, "/v3/volume-transfers/\(id)/accept", ["accept": ["auth_key": .string(key)]]).status == 404
            )
        }
    }

    @Test func `Snapshots may be left behind, and then a cascade of the new owner does not take them`() async throws {
        try await TestService.with { service in
            let volume = try await volume(service, snapshots: 1)
            let transfer = try await offer(service, volume, ["no_snapshots": true]).json?["transfer"]
            #expect(transfer?["no_snapshots"] == true)
            let accepted = try await service.accept(transfer, by: accepter)
            #expect(accepted.status == 202)
            #expect(try await usage(service, TestService.project) == [0, 1, 1])
            #expect(try await usage(service, other) == [1, 0, 1])
        }
    }

    @Test func `The quota of the accepter holds, and a refusal moves nothing`() async throws {
        try await TestService.with { service in
            let volume = try await volume(service, snapshots: 1)
            let transfer = try await offer(service, volume).json?["transfer"]
            func limit(_ limits: JSONValue) async throws {
                #expect(try await service.send(.put, "/v3/os-quota-sets/\(other)", ["quota_set": limits]).status == 200)
            }
            try await limit(["volumes": 0])
            let full = try await service.accept(transfer, by: accepter)
            #expect(full.status == 413)
            #expect(full.message?.hasPrefix("VolumeLimitExceeded: ") == true)
            try await limit(["volumes": 1, "gigabytes": 1])
            let large = try await service.accept(transfer, by: accepter)
            #expect(large.status == 413)
            #expect(large.message?.contains("Requested 1G, quota is 1G and 1G has been consumed") == true)
            #expect(large["Retry-After"] == "0")
            #expect(try await usage(service, other) == [0, 0, 0])
            #expect(try await usage(service, TestService.project) == [1, 1, 2])
            #expect(try await service.send(.get, "/v3/volumes/\(volume)").json?["volume"]?["status"] == "awaiting-transfer")
            try await limit(["gigabytes": 2])
            #expect(try await service.accept(transfer, by: accepter).status == 202)
        }
    }

    @Test func `A wrong key, a volume in use and an offer that is gone are refused`() async throws {
        try await TestService.with { service in
            let volume = try await volume(service)
            let transfer = try await offer(service, volume).json?["transfer"]
            let id = try #require(transfer?["id"]?.string)
            for key in ["", "wrong", "0000000000000000"] as [JSONValue] {
                let answer = try await service.send(
                    .post,
                    "/v3/volume-transfers/\(id)/accept",
                    ["accept": ["auth_key": key]],
                    token: accepter
                )
                #expect(answer.status == 400)
                #expect(answer.message == "Invalid auth key: Attempt to transfer \(id) with invalid auth key.")
            }
            #expect(try await offer(service, volume).status == 400)
            #expect(try await offer(service, "00000000-0000-4000-8000-000000000000").status == 404)
            #expect(try await service.send(.delete, "/v3/volume-transfers/\(id)").status == 202)
            #expect(try await service.send(.get, "/v3/volumes/\(volume)").json?["volume"]?["status"] == "available")
            #expect(try await service.send(.delete, "/v3/os-volume-transfer/\(id)").status == 404)
        }
    }

    @Test func `Lists have pages and sorts from 3_59 on, and the extension's never`() async throws {
        try await TestService.with { service in
            var volumes: [String] = []
            for name in ["b", "a", "c"] {
                let volume = try await volume(service)
                volumes.append(volume)
                #expect(try await offer(service, volume, ["name": .string(name)]).status == 202)
            }
            func names(_ path: String, _ version: String = "3.71", token: String? = nil) async throws -> [String] {
                let answer = try await service.send(.get, path, version: version, token: token ?? "tester:\(TestService.project)")
                return try #require(answer.json?["transfers"]?.array, "\(answer.text)").compactMap { $0["name"]?.string }
            }
            #expect(try await names("/v3/volume-transfers") == ["c", "a", "b"])
            #expect(try await names("/v3/volume-transfers", "3.58") == ["b", "a", "c"])
            #expect(try await names("/v3/os-volume-transfer?sort=name:desc") == ["b", "a", "c"])
            #expect(try await names("/v3/volume-transfers?sort=display_name:asc") == ["a", "b", "c"])
            #expect(try await names("/v3/volume-transfers/detail?name=a") == ["a"])
            #expect(try await names("/v3/volume-transfers?nonsense=1") == [])
            #expect(try await names("/v3/volume-transfers?volume_id=\(volumes[0])") == ["b"])
            #expect(try await names("/v3/volume-transfers", token: accepter) == [])
            #expect(try await names("/v3/volume-transfers?all_tenants=1", token: accepter).count == 3)
            let first = try await service.send(.get, "/v3/volume-transfers/detail?limit=2&sort=name:asc")
            let next = try #require(first.json?["transfers_links"]?.array?.first?["href"]?.string)
            #expect(next.contains("/volume-transfers/detail?"))
            #expect(try await names(String(next.dropFirst("http://localhost:8776".count))) == ["c"])
            #expect(try await service.send(.get, "/v3/volume-transfers?sort=size:asc").status == 400)
        }
    }

    @Test func `An encrypted volume goes from 3_70 on, with its snapshots, and is never given up`() async throws {
        try await TestService.with { service in
            let volume = try await volume(service, snapshots: 1)
            let id = VolumeID(rawValue: volume)
            try await service.control.store.write { transaction in
                guard var row = try transaction.volume(id) else { return }
                row.isEncrypted = true
                try transaction.update(row)
            }
            let body: JSONValue = ["transfer": ["volume_id": .string(volume)]]
            #expect(try await service.send(.post, "/v3/volume-transfers", body, version: "3.69").status == 400)
            #expect(try await service.send(.post, "/v3/os-volume-transfer", body).status == 400)
            #expect(try await offer(service, volume, ["no_snapshots": true]).status == 400)
            let refused = try await service.send(.post, "/v3/volumes/\(volume)/action", ["os-unmanage": .null])
            #expect(refused.status == 400)
            let messages = try await service.send(.get, "/v3/messages?resource_uuid=\(volume)").json?["messages"]?.array
            #expect(messages?.first?["event_id"] == "VOLUME_VOLUME_006_008")
            let transfer = try await offer(service, volume).json?["transfer"]
            #expect(try await service.accept(transfer, by: accepter).status == 202)
        }
    }

    @Test func `A volume that is deleted by force takes its offer with it`() async throws {
        try await TestService.with { service in
            let volume = try await volume(service)
            let id = try #require(try await offer(service, volume).json?["transfer"]?["id"]?.string)
            #expect(try await service.send(.delete, "/v3/volumes/\(volume)").status == 400)
            #expect(try await service.send(.post, "/v3/volumes/\(volume)/action", ["os-force_delete": .null]).status == 202)
            try await service.settle(volume)
            #expect(try await service.send(.get, "/v3/volume-transfers/\(id)").status == 404)
            #expect(try await usage(service, TestService.project) == [0, 0, 0])
        }
    }

    @Test func `Snapshots that stayed are not the next giver's to give`() async throws {
        try await TestService.with { service in
            let volume = try await volume(service, snapshots: 1)
            let first = try await offer(service, volume, ["no_snapshots": true]).json?["transfer"]
            #expect(try await service.accept(first, by: accepter).status == 202)
            let body: JSONValue = ["transfer": ["volume_id": .string(volume)]]
            let second = try await service.send(.post, "/v3/volume-transfers", body, token: accepter).json?["transfer"]
            #expect(try await service.accept(second, by: "third:aaaa").status == 202)
            #expect(try await usage(service, TestService.project) == [0, 1, 1])
            #expect(try await usage(service, "aaaa") == [1, 0, 1])
        }
    }

    @Test func `The key is kept nowhere, not even for a repeated request`() async throws {
        try await TestService.with { service in
            let volume = try await volume(service)
            let body: JSONValue = ["transfer": ["volume_id": .string(volume)]]
            let offered = try await service.send(.post, "/v3/volume-transfers", body, headers: ["Idempotency-Key": "once"])
            let key = try #require(offered.json?["transfer"]?["auth_key"]?.string)
            let id = try #require(offered.json?["transfer"]?["id"]?.string)
            let row = try #require(try service.control.store.read { try $0.transfer(VolumeTransferID(rawValue: id)) })
            #expect(!"\(row)".contains(key))
            #expect(
                try service.control.store.read { try $0.idempotencyRecord("once", in: ProjectID(rawValue: TestService.project)) } == nil
            )
        }
    }

    /// Volumes, snapshots and gigabytes in use.
    private func usage(_ service: TestService, _ project: String) async throws -> [Int64] {
        let set = try await service.send(.get, "/v3/os-quota-sets/\(project)?usage=True").json?["quota_set"]
        return ["volumes", "snapshots", "gigabytes"].compactMap { set?[$0]?["in_use"]?.integer }
    }
}

extension TestService {
    /// Waits for the end of the newest flow about a resource.
    func settle(_ id: String) async throws {
        guard let flow = try control.store.read({ try $0.flows(project: nil, resourceID: id, limit: 1) }).first else { return }
        _ = try await control.flows.completion(of: flow.id)
    }

    fileprivate func accept(_ transfer: JSONValue?, by token: String) async throws -> Answer {
        let (id, key) = (try #require(transfer?["id"]?.string), try #require(transfer?["auth_key"]?.string))
        return try await send(.post, "/v3/volume-transfers/\(id)/accept", ["accept": ["auth_key": .string(key)]], token: token)
    }
}
