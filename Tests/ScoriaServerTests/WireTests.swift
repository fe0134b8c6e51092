import HTTPTypes
import ScoriaModel
import Testing

/// What every answer has, whatever it is about.
@Suite struct WireTests {
    @Test func `The root lists the one version with 300, and /v3/ with 200`() async throws {
        try await TestService.with { service in
            let root = try await service.send(.get, "/", version: nil, token: nil)
            #expect(root.status == 300)
            #expect(root.json?["versions"]?.array?.first?["id"]?.string == "v3.0")
            #expect(root.json?["versions"]?.array?.first?["version"]?.string == "3.71")
            let version = try await service.send(.get, "/v3/", version: nil)
            #expect(version.status == 200)
            #expect(version.json?["versions"]?.array?.first?["min_version"]?.string == "3.0")
        }
    }

    @Test func `Every answer has the two request ids`() async throws {
        try await TestService.with { service in
            for path in ["/", "/healthcheck", "/metrics", "/nowhere", "/v3/types", "/v3/volumes/x/nothing"] {
                let answer = try await service.send(.get, path)
                let id = try #require(answer["x-openstack-request-id"])
                #expect(id.hasPrefix("req-") && id.utf8.count == 40)
                #expect(answer["x-compute-request-id"] == id)
            }
            let refused = try await service.send(.post, "/v3/types", token: nil)
            #expect(refused["x-openstack-request-id"] != nil)
        }
    }

    @Test func `Without a token noauth hands one out`() async throws {
        try await TestService.with { service in
            let answer = try await service.send(.get, "/v3/types", token: nil)
            #expect(answer.status == 204)
            #expect(answer["X-Auth-Token"] == "admin:admin")
            #expect(answer["X-Server-Management-Url"]?.hasSuffix("/v3/types") == true)
        }
    }

    @Test func `The version that was agreed comes back in the header, also on faults`() async throws {
        try await TestService.with { service in
            for (asked, given) in [(nil, "volume 3.0"), ("3.27", "volume 3.27"), ("latest", "volume 3.71")] {
                let fine = try await service.send(.get, "/v3/types", version: asked)
                #expect(fine["OpenStack-API-Version"] == given)
                #expect(fine["Vary"] == "OpenStack-API-Version")
                let fault = try await service.send(.get, "/v3/types/00000000-0000-0000-0000-000000000000", version: asked)
                #expect(fault.status == 404)
                #expect(fault["OpenStack-API-Version"] == given)
            }
        }
    }

    @Test func `A version beyond the range is a computeFault with 406, a malformed one a 400`() async throws {
        try await TestService.with { service in
            let beyond = try await service.send(.get, "/v3/types", version: "3.72")
            #expect(beyond.status == 406)
            #expect(beyond.fault == "computeFault")
            #expect(try await service.send(.get, "/v3/types", version: "banana").status == 400)
            #expect(try await service.send(.get, "/v3/types", version: "3.060").status == 400)
        }
    }

    @Test func `The three kinds of 404 can be told apart`() async throws {
        try await TestService.with { service in
            let unknown = try await service.send(.get, "/v3/no-such-thing")
            #expect(unknown.status == 404)
            #expect(unknown["Content-Type"]?.hasPrefix("text/html") == true)
            #expect(unknown["OpenStack-API-Version"] == nil)
            let wrongMethod = try await service.send(.put, "/v3/volumes/detail/more")
            #expect(wrongMethod["Content-Type"]?.hasPrefix("text/html") == true)

            let tooEarly = try await service.send(.get, "/v3/messages", version: "3.2")
            #expect(tooEarly.status == 404)
            #expect(tooEarly.message == "The resource could not be found.")
            #expect(tooEarly["OpenStack-API-Version"] == "volume 3.2")

            let missing = try await service.send(.get, "/v3/types/00000000-0000-0000-0000-000000000000")
            #expect(missing.fault == "itemNotFound")
            #expect(missing.message?.contains("00000000-0000-0000-0000-000000000000") == true)
        }
    }

    @Test func `The project of the path must be the token's`() async throws {
        try await TestService.with { service in
            #expect(try await service.send(.get, "/v3/\(TestService.project)/types").status == 200)
            let foreign = try await service.send(.get, "/v3/ffffffffffffffffffffffffffffffff/types")
            #expect(foreign.status == 400)
            #expect(foreign.message?.hasPrefix("Malformed request url") == true)
        }
    }

    @Test func `Bodies that are no JSON, of another type, or missing are refused with the right code`() async throws {
        try await TestService.with { service in
            let json = ["Content-Type": "application/json"]
            #expect(try await service.send(.post, "/v3/types", headers: json, raw: "{").status == 400)
            #expect(try await service.send(.post, "/v3/types", headers: json, raw: "[1]").status == 400)
            #expect(try await service.send(.post, "/v3/types", headers: json, raw: "\u{0}").status == 400)
            #expect(try await service.send(.post, "/v3/types", headers: json).status == 400)
            let nested = String(repeating: "[", count: 10_000)
            #expect(try await service.send(.post, "/v3/types", headers: json, raw: nested).status == 400)
            let xml = try await service.send(.post, "/v3/types", headers: ["Content-Type": "application/xml"], raw: "<a/>")
            #expect(xml.status == 415)
            #expect(xml.fault == "badMediaType")
            let vendor = ["Content-Type": "application/vnd.openstack.volume+json; charset=utf-8"]
            #expect(try await service.send(.post, "/v3/types", headers: vendor, raw: #"{"volume_type": {"name": "v"}}"#).status == 200)
        }
    }

    @Test func `Ten megabytes are refused in plain text`() async throws {
        try await TestService.with { service in
            let large = String(repeating: "x", count: 10_000_000)
            let answer = try await service.send(.post, "/v3/types", headers: ["Content-Type": "application/json"], raw: large)
            #expect(answer.status == 413)
            #expect(answer.json == nil)
            #expect(try await service.send(.get, "/v3/types").status == 200)
        }
    }

    @Test func `An action is chosen by the one key of its body`() async throws {
        try await TestService.with { service in
            let path = "/v3/volumes/00000000-0000-0000-0000-000000000000/action"
            let unknown = try await service.send(.post, path, ["os-fly": [:]])
            #expect(unknown.status == 400)
            #expect(unknown.message == "There is no such action: os-fly")
            let several = try await service.send(.post, path, ["os-reserve": [:], "os-detach": [:]])
            #expect(several.message?.hasPrefix("Malformed request body") == true)
            #expect(try await service.send(.post, path).message?.hasPrefix("There is no such action") == true)
        }
    }

    @Test func `An answer to HEAD has no body`() async throws {
        try await TestService.with { service in
            let answer = try await service.send(.head, "/v3/types")
            #expect(answer.status == 404)
            #expect(answer.text.isEmpty)
        }
    }

    @Test func `The health check says OK, and more to those who ask`() async throws {
        try await TestService.with { service in
            let brief = try await service.send(.get, "/healthcheck", token: nil)
            #expect(brief.status == 200)
            #expect(brief.text == "OK")
            let detail = try await service.send(.get, "/healthcheck?detail", token: nil)
            #expect(detail.json?["components"]?.array?.first?["name"]?.string == "database")
        }
    }
}
