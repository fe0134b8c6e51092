/// The methods that routes use.
public enum HTTPVerb: String, Sendable, CaseIterable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
}

/// One route: where it is, since when, who may use it by default, and what success looks like.
public struct Route: Sendable {
    public let id: RouteID
    public let verb: HTTPVerb
    /// The path; below `/v3` and behind the project for all but the service's own.
    ///
    /// `{id}` stands for any one segment.
    public let path: String
    /// The one key of the body that selects this route among those of an `action` path.
    public let action: String?
    /// The version that brought the route.
    public let minimum: Microversion
    /// The HTTP status of success.
    public let success: Int
    /// The policy rule that is asked first; nil where the project alone decides.
    public let policy: String?

    init(
        _ id: RouteID,
        _ verb: HTTPVerb,
        _ path: String,
        action: String? = nil,
        since minor: UInt8 = 0,
        success: Int,
        policy: String? = nil
    ) {
        self.id = id
        self.verb = verb
        self.path = path
        self.action = action
        minimum = Microversion(minor)
        self.success = success
        self.policy = policy
    }

    /// Whether an `Idempotency-Key` makes the route answer again what it has answered, for which the answer is kept.
    ///
    /// Not so where the answer shows a secret that is shown once: kept, it would lie in the database. Nor where the volume is connected
    /// without an attachment: the same connection is made and told however often it is asked for.
    public var isRepeatable: Bool {
        verb == .post && id != .createTransfer && id != .createLegacyTransfer && id != .initializeConnection
    }

    /// Whether the answer may hold the password of a connection, so that what is kept for an `Idempotency-Key` is the flow and not the answer.
    public var answersWithConnection: Bool { id == .createAttachment }

    /// Whether the route exists in a version; when not, the answer is ``Fault/resourceNotFound``.
    public func isServed(in version: Microversion) -> Bool { version >= minimum }
}

/// The actions of one `action` path, chosen by the one key of the body.
public struct ActionSet: Sendable {
    private let routes: [String: Route]

    init(_ routes: [Route]) {
        self.routes = Dictionary(routes.compactMap { route in route.action.map { ($0, route) } }, uniquingKeysWith: { first, _ in first })
    }

    /// The names of the actions.
    public var names: [String] { routes.keys.sorted() }

    /// The route of an action; nil when there is none of that name, which is ``Fault/noSuchAction(_:)``.
    public func route(named name: String) -> Route? { routes[name] }

    func adding(_ route: Route) -> ActionSet { ActionSet(Array(routes.values) + [route]) }
}
