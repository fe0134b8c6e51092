public import ScoriaModel

/// Where a failover leads to.
public enum FailoverTarget: Sendable, Hashable {
    /// The driver chooses.
    case any
    /// The `backend_id` of a replication device of the configuration.
    case secondary(String)
    /// Back to the backend of the configuration; the field calls it `default`.
    case primary
}

/// What a failover made of the backend and of what lies on it.
public struct FailoverResult: Sendable, Hashable {
    /// The `backend_id` that is in use now; nil after a failback.
    public var activeBackendID: String?
    /// One for each replicated volume; a volume without one, or without a replication status, takes the backend's.
    public var volumes: [VolumeUpdate]
    /// The replication status of each group.
    public var groups: [String: String]

    /// The outcome of a failover.
    public init(activeBackendID: String?, volumes: [VolumeUpdate], groups: [String: String] = [:]) {
        self.activeBackendID = activeBackendID
        self.volumes = volumes
        self.groups = groups
    }
}

/// A backend that replicates to others and can go over to one of them (`driver-interface.md` 2.7).
public protocol ReplicationDriver: VolumeDriver {
    /// Makes a secondary the one that volumes are used on, or goes back.
    ///
    /// `volumes` are the replicated ones only. Throws ``DriverError/Code/notFound`` for a target that is not configured, which leaves
    /// everything as it was. Must not change what the driver itself works on: with several nodes each of them is told by
    /// ``completeFailover(activeBackendID:)``.
    func failOver(_ volumes: [Volume], groups: [GroupDescription], to target: FailoverTarget) async throws -> FailoverResult

    /// Works on the given backend from now on; nil is the one of the configuration.
    ///
    /// Repeatable; also called at the start.
    func completeFailover(activeBackendID: String?) async throws

    /// Refuses changes of the backend's management state from now on, as far as the backend can; reads and writes go on.
    func freeze() async throws

    /// Allows changes again.
    func thaw() async throws

    /// The replication status of volumes and groups, asked when the statistics say that replication is in error.
    func replicationErrors(groups: [GroupDescription]) async throws -> (groups: [String: String], volumes: [VolumeID: String])
}

/// A backend that replicates groups as one.
public protocol GroupReplicationDriver: ReplicationDriver, GroupDriver {
    /// Begins to replicate the group.
    ///
    /// Repeatable.
    func enableReplication(_ group: GroupDescription, volumes: [Volume]) async throws -> GroupUpdate<VolumeUpdate>

    /// Stops replicating the group; its bytes on the secondary are no longer used.
    func disableReplication(_ group: GroupDescription, volumes: [Volume]) async throws -> GroupUpdate<VolumeUpdate>

    /// Makes a secondary the one that the group is used on, or goes back.
    func failOverGroup(
        _ group: GroupDescription,
        volumes: [Volume],
        to target: FailoverTarget
    ) async throws -> GroupUpdate<VolumeUpdate>
}
