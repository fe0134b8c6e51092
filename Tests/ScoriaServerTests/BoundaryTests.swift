import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ScoriaModel
import Testing

@testable import ScoriaServer

/// What tenants must not learn of the cloud's inside, over the wire.
@Suite struct BoundaryTests {
    private let admin = Persona.admin.token()
    private let member = Persona.member.token()

    @Test func `A refusal on a frozen backend does not name the backend`() async throws {
        try await TestService.with(authenticator: PersonaAuthenticator()) { service in
            let made = try await service.send(.post, "/v3/volumes", ["volume": ["size": 1]], token: member)
            let id = try #require(made.json?["volume"]?["id"]?.string)
            try await service.settle(id)
            #expect(try await service.send(.put, "/v3/os-services/freeze", ["host": "here@memory"], token: admin).status == 200)
            let snapshot = try await service.send(.post, "/v3/snapshots", ["snapshot": ["volume_id": .string(id)]], token: member)
            let deletion = try await service.send(.delete, "/v3/volumes/\(id)", token: member)
            for answer in [snapshot, deletion] {
                #expect(answer.status == 400)
                #expect(answer.message?.contains("frozen") == true)
                #expect(!answer.text.contains("memory"), "\(answer.text)")
            }
        }
    }

    @Test func `Extra specs that a caller may not read cannot be guessed by a filter either`() async throws {
        try await TestService.with(authenticator: PersonaAuthenticator()) { service in
            let specs: JSONValue = ["volume_backend_name": "secret", "multiattach": "<is> True"]
            let made = try await service.send(.post, "/v3/types", ["volume_type": ["name": "gold", "extra_specs": specs]], token: admin)
            #expect(made.status == 200)
            func found(_ filter: String, _ token: String?) async throws -> Int? {
                let text = try #require(filter.addingEscapes)
                return try await service.send(.get, "/v3/types?extra_specs=\(text)", token: token).json?["volume_types"]?.array?.count
            }
            #expect(try await found("{'volume_backend_name': 'secret'}", admin) == 1)
            #expect(try await found("{'volume_backend_name': 'secret'}", member) == 0)
            #expect(try await found("{'multiattach': '<is> True'}", member) == 1)
        }
    }

    @Test func `The next page of operations is one of the same list`() async throws {
        try await TestService.with(authenticator: PersonaAuthenticator()) { service in
            var ids: [String] = []
            for _ in 0..<2 {
                let made = try await service.send(.post, "/v3/volumes", ["volume": ["size": 1]], token: member)
                let id = try #require(made.json?["volume"]?["id"]?.string)
                try await service.settle(id)
                ids.append(id)
            }
            let first = try await service.send(.get, "/v3/operations?resource_id=\(ids[1])&limit=1", token: member)
            let next = try #require(first.json?["operations_links"]?.array?.first?["href"]?.string, "\(first.text)")
            let second = try await service.send(.get, String(next.dropFirst("http://localhost:8776".count)), token: member)
            #expect(second.json?["operations"]?.array == [])
            // Of another project there is nothing to be seen, stopped or dropped.
            let operation = try #require(first.json?["operations"]?.array?.first?["id"]?.string)
            let stranger = Persona.stranger.token()
            #expect(try await service.send(.get, "/v3/operations/\(operation)", token: stranger).status == 404)
            let cancel = try await service.send(.post, "/v3/operations/\(operation)/action", ["cancel": [:]], token: stranger)
            #expect(cancel.status == 404)
        }
    }

    @Test func `Metrics are for this machine, or for those that show the token`() throws {
        func request(_ headers: [String: String] = [:]) throws -> Request {
            var fields = HTTPFields()
            for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
            let head = HTTPRequest(method: .get, scheme: "http", authority: "x", path: "/metrics", headerFields: fields)
            return Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        }
        let here = try ["127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"].map { try SocketAddress(ipAddress: $0, port: 1) }
        let away = try ["192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"].map { try SocketAddress(ipAddress: $0, port: 1) }
        let open = MetricsAccess(token: nil)
        for address in here { #expect(try open.isGiven(request(), from: address), "\(address)") }
        for address in away { #expect(try !open.isGiven(request(), from: address), "\(address)") }
        #expect(try open.isGiven(request(), from: SocketAddress(unixDomainSocketPath: "/run/scoria.sock")))
        #expect(try !open.isGiven(request(), from: nil), "who does not say where it is")
        for header in ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"] {
            #expect(try !open.isGiven(request([header: "192.0.2.1"]), from: here[0]), "\(header)")
        }
        let closed = MetricsAccess(token: Secret("0123456789abcdef"))
        for address in here + away {
            #expect(try closed.isGiven(request(["Authorization": "Bearer 0123456789abcdef"]), from: address))
            #expect(try closed.isGiven(request(["Authorization": "bearer 0123456789abcdef", "Via": "x"]), from: address))
            for wrong in ["Bearer 0123456789abcdeg", "Bearer ", "Basic 0123456789abcdef", "0123456789abcdef"] {
                #expect(try !closed.isGiven(request(["Authorization": wrong]), from: address))
            }
            #expect(try !closed.isGiven(request(), from: address))
        }
        #expect(try closed.isGiven(request(["Authorization": "Bearer 0123456789abcdef"]), from: nil))
        #expect(try !closed.isGiven(request(), from: nil))
    }
}

extension String {
    /// The text as it stands in a query.
    fileprivate var addingEscapes: String? { addingPercentEncoding(withAllowedCharacters: .alphanumerics) }
}
