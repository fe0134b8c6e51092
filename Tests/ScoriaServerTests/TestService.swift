import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import ScoriaControl
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaIdentity
import ScoriaModel
import ScoriaScheduler
import ScoriaServer
import ScoriaStore
import ScoriaSystem
import ServiceLifecycle
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A service on a database of its own, spoken to as a client would.
struct TestService {
    let responder: Responder
    let control: Control
    let driver: MemoryDriver
    static let project = "0123456789abcdef0123456789abcdef"

    /// Runs `body` against a fresh service, without sockets.
    static func with(
        settings: ControlSettings = ControlSettings(),
        cluster: String? = nil,
        authenticator: any Authenticator = NoAuthentication(),
        policies: PolicyKeeper? = nil,
        journal: EventJournal.Settings = EventJournal.Settings(),
        _ body: @Sendable (TestService) async throws -> Void
    ) async throws {
        let path = "/tmp/scoria-server-test-\(IDSource.system.uuid())"
        let store = try await Store.openSQLite(at: path).with(journal: EventJournal(journal))
        let silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let driver = MemoryDriver(capacity: GibiByteCount(1024).bytes)
        let backends = Backends([
            Backend(
                address: BackendAddress(host: "here", backend: "memory"),
                availabilityZone: "nova",
                clusterName: cluster,
                driver: driver
            )
        ])
        let scheduler = Scheduler()
        let environment = FlowEnvironment(store: store, backends: backends, scheduler: scheduler, ids: .system, settings: settings)
        let flows = FlowEngine(store: store, registry: .standard(environment), logger: silent, observer: FlowJournal(ids: .system))
        let (ups, up) = AsyncStream.makeStream(of: Void.self)
        let keeper = BackendKeeper(
            backends: backends,
            store: store,
            settings: BackendKeeper.Settings(),
            clock: .system,
            ids: .system,
            logger: silent,
            onUp: { _ in up.yield() }
        )
        let control = Control(
            store: store,
            flows: flows,
            backends: backends,
            scheduler: scheduler,
            clock: .system,
            ids: .system,
            settings: settings
        )
        var serverSettings = ServerSettings()
        serverSettings.port = 0
        let application = try HTTPService.makeApplication(
            control: control,
            store: store,
            settings: serverSettings,
            authenticator: authenticator,
            policies: policies,
            logger: silent
        )
        let group = ServiceGroup(services: [flows, keeper], logger: silent)
        async let life: Void = group.run()
        await ups.first { true }
        try await body(TestService(responder: application.responder, control: control, driver: driver))
        await group.triggerGracefulShutdown()
        try await life
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
        if let bytes { headers.append(HTTPField(name: .contentLength, value: "\(bytes.readableBytes)")) }
        let request = Request(
            head: HTTPRequest(method: method, scheme: "http", authority: "localhost:8776", path: path, headerFields: headers),
            body: RequestBody(buffer: bytes ?? ByteBuffer())
        )
        let source = ApplicationRequestContextSource(channel: NIOAsyncTestingChannel(), logger: Logger(label: "test"))
        let response = try await responder.respond(to: request, context: ServerContext(source: source))
        let collected = CollectedBody()
        try await response.body.write(collected)
        return Answer(response: response, body: collected.bytes)
    }

    private func name(_ text: String) throws -> HTTPField.Name { try #require(HTTPField.Name(text)) }
}

/// What came back.
struct Answer: Sendable {
    let response: Response
    let body: ByteBuffer

    var status: Int { response.status.code }
    var text: String { String(buffer: body) }
    var json: JSONValue? { try? JSONValue(parsing: text) }  // nil says that the answer is no JSON
    /// The name of the fault, when the answer is one.
    var fault: String? { status >= 400 ? json?.object?.keys.first : nil }
    var message: String? { fault.flatMap { json?[$0]?["message"]?.string } }

    subscript(header: String) -> String? {
        HTTPField.Name(header).flatMap { response.headers[$0] }
    }
}

/// Keeps a response's body.
final class CollectedBody: ResponseBodyWriter {
    private(set) var bytes = ByteBuffer()

    func write(_ buffer: ByteBuffer) {
        bytes.writeImmutableBuffer(buffer)
    }

    func finish(_: HTTPFields?) {}
}
