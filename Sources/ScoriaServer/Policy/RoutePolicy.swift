internal import ScoriaAPI
internal import ScoriaIdentity
internal import ScoriaModel

/// Which rules stand before a route, and about which object they are asked.
struct RoutePolicy: Sendable {
    /// What a refusal looks like.
    enum Refusal: Sendable {
        /// 403, naming the rule.
        case forbidden
        /// 404, as if the object did not exist: the field asks `volume:get` when it looks a volume up.
        case absent
    }

    /// A rule that must hold, and what the client is told when it does not.
    struct Condition: Sendable {
        let rule: PolicyRule
        let refusal: Refusal
    }

    /// The rules in the order in which they are asked: what looks the object up first, then the route's own, then those of its parts.
    let conditions: [Condition]
    let subject: PolicySubject.Kind?
    /// What the use case may ask for.
    let permissions: [(Permissions, PolicyRule)]

    /// The rules of every route.
    ///
    /// - Throws: ``UnknownRule`` when a route names a rule that no policy has.
    static func table() throws -> [RouteID: RoutePolicy] {
        var table: [RouteID: RoutePolicy] = [:]
        for route in RouteTable.all { table[route.id] = try RoutePolicy(route) }
        return table
    }

    /// A route names a rule that is not in the catalog.
    struct UnknownRule: Error, CustomStringConvertible {
        let route: String
        let rule: String

        var description: String { "The route \(route) names the policy rule '\(rule)', which is not in the catalog." }
    }

    private init(_ route: Route) throws {
        subject = PolicySubject.Kind(route)
        permissions = route.policy.flatMap { PolicyFlags.permissions[$0] } ?? []
        guard let rule = route.policy else {
            conditions = []
            return
        }
        var names: [(name: String, refusal: Refusal)] = []
        if let lookup = Self.lookup(route) { names.append(lookup) }
        if !names.contains(where: { $0.name == rule }) { names.append((rule, .forbidden)) }
        names += (Self.parts[rule] ?? []).map { ($0, .forbidden) }
        conditions = try names.map { name, refusal in
            guard let rule = PolicyCatalog.rule(named: name) else { throw UnknownRule(route: route.id.rawValue, rule: name) }
            return Condition(rule: rule, refusal: refusal)
        }
    }

    /// The rule by which the object of a route is looked up, where the field has one.
    private static func lookup(_ route: Route) -> (name: String, refusal: Refusal)? {
        switch PolicySubject.Kind(route) {
        case .volume:
            // These two read the volume without asking.
            if route.action == "os-reset_status" || route.path.hasSuffix("/encryption") || route.path.contains("/encryption/") {
                return nil
            }
            return ("volume:get", .absent)
        case .snapshot:
            if route.action == "os-reset_status" || route.action == "os-update_snapshot_status" { return nil }
            return ("volume:get_snapshot", .forbidden)
        case .volumeOfBody(let object, _) where object == "snapshot": return ("volume:get", .absent)
        default: return nil
        }
    }

    /// The rules of what a route does on the way, by its own rule (`routes.tsv`, column `policy_also`).
    private static let parts: [String: [String]] = [
        "volume_extension:volume_admin_actions:force_delete": ["volume:delete"],
        "volume_extension:volume_admin_actions:force_detach": [
            "volume_extension:volume_actions:terminate_connection", "volume_extension:volume_actions:detach",
        ],
        "volume_extension:volume_unmanage": ["volume:delete"],
        "volume_extension:volume_image_metadata:set": ["volume:update_volume_metadata"],
        "volume_extension:volume_image_metadata:remove": ["volume:get_volume_metadata", "volume:delete_volume_metadata"],
        "volume:create_volume_metadata": ["volume:update_volume_metadata"],
        "volume:update_volume_metadata": ["volume:create_volume_metadata", "volume:get_volume_metadata"],
        "volume:delete_volume_metadata": ["volume:get_volume_metadata"],
        "volume:delete_snapshot_metadata": ["volume:get_snapshot_metadata"],
        "volume_extension:snapshot_admin_actions:force_delete": ["volume:delete_snapshot"],
        "snapshot_extension:snapshot_unmanage": ["volume:delete_snapshot"],
        "snapshot_extension:snapshot_manage": ["volume:create_snapshot"],
        "volume:freeze_host": ["volume_extension:services:update"],
        "volume:thaw_host": ["volume_extension:services:update"],
        "volume:failover_host": ["volume_extension:services:update"],
    ]
}

/// The routes that no policy rule stands before, each with the reason.
enum UnpolicedRoutes {
    /// By route.
    static let reasons: [RouteID: String] = [
        .versions: "served to everybody, before authentication",
        .version: "served to everybody, before authentication",
        .healthcheck: "for load balancers, before authentication",
        .metrics: "for collectors, before authentication",
        .openAPI: "a description of the API, which holds no data, before authentication",
        .listAttachments: "as in the field, the project alone decides",
        .listAttachmentsDetail: "as in the field, the project alone decides",
        .showAttachment: "as in the field, the project alone decides",
        .showLimits: "as in the field; the usage in it has a rule of its own",
        .listAvailabilityZones: "as in the field, for everybody with a token",
        .listExtensions: "as in the field, for everybody with a token",
        .showExtension: "as in the field, for everybody with a token",
        .listResourceFilters: "as in the field, for everybody with a token",
    ]
}
