internal import HTTPTypes
public import Hummingbird
internal import Logging
internal import NIOCore
internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaIdentity
internal import ScoriaModel
internal import ScoriaStore

/// Answers every request: the one way from bytes to a use case and back.
///
/// The order is the field's, since clients see it: path, authentication, microversion, body, project, action, version of the route,
/// policy, shape, handler.
public struct Responder: HTTPResponder {
    public typealias Context = ServerContext

    private let pipeline: Pipeline

    init(pipeline: Pipeline) {
        self.pipeline = pipeline
    }

    public func respond(to request: Request, context: ServerContext) async throws -> Response {
        await pipeline.respond(to: request, channel: context.channel)
    }
}

/// What the responder works with.
///
/// A class, so that a request costs no copies of it.
final class Pipeline: Sendable {
    let settings: ServerSettings
    let authenticator: any Authenticator
    let policies: PolicyKeeper
    let handlers: Handlers
    let health: HealthCheck
    let metricsText: @Sendable () async -> String
    let logger: Logger
    private let idempotency: IdempotencyKeeper
    private let schemas: SchemaCatalog
    private let routePolicies: [RouteID: RoutePolicy]
    private let resolver = RouteResolver()
    private let requestIDs = RequestIDSource()
    private let bodies: BodyReader
    private let meter: LimitMeter
    private let admission: Admission
    private let metrics = RequestMetrics()
    private let audit: AuditRecorder?
    /// Made when it is first asked for, so that it costs the start nothing.
    private static let openAPI = ByteBuffer(bytes: OpenAPIDocument.make().serialized())
    private let versionHeaders = (0...Microversion.maximum.minor).map { Microversion($0).headerValue }

    init(
        settings: ServerSettings,
        meter: LimitMeter,
        authenticator: any Authenticator,
        policies: PolicyKeeper,
        handlers: Handlers,
        audit: AuditRecorder?,
        health: HealthCheck,
        metricsText: @escaping @Sendable () async -> String,
        logger: Logger
    ) throws {
        schemas = try SchemaCatalog()
        routePolicies = try RoutePolicy.table()
        self.settings = settings
        self.meter = meter
        self.authenticator = authenticator
        self.policies = policies
        self.handlers = handlers
        self.audit = audit
        self.health = health
        self.metricsText = metricsText
        self.logger = logger
        idempotency = IdempotencyKeeper(control: handlers.control)
        bodies = BodyReader(limit: settings.maxRequestBodySize)
        admission = Admission(limits: settings.limits, meter: meter)
    }

    /// The answer to one request, counted and logged.
    func respond(to request: Request, channel: any Channel) async -> Response {
        let start = ContinuousClock.now
        meter.requestBegan()
        defer { meter.requestEnded() }
        let requestID = requestIDs.next()
        var exchange = Exchange(request: request, channel: channel, requestID: requestID)
        var failure: (any Error)?
        let reply: Reply
        do {
            reply = try await answer(&exchange)
        } catch {
            failure = error
            reply = refusal(error)
        }
        if let witness = exchange.witness { audit?.record(witness, reply, because: failure) }
        let response = finish(reply, of: exchange)
        let duration = ContinuousClock.now - start
        metrics.record(route: exchange.routeName, method: request.method.rawValue, status: reply.status, duration: duration)
        log(exchange, status: reply.status, duration: duration, failure: failure)
        return response
    }

    // MARK: The way of a request

