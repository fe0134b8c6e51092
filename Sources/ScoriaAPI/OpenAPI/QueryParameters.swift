internal import ScoriaModel

/// The query parameters of lists.
enum QueryParameters {
    /// The parameters of a route; none when it is no list.
    static func parameters(of route: Route) -> [JSONValue] {
        guard route.verb == .get, let resource = resource(of: route) else { return [] }
        var parameters = [
            integer("limit", "At most so many entries; more than osapi_max_limit are never given."),
            integer("offset", "Leave out so many entries."), text("marker", "The id of the last entry of the page before."),
            flag("all_tenants", "The entries of all projects, for administrators."),
        ]
        if let since = resource.sortedSince {
            let keys = resource.sortRules.keys.sorted().joined(separator: ", ")
            parameters.append(text("sort", "key:asc or key:desc, several with commas; keys: \(keys).", since: since))
            parameters.append(text("sort_key", "One key of the order; not together with sort.", since: since))
            parameters.append(text("sort_dir", "asc or desc; not together with sort.", since: since))
        }
        if let since = resource.countedSince { parameters.append(flag("with_count", "Tell the number of all entries.", since: since)) }
        for (name, rule) in resource.filterRules.sorted(by: { $0.key < $1.key }) {
            parameters.append(text(name, "Only entries with this value.", since: rule.since))
        }
        return parameters
    }

    private static func resource(of route: Route) -> ListedResource? {
        switch route.path.hasSuffix("/detail") ? String(route.path.dropLast(7)) : route.path {
        case "/volumes": .volume
        case "/snapshots": .snapshot
        case "/attachments": .attachment
        case "/messages": .message
        case "/types": .volumeType
        case "/volume-transfers": .transfer
        case "/os-volume-transfer": .legacyTransfer
        default: nil
        }
    }

    private static func integer(_ name: String, _ about: String) -> JSONValue {
        parameter(name, about, ["type": "integer", "minimum": 0, "maximum": .integer(Int64(Int32.max))], since: nil)
    }

    private static func flag(_ name: String, _ about: String, since: Microversion? = nil) -> JSONValue {
        parameter(name, about, ["type": "boolean"], since: since)
    }

    private static func text(_ name: String, _ about: String, since: Microversion? = nil) -> JSONValue {
        parameter(name, about, ["type": "string"], since: since)
    }

    private static func parameter(_ name: String, _ about: String, _ schema: JSONValue, since: Microversion?) -> JSONValue {
        var members: [String: JSONValue] = ["name": .string(name), "in": "query", "description": .string(about), "schema": schema]
        if let since, since > .minimum { members["x-scoria-min-version"] = .string(since.description) }
        return .object(members)
    }
}
