import Foundation
import HTTPTypes
import ScoriaAPI
import ScoriaIdentity
import ScoriaModel
import Testing

@testable import ScoriaServer

/// Every route, walked by every persona, against the table that is made of the field's rules.
@Suite("The walk through all routes")
struct WalkTests {
    /// A line of `Tests/Suites/policy/walk.tsv`.
    struct Step {
        let method: String
        let path: String
        let action: String
        let expected: [Persona: String]

        init(_ line: Substring) {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            method = cells[0]
            path = cells[1].replacing("/v3/{project_id}", with: "").replacing(/\{[^}]*\}/, with: "{id}")
            action = cells[2]
            expected = Dictionary(uniqueKeysWithValues: zip(Persona.allCases, cells[5...]))
        }
    }

    private static func table() throws -> [String: Step] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Suites/policy/walk.tsv").standardized
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
        return Dictionary(
            lines.map(Step.init).map { ("\($0.method) \($0.path) \($0.action)", $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    @Test("Every route has a rule of the catalog, or stands among the unpoliced ones with a reason")
    func everyRouteHasARule() throws {
        for route in RouteTable.all {
            if let rule = route.policy {
                #expect(PolicyCatalog.rule(named: rule) != nil, "\(route.id) names \(rule), which scripts/generate-policies does not know")
                #expect(UnpolicedRoutes.reasons[route.id] == nil, "\(route.id) has a rule and is among the unpoliced routes")
            } else {
                #expect(
                    UnpolicedRoutes.reasons[route.id] != nil,
                    "\(route.id) has no policy rule: give it one, or a reason in UnpolicedRoutes"
                )
            }
        }
        _ = try RoutePolicy.table()
    }

    @Test("Each persona is answered as the table says")
    func walk() async throws {
        let table = try Self.table()
        try await TestService.with(authenticator: PersonaAuthenticator()) { service in
            let objects = try await Objects(service)
            var steps = 0
            for route in RouteTable.all where !Self.isOpen(route) {
                let key = "\(route.verb.rawValue) \(route.path.replacing(/\{[^}]*\}/, with: "{id}")) \(route.action ?? "")"
                let step = try #require(table[key], "\(key) is not in walk.tsv: add it to scripts/generate-policy-walk")
                for persona in Persona.allCases {
                    let expected = try #require(step.expected[persona])
                    let isLetIn = expected == "ok" || expected == "own"
                    // An answer without an end; its own tests read it.
                    if isLetIn, route.id == .streamEvents { continue }
                    // Those who may change things do it to what does not exist.
                    let path = objects.path(of: route, real: !isLetIn || route.verb == .get)
                    let answer = try await service.send(
                        try #require(HTTPRequest.Method(route.verb.rawValue)),
                        path,
                        Objects.body(of: route, wellFormed: !isLetIn),
                        token: persona.token()
                    )
                    let context: Comment = "\(persona.rawValue): \(key) \(path): \(answer.status) \(answer.text.prefix(200))"
                    switch expected {
                    case "ok", "own":
                        #expect(answer.status != 401 && answer.status != 403 && answer.status < 500, context)
                        if expected == "own" {
                            #expect(!objects.owned.contains { answer.text.contains($0) && !path.contains($0) }, context)
                        }
                    case "403":
                        #expect(answer.status == 403, context)
                        #expect(answer.fault == "forbidden", context)
                        #expect(answer.message?.hasPrefix("Policy does not allow ") == true, context)
                    case "404":
                        #expect(answer.status == 404, context)
                        // Nothing tells that the object exists: the sentence is that of an object that does not.
                        #expect(answer.fault == "itemNotFound", context)
                    default: #expect(answer.status == Int(expected), context)
                    }
                    steps += 1
                }
            }
            #expect(steps > 500)
        }
    }

    private static func isOpen(_ route: Route) -> Bool {
        [.versions, .version, .healthcheck, .metrics].contains(route.id)
            || UnpolicedRoutes.reasons[route.id]?.contains("before authentication") == true
    }
}

/// What a member of the test's project owns, so that there is something to be refused.
struct Objects {
    private let volume: String
    private let snapshot: String
    private let attachment: String
    private let transfer: String
    private let operation: String
    private let type: String
    private static let nothing = "00000000-0000-4000-8000-000000000000"

    init(_ service: TestService) async throws {
        func make(_ path: String, _ body: JSONValue, _ key: String) async throws -> String {
            let answer = try await service.send(.post, path, body, token: Persona.member.token())
            let id = try #require(answer.json?[key]?["id"]?.string, "\(answer.text)")
            try await service.settle(id)
            return id
        }
        volume = try await make("/v3/volumes", ["volume": ["size": 1]], "volume")
        snapshot = try await make("/v3/snapshots", ["snapshot": ["volume_id": .string(volume)]], "snapshot")
        attachment = try await make("/v3/attachments", ["attachment": ["volume_uuid": .string(volume)]], "attachment")
        let offered = try await make("/v3/volumes", ["volume": ["size": 1]], "volume")
        transfer = try await make("/v3/volume-transfers", ["transfer": ["volume_id": .string(offered)]], "transfer")
        let operations = try await service.send(.get, "/v3/operations", token: Persona.member.token())
        operation = try #require(operations.json?["operations"]?.array?.first?["id"]?.string)
        let types = try await service.send(.get, "/v3/types", token: Persona.reader.token())
        type = try #require(types.json?["volume_types"]?.array?.first?["id"]?.string)
    }

    /// The ids that nobody of another project may see.
    var owned: [String] { [volume, snapshot, attachment, transfer, operation] }

    /// A body of a route: of the right shape for those who must be refused for what they are and not for what they send.
    ///
    /// For those who are let in it is one that changes nothing.
    static func body(of route: Route, wellFormed: Bool) -> JSONValue? {
        guard route.verb == .post || route.verb == .put else { return nil }
        let key = "\(route.path.replacing(/\{[^}]*\}/, with: "{id}")) \(route.action ?? "")"
        if wellFormed, let body = bodies[key] { return route.action.map { [$0: body] } ?? body }
        return .object(route.action.map { [$0: [:]] } ?? [:])
    }

    /// Bodies of the routes to which an empty object is none.
    private static let bodies: [String: JSONValue] = [
        "/volumes/{id} ": ["volume": ["name": "mine"]],
        "/volumes/{id}/action os-attach": ["instance_uuid": .string(nothing), "mountpoint": "/dev/vdb"],
        "/volumes/{id}/action os-extend": ["new_size": 2],
        "/volumes/{id}/action os-initialize_connection": ["connector": ["initiator": "iqn.x:y", "host": "h"]],
        "/volumes/{id}/action os-terminate_connection": ["connector": ["initiator": "iqn.x:y", "host": "h"]],
        "/volumes/{id}/action os-set_bootable": ["bootable": true],
        "/volumes/{id}/action os-update_readonly_flag": ["readonly": true],
        "/volumes/{id}/action os-set_image_metadata": ["metadata": ["k": "v"]],
        "/volumes/{id}/action os-unset_image_metadata": ["key": "k"],
        "/volumes/{id}/action revert": ["snapshot_id": .string(nothing)],
        "/volumes/{id}/action os-retype": ["new_type": "gold"],
        "/volumes/{id}/metadata ": ["metadata": ["k": "v"]],
        "/volumes/{id}/metadata/{id} ": ["meta": ["k": "v"]],
        "/snapshots/{id} ": ["snapshot": ["name": "mine"]],
        "/snapshots/{id}/action os-update_snapshot_status": ["status": "available"],
        "/snapshots/{id}/metadata ": ["metadata": ["k": "v"]],
        "/snapshots/{id}/metadata/{id} ": ["meta": ["k": "v"]],
        "/attachments/{id} ": ["attachment": ["connector": ["initiator": "iqn.x:y", "host": "h"]]],
    ]

    /// The path of a route with ids of what exists, or of nothing.
    func path(of route: Route, real: Bool) -> String {
        let id =
            switch route.path.split(separator: "/").first {
            case _ where !real: Self.nothing
            case "volumes": volume
            case "snapshots": snapshot
            case "attachments": attachment
            case "operations": operation
            case "volume-transfers", "os-volume-transfer": transfer
            case "types": type
            case "os-quota-sets", "default-types": TestService.project
            default: Self.nothing
            }
        return "/v3" + route.path.replacing(/\{[^}]*\}/, with: id, maxReplacements: 1).replacing(/\{[^}]*\}/, with: "k")
    }
}
