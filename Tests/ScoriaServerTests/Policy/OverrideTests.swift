import HTTPTypes
import Logging
import ScoriaIdentity
import ScoriaModel
import ScoriaServer
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// What an operator's overrides change in answers.
@Suite("Policy overrides")
struct OverrideTests {
    /// Runs `body` against a service whose policy file has these lines; `rewrite` replaces them.
    private func with(
        _ lines: String,
        _ body: @Sendable (_ service: TestService, _ rewrite: @Sendable (String) throws -> Void) async throws -> Void
    ) async throws {
        let path = "/tmp/scoria-policy-test-\(getpid())-\(UInt64.random(in: 0...(.max))).yaml"
        @Sendable func write(_ text: String) throws {
            let file = try #require(fopen(path, "w"))
            fputs(text, file)
            fclose(file)
        }
        try write(lines)
        defer { remove(path) }
        let location = PolicyLocation(path: path, isRequired: true)
        let silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let policies = PolicyKeeper(try PolicySet.load(location), from: location, logger: silent)
        try await TestService.with(authenticator: PersonaAuthenticator(), policies: policies) { service in
            try await body(service) { text in
                try write(text)
                try policies.reload()
            }
        }
    }

    private func volume(_ service: TestService, user: String = "u") async throws -> String {
        let made = try await service.send(.post, "/v3/volumes", ["volume": ["size": 1]], token: Persona.member.token(user: user))
        let id = try #require(made.json?["volume"]?["id"]?.string, "\(made.text)")
        try await service.settle(id)
        return id
    }

    @Test("A rule of the object's user lets its maker in and no other member")
    func objectAttributes() async throws {
        try await with(#""volume:update": "user_id:%(user_id)s""#) { service, _ in
            let id = try await volume(service, user: "anna")
            let body: JSONValue = ["volume": ["name": "new"]]
            func put(_ persona: Persona, _ user: String) async throws -> Int {
                try await service.send(.put, "/v3/volumes/\(id)", body, token: persona.token(user: user)).status
            }
            #expect(try await put(.member, "anna") == 200)
            #expect(try await put(.member, "bert") == 403)
            #expect(try await put(.admin, "bert") == 403)
            // A user of the same name in another project does not even see it.
            #expect(try await put(.stranger, "anna") == 404)
        }
    }

    @Test("A field that is opened to readers is shown to them, in lists and alone")
    func fields() async throws {
        let lines = """
            "volume_extension:volume_host_attribute": "rule:xena_system_admin_or_project_reader"
            "volume_extension:volume_tenant_attribute": "!"
            "volume_extension:access_types_extra_specs": "role:admin"
            "limits_extension:used_limits": "!"
            """
        try await with(lines) { service, _ in
            let id = try await volume(service)
            let token = Persona.reader.token()
            let shown = try await service.send(.get, "/v3/volumes/\(id)", token: token).json?["volume"]
            let listed = try await service.send(.get, "/v3/volumes/detail", token: token).json?["volumes"]?.array?.first
            for volume in [shown, listed] {
                #expect(volume?["os-vol-host-attr:host"]?.string != nil)
                #expect(volume?["os-vol-tenant-attr:tenant_id"] == nil)
                #expect(volume?["os-vol-mig-status-attr:migstat"] == nil)
            }
            let type = try await service.send(.get, "/v3/types", token: token).json?["volume_types"]?.array?.first
            #expect(type?["extra_specs"] == nil && type?["name"] != nil)
            let limits = try await service.send(.get, "/v3/limits", token: token).json?["limits"]?["absolute"]?.object ?? [:]
            #expect(limits["maxTotalVolumes"] != nil && limits["totalVolumesUsed"] == nil)
        }
    }

    @Test("Rules behind a route count where the request comes to them")
    func partsOfRoutes() async throws {
        let lines = """
            "volume:force_delete": "role:admin"
            "volume:multiattach": "role:admin"
            "volume:create_from_image": "!"
            """
        try await with(lines) { service, _ in
            let id = try await volume(service)
            let forced = try await service.send(.delete, "/v3/volumes/\(id)?force=true", token: Persona.member.token())
            #expect(forced.status == 403)
            #expect(forced.message?.contains("volume:force_delete") == true)
            let image = try await service.send(
                .post,
                "/v3/volumes",
                ["volume": ["size": 1, "imageRef": "00000000-0000-4000-8000-000000000000"]],
                token: Persona.member.token()
            )
            #expect(image.status == 403)
            let type: JSONValue = ["volume_type": ["name": "shared", "extra_specs": ["multiattach": "<is> True"]]]
            #expect(try await service.send(.post, "/v3/types", type, token: Persona.admin.token()).status == 200)
            let shared: JSONValue = ["volume": ["size": 1, "volume_type": "shared"]]
            #expect(try await service.send(.post, "/v3/volumes", shared, token: Persona.member.token()).status == 403)
            #expect(try await service.send(.post, "/v3/volumes", shared, token: Persona.admin.token()).status == 202)
            #expect(try await service.send(.delete, "/v3/volumes/\(id)", token: Persona.member.token()).status == 202)
        }
    }

    @Test("context_is_admin decides who sees all projects")
    func administrators() async throws {
        try await with(#""context_is_admin": "role:service""#) { service, _ in
            let id = try await volume(service)
            #expect(try await service.send(.get, "/v3/volumes?all_tenants=1", token: Persona.service.token()).status == 403)
            #expect(try await service.send(.get, "/v3/os-services", token: Persona.service.token()).status == 200)
            #expect(try await service.send(.get, "/v3/volumes/\(id)", token: Persona.stranger.token()).status == 404)
        }
    }

    @Test("A new policy holds from the next request on; a wrong one changes nothing")
    func reloading() async throws {
        try await with("") { service, rewrite in
            func list() async throws -> Int { try await service.send(.get, "/v3/volumes", token: Persona.reader.token()).status }
            #expect(try await list() == 200)
            try rewrite(#""volume:get_all": "role:member""#)
            #expect(try await list() == 403)
            #expect(throws: InvalidPolicy.self) { try rewrite(#""volume:get_all": "role:member and (""#) }
            #expect(try await list() == 403)
            try rewrite("")
            #expect(try await list() == 200)
        }
    }
}
