/// Finds the route of a request by its method and path.
///
/// Pure, and built once at start. The version is not looked at here: it is negotiated after the path is known, and only for known paths.
public struct RouteResolver: Sendable {
    /// What a path leads to.
    public enum Resolution: Sendable {
        /// One route; its ``Route/isServed(in:)`` is still to be asked.
        case route(Route, RouteMatch)
        /// A path whose route depends on the body's one key.
        case actions(ActionSet, RouteMatch)
        /// A path that the field's router knows but nothing serves: ``Fault/resourceNotFound`` in any version.
        case dead(RouteMatch)
        /// The same place under another path: a 302.
        case redirect(to: String)
        /// A path that is not known, or not with this method: ``Fault/unknownPathPage``.
        case unknown
        /// A path whose escapes are no UTF-8: a 400.
        case undecodable
    }

    private enum Endpoint: Sendable {
        case route(Route)
        case actions(ActionSet)
        case dead
    }

    private struct Node: Sendable {
        var literals: [Substring: Int] = [:]
        var parameter: Int?
        var endpoints: [HTTPVerb: Endpoint] = [:]
    }

    private var nodes = [Node()]
    private let service: [Substring: Route]
    private let versions: Route
    private let version: Route

    /// A resolver of the given table.
    public init(routes: [Route] = RouteTable.all) {
        var service: [Substring: Route] = [:]
        for route in routes where RouteTable.isOutsideVersions(route.id) { service[route.path[...]] = route }
        self.service = service
        versions = service["/"] ?? Route(.versions, .get, "/", success: 300)
        version = service["/v3/"] ?? Route(.version, .get, "/v3/", success: 200)
        for route in routes where !RouteTable.isOutsideVersions(route.id) { insert(route) }
        for (verb, paths) in RouteTable.registeredButDead {
            for path in paths {
                let node = insertPath(path)
                if nodes[node].endpoints[verb] == nil { nodes[node].endpoints[verb] = .dead }
            }
        }
    }

    /// The route of a request; `path` is without the query, still percent-encoded.
    public func resolve(method: String, path: String) -> Resolution {
        if path == "/" || path.isEmpty { return .route(versions, RouteMatch()) }
        if path == "/v3/" { return .route(version, RouteMatch()) }
        if path == "/v3" { return .redirect(to: "/v3/") }
        guard let verb = HTTPVerb(rawValue: method) else { return .unknown }
        if let route = service[path[...]] { return route.verb == verb ? .route(route, RouteMatch()) : .unknown }
        guard path.hasPrefix("/v3/") else { return .unknown }
        var segments = path.dropFirst(4).split(separator: "/", omittingEmptySubsequences: false)
        if segments.last?.isEmpty == true { segments.removeLast() }
        if path.utf8.contains(UInt8(ascii: "%")) {
            var decoded: [Substring] = []
            for segment in segments {
                guard let text = PercentEncoding.decode(segment, plusIsSpace: false) else { return .undecodable }
                decoded.append(text[...])
            }
            segments = decoded
        }
        return resolve(segments, verb)
    }

    private func resolve(_ segments: [Substring], _ verb: HTTPVerb) -> Resolution {
        guard let first = segments.first, segments.allSatisfy({ !$0.isEmpty }) else { return .unknown }
        var match = RouteMatch()
        var start = 0
        // No collection is named like a project, whose id is hexadecimal digits and hyphens.
        if nodes[0].literals[first] == nil {
            guard Self.isProjectID(first) else { return .unknown }
            match.projectID = String(first)
            start = 1
        }
        guard start < segments.count else { return .unknown }
        switch find(segments, start, 0, verb, &match) {
        case .route(let route): return .route(route, match)
        case .actions(let actions): return .actions(actions, match)
        case .dead: return .dead(match)
        case nil: return .unknown
        }
    }

    /// Prefers the literal segment, and comes back to the parameter when the literal has no such method.
    private func find(_ segments: [Substring], _ index: Int, _ node: Int, _ verb: HTTPVerb, _ match: inout RouteMatch) -> Endpoint? {
        guard index < segments.count else { return nodes[node].endpoints[verb] }
        if let next = nodes[node].literals[segments[index]], let found = find(segments, index + 1, next, verb, &match) { return found }
        guard let next = nodes[node].parameter else { return nil }
        match.parameters.append(String(segments[index]))
        if let found = find(segments, index + 1, next, verb, &match) { return found }
        match.parameters.removeLast()
        return nil
    }

    /// Whether a path segment may be a project.
    static func isProjectID(_ text: Substring) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
                    || byte == UInt8(ascii: "-")
            }
    }

    // MARK: Building

    private mutating func insert(_ route: Route) {
        let node = insertPath(route.path)
        guard route.action != nil else {
            nodes[node].endpoints[route.verb] = .route(route)
            return
        }
        if case .actions(let actions) = nodes[node].endpoints[route.verb] {
            nodes[node].endpoints[route.verb] = .actions(actions.adding(route))
        } else {
            nodes[node].endpoints[route.verb] = .actions(ActionSet([route]))
        }
    }

    private mutating func insertPath(_ path: String) -> Int {
        var node = 0
        for segment in path.split(separator: "/") {
            let existing = segment.hasPrefix("{") ? nodes[node].parameter : nodes[node].literals[segment]
            if let existing {
                node = existing
                continue
            }
            nodes.append(Node())
            let new = nodes.count - 1
            if segment.hasPrefix("{") { nodes[node].parameter = new } else { nodes[node].literals[segment] = new }
            node = new
        }
        return node
    }
}

/// What the path of a request said besides the route.
public struct RouteMatch: Hashable, Sendable {
    /// The project of the path, when it was there.
    public var projectID: String?
    /// The segments that the path's `{…}` stand for, decoded, in order.
    public var parameters: [String] = []
}

extension RouteTable {
    /// Whether a route's path is complete, without `/v3` and a project before it.
    static func isOutsideVersions(_ id: RouteID) -> Bool {
        switch id {
        case .versions, .version, .healthcheck, .metrics, .openAPI: true
        default: false
        }
    }
}
