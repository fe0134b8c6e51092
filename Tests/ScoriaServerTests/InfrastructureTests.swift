import HTTPTypes
import ScoriaControl
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import Testing

/// Hosts, clusters, cleanup and capabilities over the wire.
@Suite struct InfrastructureTests {
    @Test func `Hosts are listed by zone, and shown with what projects have on them`() async throws {
        try await TestService.with { service in
            let volume = try await service.availableVolume(["size": 3])
            let made = try await service.send(.post, "/v3/snapshots", ["snapshot": ["volume_id": .string(volume)]])
            #expect(made.status == 202)
            let hosts = try await service.send(.get, "/v3/os-hosts").json?["hosts"]?.array ?? []
            let host = try #require(hosts.first { $0["service"] == "cinder-volume" })
            #expect(host["host_name"] == "here@memory" && host["service-status"] == "available" && host["service-state"] == "enabled")
            #expect(try await service.send(.get, "/v3/os-hosts?zone=elsewhere").json == ["hosts": []])

            let usage = try await service.send(.get, "/v3/os-hosts/here@memory").json?["host"]?.array?.compactMap { $0["resource"] }
            let total: JSONValue = [
                "host": "here@memory", "project": "(total)", "volume_count": "1", "total_volume_gb": "3", "snapshot_count": "1",
                "total_snapshot_gb": "3",
            ]
            #expect(usage?.first == total)
            #expect(usage?.last?["project"] == .string(TestService.project))
            #expect(try await service.send(.get, "/v3/os-hosts/nowhere").status == 404)
        }
    }

    @Test func `A host is switched off and on`() async throws {
        try await TestService.with { service in
            let path = "/v3/os-hosts/here@memory"
            #expect(try await service.send(.put, path, [:]).json == [:])
            #expect(try await service.send(.put, path, ["status": "perhaps"]).status == 400)
            #expect(try await service.send(.put, path, ["colour": "red"]).status == 400)
            #expect(try await service.send(.put, "/v3/os-hosts/nowhere", ["status": "enable"]).status == 404)
            #expect(try await service.send(.put, "/v3/os-hosts", ["status": "enable"]).status == 400)
            let off = try await service.send(.put, path, ["status": "disable"])
            #expect(off.json == ["host": "here@memory", "status": "disabled"])
            let services = try await service.send(.get, "/v3/os-services?binary=cinder-volume").json?["services"]?.array
            #expect(services?.first?["status"] == "disabled")
            #expect(try await service.send(.put, path, ["status": "enable"]).json?["status"] == "enabled")
        }
    }

