internal import ScoriaModel

/// The schemas of request bodies in their newest version, as components of one document.
struct RequestBodies {
    private var schemas: [String: JSONValue] = [:]
    /// What the schemas refer to.
    private(set) var definitions: [String: JSONValue] = [:]

    init() {
        for (name, definition) in Self.parse(RequestSchemaSource.definitions).object ?? [:] {
            definitions[name] = Self.moved(definition)
        }
        // Sources are in order of version, so that the newest stays.
        for source in RequestSchemaSource.all.sorted(by: { $0.maximum < $1.maximum }) {
            schemas[Self.key(source.verb, source.path, source.action)] = Self.moved(Self.parse(source.json))
        }
        addHints()
    }

    /// The schema of a route's body in its newest version; nil when it takes none.
    func schema(of route: Route) -> JSONValue? { schemas[Self.key(route.verb, route.path, route.action)] }

    /// Hints for the scheduler are a member of their own beside the volume.
    private mutating func addHints() {
        let key = Self.key(.post, "/volumes", nil)
        guard let hints = schemas[Self.key(.post, "/volumes", SchemaCatalog.schedulerHintsKey)], var body = schemas[key]?.object,
            var members = body["properties"]?.object
        else { return }
        members[SchemaCatalog.schedulerHintsKey] = hints
        body["properties"] = .object(members)
        schemas[key] = .object(body)
    }

    /// A schema whose references lead to the document's components.
    private static func moved(_ schema: JSONValue) -> JSONValue {
        switch schema {
        case .object(let members):
            .object(
                Dictionary(
                    members.map { name, value in
                        guard name == "$ref", let target = value.string, let end = target.split(separator: "/").last else {
                            return (name, moved(value))
                        }
                        return (name, .string("#/components/schemas/\(end)"))
                    }
                ) { first, _ in first }
            )
        case .array(let elements): .array(elements.map(moved))
        default: schema
        }
    }

    private static func key(_ verb: HTTPVerb, _ path: String, _ action: String?) -> String { "\(verb.rawValue) \(path) \(action ?? "")" }

    private static func parse(_ json: String) -> JSONValue {
        // The catalogue compiles the same texts at the start and would have refused one that is no JSON.
        (try? JSONValue(parsing: json)) ?? .null
    }
}