    private func answer(_ exchange: inout Exchange) async throws -> Reply {
        do {
            try RequestForm.check(exchange.request)
        } catch {
            meter.refused(.requestForm)
            throw error
        }
        switch resolver.resolve(method: exchange.request.method.rawValue, path: exchange.path) {
        case .route(let route, let match):
            exchange.routeName = route.id.rawValue
            switch route.id {
            case .versions:
                _ = try negotiate(&exchange)
                return .json(route.success, VersionsDocument.body(endpoint: endpoint(of: exchange.request)))
            // Clients look here before they have a token; only those that want one handed out name a user.
            case .version where exchange.request.headers[WireHeader.authUser] == nil:
                _ = try negotiate(&exchange)
                return .json(route.success, VersionsDocument.body(endpoint: endpoint(of: exchange.request)))
            case .openAPI: return Reply(route.success, .json, body: Self.openAPI)
            case .healthcheck: return await health.reply(wantsDetail: exchange.wantsDetail)
            case .metrics:
                guard MetricsAccess(token: settings.metricsToken).isGiven(exchange.request, from: exchange.channel.remoteAddress) else {
                    throw MetricsAccess.refusal
                }
                meter.record()
                return .text(200, await metricsText())
            default: return try await answer(&exchange, match, .route(route))
            }
        case .actions(let actions, let match):
            exchange.routeName = "action"
            return try await answer(&exchange, match, .actions(actions))
        case .dead(let match):
            exchange.routeName = "dead"
            return try await answer(&exchange, match, .dead)
        case .redirect(let target):
            exchange.routeName = "redirect"
            return Reply(302, .text, headers: [(.location, endpoint(of: exchange.request) + target)])
        case .unknown:
            if exchange.path.utf8.starts(with: "/v3/".utf8) {
                let known = exchange
                let answer = try await admission.admitted(from: ClientAddress(exchange.channel.remoteAddress)) {
                    try await authenticate(known)
                }
                if case .handedOut(let reply) = answer { return reply }
            }
            return exchange.acceptsOnlyJSON
                ? Reply(404, .json, body: ByteBuffer(bytes: Fault.unknownPathObject))
                : Reply(404, .html, body: ByteBuffer(bytes: Fault.unknownPathPage))
        case .undecodable:
            throw Fault(.badRequest, "The path is not UTF-8 behind its percent signs.")
        }
    }

    private enum Destination {
        case route(Route)
        case actions(ActionSet)
        case dead
    }

    private func answer(_ exchange: inout Exchange, _ match: RouteMatch, _ destination: Destination) async throws -> Reply {
        try await admission.admitted(from: ClientAddress(exchange.channel.remoteAddress)) {
            var caller: Caller
            switch try await authenticate(exchange) {
            case .caller(let known): caller = known
            case .handedOut(let reply): return reply
            }
            let authorization = Authorization(policies.current, &caller)
            exchange.caller = caller
            return try await admission.admitted(for: caller.projectID) {
                do {
                    return try await answer(&exchange, match, destination, caller, authorization)
                } catch {
                    if exchange.witness == nil {
                        exchange.witness = witness(ofWhatIsNotUnderstood: exchange, match, destination, caller, authorization)
                    }
                    throw error
                }
            }
        }
    }

    private func answer(
        _ exchange: inout Exchange,
        _ match: RouteMatch,
        _ destination: Destination,
        _ caller: Caller,
        _ authorization: Authorization
    ) async throws -> Reply {
        var caller = caller
        let version = try negotiate(&exchange)
        if case .dead = destination { throw Fault.resourceNotFound }
        let body = try await readBody(&exchange)
        if let project = match.projectID, project != caller.projectID.rawValue { throw Fault.foreignProject }
        let route = try choose(destination, body)
        exchange.routeName = route.id.rawValue
        guard route.isServed(in: version) else { throw Fault.resourceNotFound }
        let request = call(route, match, version, caller, body, exchange, authorization)
        let witness = RequestWitness(request, clock: handlers.control.clock, ids: handlers.control.ids)
        exchange.witness = witness
        guard let policy = routePolicies[route.id] else { throw Fault.unexpected }
        let subject = PolicySubject(policy.subject, parameters: match.parameters, body: body)
        try authorization.check(policy, subject, &caller, store: handlers.store)
        let call = request.with(caller: caller)
        try check(body, for: route, in: version)
        if caller.projectID.rawValue.isEmpty, route.id.makesPropertyOfCaller { throw Fault.projectMissing }
        guard route.isRepeatable, let key = exchange.request.headers[WireHeader.idempotencyKey] else {
            return try await Witness.$current.withValue(witness) { try await handlers.handle(call) }
        }
        return try await idempotency.once(
            key,
            call,
            body: exchange.bodyBytes,
            recall: { call, flow in try handlers.recall(call, flow) },
            work: { call in try await Witness.$current.withValue(witness) { try await handlers.handle(call) } }
        )
    }

