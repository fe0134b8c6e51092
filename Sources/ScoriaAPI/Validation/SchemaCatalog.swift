public import ScoriaModel

/// The request schema of one route in a range of versions, as embedded by `scripts/generate-schemas`.
struct RequestSchemaSource: Sendable {
    let verb: HTTPVerb
    let path: String
    let action: String?
    let minimum: Microversion
    let maximum: Microversion
    let json: String
}

/// The schemas of all request bodies, compiled once at start.
public struct SchemaCatalog: Sendable {
    private struct Entry: Sendable {
        let minimum: Microversion
        let maximum: Microversion
        let schema: SchemaNode
    }

    private var entries: [RouteID: [Entry]] = [:]
    private let schedulerHints: SchemaNode

    /// The member of `POST /volumes` that holds hints for the scheduler; it has a schema of its own.
    public static let schedulerHintsKey = "OS-SCH-HNT:scheduler_hints"

    /// Compiles every schema.
    public init() throws(SchemaError) {
        try self.init(sources: RequestSchemaSource.all)
    }

    init(sources: [RequestSchemaSource]) throws(SchemaError) {
        let definitions = try Self.definitions()
        let routes = Dictionary(
            RouteTable.all.map { (RouteKey($0.verb, $0.path, $0.action), $0.id) },
            uniquingKeysWith: { first, _ in first }
        )
        var hints: SchemaNode?
        for source in sources {
            let schema = try SchemaNode.compile(try Self.parse(source.json), definitions)
            if source.action == Self.schedulerHintsKey {
                hints = schema
                continue
            }
            guard let id = routes[RouteKey(source.verb, source.path, source.action)] else {
                throw SchemaError("there is no route \(source.verb.rawValue) \(source.path) \(source.action ?? "")")
            }
            entries[id, default: []].append(Entry(minimum: source.minimum, maximum: source.maximum, schema: schema))
        }
        guard let hints else { throw SchemaError("the schema of scheduler hints is missing") }
        schedulerHints = hints
    }

    /// Whether a route takes a body in a version.
    public func expectsBody(_ route: RouteID, in version: Microversion) -> Bool { entry(route, version) != nil }

    /// The first thing about a body that breaks the route's schema; nil when nothing does, or the route has none.
    public func violation(in body: JSONValue, for route: RouteID, in version: Microversion) -> SchemaViolation? {
        guard let entry = entry(route, version) else { return nil }
        if let violation = entry.schema.violation(in: body) { return violation }
        guard route == .createVolume || route == .explainPlacement, let hints = body[Self.schedulerHintsKey] else { return nil }
        return schedulerHints.violation(in: hints)?.inside(Self.schedulerHintsKey)
    }

    /// Refuses a body that breaks the route's schema.
    public func check(_ body: JSONValue, for route: RouteID, in version: Microversion) throws(Fault) {
        if let violation = violation(in: body, for: route, in: version) { throw violation.fault }
    }

    /// Reads the body of a request strictly and refuses what breaks the route's schema.
    ///
    /// An empty body where one is expected is a 400 (the field fails with a 500).
    public func body(_ bytes: UnsafeRawBufferPointer, for route: RouteID, in version: Microversion) throws(Fault) -> JSONValue {
        guard !bytes.isEmpty else { throw .malformedBody("the body is empty") }
        let body: JSONValue
        do {
            body = try JSONValue(parsing: bytes)
        } catch {
            throw .malformedBody(error.description)
        }
        try check(body, for: route, in: version)
        return body
    }

    private func entry(_ route: RouteID, _ version: Microversion) -> Entry? {
        entries[route]?.first { $0.minimum <= version && version <= $0.maximum }
    }

    private static func definitions() throws(SchemaError) -> [String: SchemaNode] {
        var definitions: [String: SchemaNode] = [:]
        for (name, schema) in try parse(RequestSchemaSource.definitions).object ?? [:] {
            definitions[name] = try SchemaNode.compile(schema, [:])
        }
        return definitions
    }

    private static func parse(_ json: String) throws(SchemaError) -> JSONValue {
        do {
            return try JSONValue(parsing: json)
        } catch {
            throw SchemaError("a schema is no JSON: \(error)")
        }
    }
}

private struct RouteKey: Hashable {
    let verb: HTTPVerb
    let path: String
    let action: String?

    init(_ verb: HTTPVerb, _ path: String, _ action: String?) {
        self.verb = verb
        self.path = path
        self.action = action
    }
}
