public import ScoriaModel
internal import ScoriaStore
internal import ScoriaSystem

/// A cluster with what its services say of it.
public struct ClusterState: Sendable, Hashable {
    public var cluster: Cluster
    /// How many services it has.
    public var hosts: Int
    /// How many of them have no young heartbeat.
    public var hostsDown: Int
    /// The youngest heartbeat of all; nil when there is no service.
    public var lastHeartbeat: Timestamp?

    /// Whether any of its services is up.
    public var isUp: Bool { hostsDown < hosts }

    /// A cluster with its counts.
    public init(cluster: Cluster, hosts: Int, hostsDown: Int, lastHeartbeat: Timestamp?) {
        self.cluster = cluster
        self.hosts = hosts
        self.hostsDown = hostsDown
        self.lastHeartbeat = lastHeartbeat
    }
}

extension Control {
    /// Every cluster, by name and binary.
    public func clusters() throws -> [ClusterState] {
        let now = clock.now()
        return try store.read { transaction in
            let services = try transaction.services()
            return try transaction.clusters().map { state(of: $0, among: services, at: now) }
        }
    }

    /// The cluster of a name whose services have a binary (404 when there is none).
    public func cluster(_ name: String, binary: String) throws -> ClusterState {
        let now = clock.now()
        return try store.read { transaction in
            guard let cluster = try transaction.cluster(name, binary: binary) else { throw Self.noCluster(name, binary) }
            return state(of: cluster, among: try transaction.services(), at: now)
        }
    }

    /// Enables a cluster, or disables it with a reason, so that the scheduler uses or avoids all its backends (404 when there is none).
    public func setCluster(_ name: String, binary: String, disabled: Bool, reason: String?, by caller: Caller) async throws -> ClusterState
    {
        let now = clock.now()
        let (cluster, services) = try await store.write { transaction in
            guard var cluster = try transaction.cluster(name, binary: binary) else { throw Self.noCluster(name, binary) }
            cluster.isDisabled = disabled
            cluster.disabledReason = disabled ? reason : nil
            cluster.updatedAt = now
            try transaction.update(cluster)
            return (cluster, try transaction.services())
        }
        for service in services where service.belongs(to: cluster) { backends.noteService(service, in: cluster) }
        return state(of: cluster, among: services, at: now)
    }

    /// Freezes every backend of a cluster, or thaws it.
    ///
    /// Freezing what is frozen, or thawing what is not, is refused as in the field (400).
    public func setFrozen(_ frozen: Bool, cluster name: String, by caller: Caller) async throws {
        let now = clock.now()
        let (cluster, services) = try await store.write { transaction in
            guard var cluster = try transaction.cluster(name, binary: Service.volumeBinary) else {
                throw ControlError.badRequest("The cluster \(name) could not be found.", correction: "Name one as clusters lists it.")
            }
            guard cluster.isFrozen != frozen else {
                throw ControlError.badRequest("Invalid input received: Cluster \(name) is \(frozen ? "already" : "not") frozen.")
            }
            cluster.isFrozen = frozen
            if frozen {
                cluster.isDisabled = true
                cluster.disabledReason = Service.frozenReason
            } else if cluster.disabledReason == Service.frozenReason {
                cluster.isDisabled = false
                cluster.disabledReason = nil
            }
            cluster.updatedAt = now
            try transaction.update(cluster)
            let services = try transaction.services().filter { $0.belongs(to: cluster) }.map { $0.frozen(frozen) }
            for service in services { try transaction.update(service) }
            return (cluster, services)
        }
        for service in services { backends.noteService(service, in: cluster) }
    }

    private func state(of cluster: Cluster, among services: [Service], at now: Timestamp) -> ClusterState {
        let own = services.filter { $0.belongs(to: cluster) }
        return ClusterState(
            cluster: cluster,
            hosts: own.count,
            hostsDown: own.count { !$0.isUp(at: now, downTime: settings.serviceDownTime) },
            lastHeartbeat: own.map { $0.updatedAt ?? $0.createdAt }.max()
        )
    }

    private static func noCluster(_ name: String, _ binary: String) -> ControlError {
        ControlError(.notFound, "Cluster {'name': '\(name)', 'binary': '\(binary)'} could not be found.")
    }
}

extension Service {
    /// The reason of a service that is disabled because it is frozen.
    static let frozenReason = "frozen"

    /// Whether the service is one of a cluster's.
    func belongs(to cluster: Cluster) -> Bool { clusterName == cluster.name && binary == cluster.binary }

    /// The service frozen, and disabled for that reason, or thawed.
    func frozen(_ isFrozen: Bool) -> Service {
        var service = self
        service.isFrozen = isFrozen
        if isFrozen {
            service.isDisabled = true
            service.disabledReason = Self.frozenReason
        } else if disabledReason == Self.frozenReason {
            service.isDisabled = false
            service.disabledReason = nil
        }
        return service
    }
}