    private func call(
        _ route: Route,
        _ match: RouteMatch,
        _ version: Microversion,
        _ caller: Caller,
        _ body: JSONValue?,
        _ exchange: Exchange,
        _ authorization: Authorization
    ) -> Call {
        Call(
            route: route,
            path: exchange.path,
            parameters: match.parameters,
            rawQuery: exchange.rawQuery,
            version: version,
            caller: caller,
            body: body ?? .null,
            headers: exchange.request.headers,
            endpoint: endpoint(of: exchange.request),
            authorization: authorization
        )
    }

    /// The witness of a change that is refused before anybody knows what it would be, such as one in another project's path.
    private func witness(
        ofWhatIsNotUnderstood exchange: Exchange,
        _ match: RouteMatch,
        _ destination: Destination,
        _ caller: Caller,
        _ authorization: Authorization
    ) -> RequestWitness? {
        // A body that cannot be read names no action.
        let body = try? parse(exchange)
        // What names no action is no change of anything.
        guard let route = try? choose(destination, body) else { return nil }
        let request = call(route, match, .minimum, caller, body, exchange, authorization)
        return RequestWitness(request, clock: handlers.control.clock, ids: handlers.control.ids)
    }

    private func choose(_ destination: Destination, _ body: JSONValue?) throws -> Route {
        switch destination {
        case .route(let route): return route
        case .dead: throw Fault.resourceNotFound
        case .actions(let actions):
            guard let members = body?.object, let name = members.keys.first else { throw Fault.noSuchAction("None") }
            guard members.count == 1 else { throw Fault.malformedBody("an action has exactly one key") }
            guard let route = actions.route(named: name) else { throw Fault.noSuchAction(name) }
            return route
        }
    }

    /// Holds a body against the route's schema; a body that is missing where one is expected is refused as such.
    private func check(_ body: JSONValue?, for route: Route, in version: Microversion) throws {
        if let body {
            try schemas.check(body, for: route.id, in: version)
        } else if schemas.expectsBody(route.id, in: version) {
            throw Fault.malformedBody("the body is empty, or has no Content-Type: application/json")
        }
    }

    private func negotiate(_ exchange: inout Exchange) throws -> Microversion {
        let headers = exchange.request.headers
        let values = headers.contains(WireHeader.apiVersion) ? headers[values: WireHeader.apiVersion] : []
        switch Microversion.negotiate(values) {
        case .accepted(let version):
            exchange.versionHeader = versionHeaders[Int(version.minor)]
            return version
        case .refused(let fault, let header):
            exchange.versionHeader = header
            throw fault
        }
    }

    private func readBody(_ exchange: inout Exchange) async throws -> JSONValue? {
        guard exchange.request.method == .post || exchange.request.method == .put else { return nil }
        exchange.bodyBytes = try await bodies.read(exchange.request, from: exchange.channel)
        do {
            return try parse(exchange)
        } catch {
            meter.refused(.jsonForm)
            throw error
        }
    }

    private func parse(_ exchange: Exchange) throws -> JSONValue? {
        try RequestBodyParser.parse(
            exchange.bodyBytes,
            contentType: exchange.request.headers[.contentType],
            depthLimit: settings.limits.jsonDepth
        )
    }

    private enum Authenticated {
        case caller(Caller)
        case handedOut(Reply)
    }

    private func authenticate(_ exchange: Exchange) async throws -> Authenticated {
        let headers = exchange.request.headers
        let credentials = Credentials(
            token: headers[WireHeader.authToken].map(Secret.init),
            serviceToken: headers[WireHeader.serviceToken].map(Secret.init),
            authorization: headers[.authorization].map(Secret.init),
            requestedUser: headers[WireHeader.authUser],
            requestedProject: headers[WireHeader.authProject],
            url: endpoint(of: exchange.request) + exchange.path,
            requestID: exchange.requestID,
            globalRequestID: exchange.globalRequestID
        )
        switch try await authenticator.authenticate(credentials) {
        case .caller(let caller): return .caller(caller)
        case .token(let token, let url):
            return .handedOut(Reply(204, .text, headers: [(WireHeader.authToken, token), (WireHeader.managementURL, url)]))
        case .refused(let challenge): return .handedOut(.unauthorized(challenge))
        }
    }

    // MARK: The way back

    private func refusal(_ error: any Error) -> Reply {
        if error is BodyReader.TooLarge {
            meter.refused(.bodyBytes)
            return .text(413, "Request is too large.")
        }
        return Reply(refusal: Fault(mapping: error))
    }

