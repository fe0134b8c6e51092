import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import ScoriaControl
import ScoriaModel
import ScoriaServer
import ScoriaStore
import ScoriaSystem
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A service on a database of its own, spoken to as a client would.
struct TestService {
    let client: any TestClientProtocol
    let control: Control
    static let project = "0123456789abcdef0123456789abcdef"

    /// Runs `body` against a fresh service; `.live` goes through a socket.
    static func with(
        _ framework: TestingSetup = .router,
        settings: ControlSettings = ControlSettings(),
        _ body: @Sendable (TestService) async throws -> Void
    ) async throws {
        let path = "/tmp/scoria-server-test-\(IDSource.system.uuid())"
        let store = try await Store.openSQLite(at: path)
        let control = Control(store: store, clock: .system, ids: .system, settings: settings)
        var serverSettings = ServerSettings()
        serverSettings.port = 0
        let application = try HTTPService.makeApplication(
            control: control,
            store: store,
            settings: serverSettings,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await application.test(framework) { client in
            try await body(TestService(client: client, control: control))
        }
        await store.close()
        for suffix in ["", "-wal", "-shm", ".lock"] { remove(path + suffix) }
    }

    /// Sends a request as an administrator of the test's project, unless told otherwise.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: JSONValue? = nil,
        version: String? = "3.71",
        token: String? = "tester:\(project)",
        headers extra: [String: String] = [:],
        raw: String? = nil
    ) async throws -> Answer {
        var headers = HTTPFields()
        if let version { headers.append(HTTPField(name: try name("OpenStack-API-Version"), value: "volume \(version)")) }
        if let token { headers.append(HTTPField(name: try name("X-Auth-Token"), value: token)) }
        if body != nil { headers.append(HTTPField(name: .contentType, value: "application/json")) }
        for (key, value) in extra { headers.append(HTTPField(name: try name(key), value: value)) }
        let bytes = body.map { ByteBuffer(bytes: $0.serialized()) } ?? raw.map { ByteBuffer(string: $0) }
        return try await client.execute(uri: path, method: method, headers: headers, body: bytes) { Answer(response: $0) }
    }

    private func name(_ text: String) throws -> HTTPField.Name { try #require(HTTPField.Name(text)) }
}

/// What came back.
struct Answer: Sendable {
    let response: TestResponse

    var status: Int { response.status.code }
    var text: String { String(buffer: response.body) }
    var json: JSONValue? { try? JSONValue(parsing: text) }  // nil says that the answer is no JSON
    /// The name of the fault, when the answer is one.
    var fault: String? { status >= 400 ? json?.object?.keys.first : nil }
    var message: String? { fault.flatMap { json?[$0]?["message"]?.string } }

    subscript(header: String) -> String? {
        HTTPField.Name(header).flatMap { response.headers[$0] }
    }
}
