import HTTPTypes
import ScoriaControl
import ScoriaModel
import ScoriaStore
import Testing

@testable import ScoriaAPI
@testable import ScoriaServer

/// What a list accepts on the wire, it does.
@Suite struct ListTranslationTests {
    @Test func `Every sort key and every filter that a list takes is one of the store's`() {
        func check<SortKey, FilterKey>(_ resource: ListedResource, _ attributes: ListAttributes<SortKey, FilterKey>) {
            for rule in resource.sortRules.values { #expect(attributes.sorts[rule.attribute] != nil, "\(resource) \(rule.attribute)") }
            // The project is the scope of a listing, not one of its filters.
            for rule in resource.filterRules.values where rule.attribute != "project_id" {
                let isKnown = attributes.filters[rule.attribute] != nil || attributes.constants[rule.attribute] != nil
                #expect(isKnown, "\(resource) \(rule.attribute)")
            }
            for name in ResourceFilters.standard[resource.rawValue] { #expect(resource.filterRules[name] != nil, "\(resource) \(name)") }
        }
        check(.volume, .volumes)
        check(.snapshot, .snapshots)
        check(.attachment, .attachments)
        check(.message, .messages)
    }

    @Test(arguments: [
        "description", "host", "project_id", "user_id", "attach_status", "migration_status", "name", "status", "size", "bootable",
    ])
    func `Pages follow each other in every order`(key: String) async throws {
        try await TestService.with { service in
            for name in ["a", "b", "c"] {
                _ = try await service.availableVolume(["size": 1, "name": .string(name), "description": .string("x\(name)")])
            }
            var names: [String] = []
            var marker = ""
            for _ in 0..<3 {
                let page = try await service.send(.get, "/v3/volumes?sort=\(key):asc&limit=1\(marker)").json?["volumes"]?.array
                let volume = try #require(page?.first)
                names.append(volume["name"]?.string ?? "")
                marker = "&marker=\(volume["id"]?.string ?? "")"
            }
            #expect(names == ["a", "b", "c"])
            #expect(try await service.send(.get, "/v3/volumes?sort=\(key):asc&limit=1\(marker)").json?["volumes"] == [])
        }
    }

    @Test func `Messages are filtered by their level, and snapshots by their volume's zone`() async throws {
        var settings = ControlSettings()
        settings.quotaDefaults["gigabytes"] = -1
        try await TestService.with(settings: settings) { service in
            let failed = try await service.availableVolume(["size": 100_000])
            func count(_ path: String, _ key: String) async throws -> Int? {
                try await service.send(.get, "/v3/\(path)").json?[key]?.array?.count
            }
            #expect(try await service.send(.get, "/v3/volumes/\(failed)").json?["volume"]?["status"] == "error")
            #expect(try await count("messages?message_level=ERROR&sort=message_level", "messages") == 1)
            #expect(try await count("messages?message_level=INFO", "messages") == 0)
            #expect(try await count("messages?message_level~=err", "messages") == 1)
            let volume = try await service.availableVolume(["size": 1])
            _ = try await service.send(.post, "/v3/snapshots", ["snapshot": ["volume_id": .string(volume)]])
            #expect(try await count("snapshots?availability_zone=nova&sort=progress,project_id", "snapshots") == 1)
            #expect(try await count("snapshots?availability_zone=moon", "snapshots") == 0)
        }
    }
}