    private func finish(_ reply: Reply, of exchange: Exchange) -> Response {
        var headers = HTTPFields()
        headers.reserveCapacity(8)
        if reply.body.readableBytes > 0 || reply.stream != nil {
            headers.append(HTTPField(name: .contentType, value: reply.contentType.value))
        }
        if let version = exchange.versionHeader {
            headers.append(HTTPField(name: WireHeader.apiVersion, value: version))
            headers.append(HTTPField(name: .vary, value: Microversion.headerName))
        }
        headers.append(HTTPField(name: WireHeader.requestID, value: exchange.requestID.rawValue))
        headers.append(HTTPField(name: WireHeader.computeRequestID, value: exchange.requestID.rawValue))
        for (name, value) in reply.headers { headers.append(HTTPField(name: name, value: value)) }
        reply.stream?.listener.watch(exchange.channel)
        let body = reply.stream?.body ?? (reply.body.readableBytes == 0 ? ResponseBody() : ResponseBody(byteBuffer: reply.body))
        let response = Response(status: HTTPResponse.Status(code: reply.status), headers: headers, body: body)
        // A body behind the head of an answer to HEAD would be read as the next answer.
        return exchange.request.method == .head ? response.createHeadResponse() : response
    }

    private func endpoint(of request: Request) -> String { settings.endpoint(of: request) }

    /// One line a request: changes and failures for the operator, reads only when debugging.
    private func log(_ exchange: Exchange, status: Int, duration: Duration, failure: (any Error)?) {
        let level: Logger.Level =
            if status >= 500 { .error } else if status >= 400 || exchange.request.method != .get { .info } else { .debug }
        guard level >= logger.logLevel else { return }
        var metadata: Logger.Metadata = [
            "request_id": "\(exchange.requestID)",
            "method": "\(exchange.request.method.rawValue)",
            "path": "\(exchange.path)",
            "route": "\(exchange.routeName)",
            "status": "\(status)",
            "seconds": "\(Double(duration.components.attoseconds) / 1e18 + Double(duration.components.seconds))",
        ]
        if let caller = exchange.caller { metadata["project_id"] = "\(caller.projectID)" }
        if let global = exchange.globalRequestID { metadata["global_request_id"] = "\(global)" }
        if let failure { metadata["error"] = "\(failure)" }
        logger.log(level: level, "request answered", metadata: metadata)
    }
}

/// One request on its way, and what has been learned of it so far.
struct Exchange {
    let request: Request
    let channel: any Channel
    let requestID: ScoriaModel.RequestID
    /// The path without the query, as it came.
    let path: String
    /// The query behind the `?`, as it came.
    let rawQuery: String
    /// The route's name for metrics and logs.
    var routeName = "unknown"
    var caller: Caller?
    /// Stands beside the transactions of a request that may change something.
    var witness: RequestWitness?
    /// The value of the answer's version header; nil while no version is agreed.
    var versionHeader: String?
    var bodyBytes = ByteBuffer()

    init(request: Request, channel: any Channel, requestID: ScoriaModel.RequestID) {
        self.request = request
        self.channel = channel
        self.requestID = requestID
        let target = request.head.path ?? "/"
        if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = String(target[..<mark])
            rawQuery = String(target[target.utf8.index(after: mark)...])
        } else {
            path = target
            rawQuery = ""
        }
    }

    /// The id under which a calling service logs this work: the inbound request id, when it has the usual form.
    var globalRequestID: ScoriaModel.RequestID? {
        guard let text = request.headers[WireHeader.requestID], text.utf8.count == 40, text.hasPrefix("req-") else { return nil }
        return ScoriaModel.RequestID(rawValue: text)
    }

    /// Whether an answer that is no fault of ours is best given in JSON: those who name HTML too, or nothing, get a page.
    var acceptsOnlyJSON: Bool {
        guard let accepted = request.headers[.accept] else { return false }
        return accepted.contains("application/json") && !accepted.contains("text/html")
    }

    /// Whether a health check wants every part by name.
    var wantsDetail: Bool {
        rawQuery.utf8.starts(with: "detail".utf8) || request.headers[.accept]?.contains("json") == true
    }
}
