import Testing

@testable import ScoriaAPI

@Suite("A method and a path lead to one route")
struct RouteResolverTests {
    let resolver = RouteResolver()

    private func describe(_ method: String, _ path: String) -> String {
        switch resolver.resolve(method: method, path: path) {
        case .route(let route, let match): "\(route.id) \(match.projectID ?? "-") \(match.parameters)"
        case .actions(let actions, let match): "actions(\(actions.names.count)) \(match.projectID ?? "-") \(match.parameters)"
        case .dead: "dead"
        case .redirect(let place): "redirect \(place)"
        case .unknown: "unknown"
        case .undecodable: "undecodable"
        }
    }

    @Test(
        "paths",
        arguments: [
            ("GET", "/", "versions - []"), ("POST", "/", "versions - []"), ("GET", "/v3/", "version - []"), ("GET", "/v3", "redirect /v3/"),
            ("GET", "/healthcheck", "healthcheck - []"), ("POST", "/healthcheck", "unknown"), ("GET", "/metrics", "metrics - []"),
            ("GET", "/v3/volumes", "listVolumes - []"), ("GET", "/v3/abc-123/volumes", "listVolumes abc-123 []"),
            ("GET", "/v3/abc-123/volumes/", "listVolumes abc-123 []"), ("GET", "/v3/volumes/detail", "listVolumesDetail - []"),
            ("GET", "/v3/volumes/x", #"showVolume - ["x"]"#), ("DELETE", "/v3/volumes/detail", #"deleteVolume - ["detail"]"#),
            ("PUT", "/v3/0a/volumes/x", #"updateVolume 0a ["x"]"#), ("GET", "/v3/volumes/summary", "summarizeVolumes - []"),
            ("GET", "/v3/volumes/x/metadata/a%20b%2Fc", #"showVolumeMetadataKey - ["x", "a b/c"]"#),
            ("GET", "/v3/types/t/extra_specs/RESKEY%3Aavailability_zones", #"showExtraSpec - ["t", "RESKEY:availability_zones"]"#),
            ("GET", "/v3/types/t/extra_specs/a+b", #"showExtraSpec - ["t", "a+b"]"#),
            ("GET", "/v3/volumes/%FF", "undecodable"), ("GET", "/v3/volumes/100%", #"showVolume - ["100%"]"#),
            ("GET", "/v3/project/volumes", "unknown"), ("GET", "/v3/ABC/volumes", "unknown"), ("GET", "/v3//volumes", "unknown"),
            ("GET", "/v3/abc", "unknown"), ("GET", "/v3/abc/", "unknown"), ("GET", "/v2/abc/volumes", "unknown"),
            ("GET", "/volumes", "unknown"),
            ("PATCH", "/v3/volumes", "unknown"), ("HEAD", "/v3/volumes", "unknown"), ("PUT", "/v3/volumes", "unknown"),
            ("GET", "/v3/volumes/x/action", "unknown"), ("GET", "/v3/volumes/x/y/z/w", "unknown"), ("GET", "/v3x", "unknown"),
            ("GET", "/v3/groups", "unknown"), ("GET", "/v3/backups/detail", "unknown"), ("GET", "/v3/group_types", "unknown"),
            ("GET", "/v3/volumes/new", "dead"), ("GET", "/v3/abc/volumes/x/edit", "dead"), ("POST", "/v3/limits", "dead"),
            ("PUT", "/v3/messages/x", "dead"), ("GET", "/v3/scheduler-stats", "dead"), ("GET", "/v3/scheduler-stats/x", "dead"),
            ("GET", "/v3/scheduler-stats/get_pools", "listPools - []"), ("PUT", "/v3/os-services/thaw", "thawHost - []"),
            ("POST", "/v3/attachments/a/action", #"actions(1) - ["a"]"#), ("GET", "/v3/abc/operations/7", #"showOperation abc ["7"]"#),
        ]
    )
    func paths(method: String, path: String, expected: String) {
        #expect(describe(method, path) == expected, "\(method) \(path)")
    }

    @Test("every route of the table is found, with a project and without")
    func complete() {
        for route in RouteTable.all where !RouteTable.isOutsideVersions(route.id) {
            let path = route.path.split(separator: "/").map { $0.hasPrefix("{") ? "0aZ" : String($0) }.joined(separator: "/")
            for prefix in ["/v3/", "/v3/0123456789abcdef-0/"] {
                switch resolver.resolve(method: route.verb.rawValue, path: prefix + path) {
                case .route(let found, _): #expect(found.id == route.id)
                case .actions(let actions, _): #expect(route.action.flatMap { actions.route(named: $0) }?.id == route.id)
                default: Issue.record("\(route.verb) \(prefix)\(path) is not found")
                }
            }
        }
    }

    @Test("every id has exactly one route")
    func unique() {
        #expect(RouteTable.all.count == RouteID.allCases.count)
        #expect(Set(RouteTable.all.map(\.id)).count == RouteTable.all.count)
    }

    @Test("actions are chosen by the body's key and gated by their version")
    func actions() throws {
        guard case .actions(let actions, let match) = resolver.resolve(method: "POST", path: "/v3/abc/volumes/x/action") else {
            Issue.record("no actions")
            return
        }
        #expect(match.parameters == ["x"])
        #expect(actions.route(named: "os-reimage") == nil)
        let revert = try #require(actions.route(named: "revert"))
        #expect(!revert.isServed(in: Microversion(39)))
        #expect(revert.isServed(in: Microversion(40)))
        #expect(actions.route(named: "os-extend_volume_completion")?.isServed(in: .minimum) == true)
    }
}