    @Test func `A service belongs to the cluster of its configuration, which is listed, filtered and switched`() async throws {
        try await TestService.with(cluster: "gang@memory") { service in
            let list = try await service.send(.get, "/v3/clusters").json?["clusters"]
            #expect(
                list == [
                    [
                        "name": "gang@memory", "binary": "cinder-volume", "state": "up", "status": "enabled", "replication_status": .null,
                    ]
                ]
            )
            let services = try await service.send(.get, "/v3/os-services?binary=cinder-volume").json?["services"]?.array
            #expect(services?.first?["cluster"] == "gang@memory")
            let shown = try await service.send(.get, "/v3/clusters/gang@memory").json?["cluster"]
            #expect(shown?["num_hosts"] == 1 && shown?["num_down_hosts"] == 0 && shown?["updated_at"] == "")
            #expect(try await service.send(.get, "/v3/clusters/gang@memory?binary=cinder-backup").status == 404)
            #expect(try await service.send(.get, "/v3/clusters/gang@memory", version: "3.6").status == 404)

            #expect(try await service.send(.get, "/v3/clusters?is_up=false").json == ["clusters": []])
            #expect(try await service.send(.get, "/v3/clusters/detail?num_hosts=1&disabled=no").json?["clusters"]?.array?.count == 1)
            #expect(try await service.send(.get, "/v3/clusters?colour=red").status == 400)
            #expect(try await service.send(.get, "/v3/clusters?frozen=true", version: "3.25").status == 400)
            #expect(try await service.send(.get, "/v3/clusters?frozen=true", version: "3.26").json == ["clusters": []])

            let off = try await service.send(.put, "/v3/clusters/disable", ["name": "gang@memory", "disabled_reason": " repair "])
            #expect(off.json?["cluster"]?["status"] == "disabled" && off.json?["cluster"]?["disabled_reason"] == "repair")
            let volume = try await service.send(.post, "/v3/volumes", ["volume": ["size": 1]])
            let id = try #require(volume.json?["volume"]?["id"]?.string)
            let flow = try #require(try service.control.store.read { try $0.flows(project: nil, resourceID: id, limit: 1) }.first)
            _ = try await service.control.flows.completion(of: flow.id)
            #expect(try await service.send(.get, "/v3/volumes/\(id)").json?["volume"]?["status"] == "error")

            let on = try await service.send(.put, "/v3/clusters/enable", ["name": "gang@memory"])
            #expect(on.json?["cluster"]?["status"] == "enabled")
            #expect(try await service.send(.put, "/v3/clusters/enable", ["name": "other"]).status == 404)
            let placed = try await service.availableVolume(["size": 1])
            let cluster = try await service.send(.get, "/v3/volumes/\(placed)").json?["volume"]?["cluster_name"]
            #expect(cluster == "gang@memory#memory")
        }
    }

    @Test func `A cluster is frozen and thawed as one, from 3_26 on`() async throws {
        try await TestService.with(cluster: "gang@memory") { service in
            let body: JSONValue = ["cluster": "gang@memory"]
            #expect(try await service.send(.put, "/v3/os-services/freeze", body, version: "3.25").status == 400)
            #expect(try await service.send(.put, "/v3/os-services/freeze", ["cluster": "gang@memory", "host": "h"]).status == 400)
            #expect(try await service.send(.put, "/v3/os-services/freeze", ["cluster": "none"]).status == 400)
            #expect(try await service.send(.put, "/v3/os-services/freeze", body).status == 200)
            #expect(try await service.send(.put, "/v3/os-services/freeze", body).status == 400)
            let services = try await service.send(.get, "/v3/os-services?binary=cinder-volume").json?["services"]?.array
            #expect(services?.first?["frozen"] == true && services?.first?["disabled_reason"] == "frozen")
            #expect(try await service.send(.put, "/v3/os-services/thaw", body).status == 200)
            let cluster = try await service.send(.get, "/v3/clusters/gang@memory").json?["cluster"]
            #expect(cluster?["frozen"] == false && cluster?["status"] == "enabled")
        }
    }

    @Test func `Cleanup names services that are up when asked for, and services that nobody stands in for`() async throws {
        try await TestService.with { service in
            let path = "/v3/workers/cleanup"
            #expect(try await service.send(.post, path, [:]).json == ["cleaning": [], "unavailable": []])
            let lost = Service(
                id: ID(rawValue: "lost"),
                binary: Service.volumeBinary,
                host: BackendAddress(rawValue: "here@gone"),
                availabilityZone: "nova",
                createdAt: Timestamp(microseconds: 1)
            )
            try await service.control.store.write { try $0.heartbeat(lost) }
            let answer = try await service.send(.post, path, [:])
            #expect(answer.status == 202)
            let number = try #require(answer.json?["unavailable"]?.array?.first?["id"]?.integer)
            #expect(
                answer.json?["unavailable"] == [
                    ["id": .integer(number), "host": "here@gone", "binary": "cinder-volume", "cluster_name": .null]
                ]
            )
            #expect(try await service.send(.post, path, ["service_id": .integer(number + 7)]).json?["unavailable"] == [])
            #expect(try await service.send(.post, path, ["host": "here@memory"]).json?["unavailable"] == [])
            let up = try await service.send(.post, path, ["is_up": "yes", "binary": "cinder-volume"])
            #expect(up.json?["cleaning"]?.array?.compactMap { $0["host"] } == ["here@memory"])
            #expect(try await service.send(.post, path, ["resource_type": "Group"]).status == 400)
            let none: JSONValue = ["resource_id": "0a0a0a0a-0a0a-0a0a-0a0a-0a0a0a0a0a0a"]
            #expect(try await service.send(.post, path, none).status == 400)
        }
    }

    @Test func `Capabilities are the standard ones and the driver's own`() async throws {
        try await TestService.with { service in
            let shown = try await service.send(.get, "/v3/capabilities/here@memory").json
            #expect(shown?["namespace"] == "OS::Storage::Capabilities::here@memory")
            #expect(shown?["pool_name"] == .null && shown?["replication_targets"] == [])
            let properties = shown?["properties"]?.object?.keys.sorted()
            #expect(properties == ["compression", "memory:speed", "qos", "replication_enabled", "thin_provisioning"])
            #expect(shown?["properties"]?["qos"]?["type"] == "boolean")
            #expect(try await service.send(.get, "/v3/capabilities/here@memory%23memory").status == 200)
            #expect(try await service.send(.get, "/v3/capabilities/nowhere").status == 404)
        }
    }

    @Test func `The capabilities of a host that does not answer are a 502`() async throws {
        try await TestService.with { service in
            let lost = Service(
                id: ID(rawValue: "lost"),
                binary: Service.volumeBinary,
                host: BackendAddress(rawValue: "here@gone"),
                availabilityZone: "nova",
                createdAt: Timestamp(microseconds: 1)
            )
            try await service.control.store.write { try $0.heartbeat(lost) }
            let refused = try await service.send(.get, "/v3/capabilities/here@gone")
            #expect(refused.status == 502 && refused.fault == "computeFault")
        }
    }
}
