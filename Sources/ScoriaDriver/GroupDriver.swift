public import ScoriaModel

/// A group of volumes, as a driver needs to know it.
public struct GroupDescription: Sendable, Hashable {
    public let id: String
    public let name: String?
    /// The specs of the group's type.
    public let typeSpecs: [String: String]
    /// The status of the group's replication, as the field names it; nil when it is not replicated.
    public let replicationStatus: String?

    /// A group of a type with these specs.
    public init(id: String, name: String?, typeSpecs: [String: String], replicationStatus: String? = nil) {
        self.id = id
        self.name = name
        self.typeSpecs = typeSpecs
        self.replicationStatus = replicationStatus
    }

    /// Whether snapshots of the group must show one moment of all members (`consistent_group_snapshot_enabled = <is> True`).
    public var needsConsistentSnapshots: Bool {
        let words = (typeSpecs["consistent_group_snapshot_enabled"] ?? "").split(separator: " ")
        return words.count == 2 && words[0] == "<is>" && words[1].lowercased() == "true"
    }
}

/// A snapshot of a group.
public struct GroupSnapshotDescription: Sendable, Hashable {
    public let id: String
    public let group: GroupDescription
    public let name: String?

    /// A snapshot of a group.
    public init(id: String, group: GroupDescription, name: String?) {
        self.id = id
        self.group = group
        self.name = name
    }
}

/// What the members of a new group begin with; the lists correspond to the new volumes one by one.
public enum GroupSource: Sendable, Hashable {
    case snapshot(GroupSnapshotDescription, [Snapshot])
    case group(GroupDescription, [Volume])
}

/// A backend that knows groups of volumes (`driver-interface.md` 2.8).
///
/// A backend without it gets the generic treatment: the service keeps the group, and calls for each member. A driver that knows only
/// some types of groups throws ``DriverError/Code/notSupported`` for the others, with the same effect.
public protocol GroupDriver: VolumeDriver {
    /// Makes the group, without members.
    func createGroup(_ group: GroupDescription) async throws -> GroupUpdate<VolumeUpdate>

    /// Removes the group and all its members.
    ///
    /// Success when it is gone already.
    func deleteGroup(_ group: GroupDescription, volumes: [Volume]) async throws -> GroupUpdate<VolumeUpdate>

    /// Adds and removes members, which keep their bytes.
    func updateGroup(_ group: GroupDescription, adding: [Volume], removing: [Volume]) async throws -> GroupUpdate<VolumeUpdate>

    /// Makes the group with members that begin with the bytes of a source.
    func createGroup(
        _ group: GroupDescription,
        volumes: [Volume],
        from source: GroupSource
    ) async throws -> GroupUpdate<VolumeUpdate>

    /// Takes snapshots of all members: of one moment, when the group needs that.
    func createGroupSnapshot(
        _ groupSnapshot: GroupSnapshotDescription,
        snapshots: [Snapshot],
        of volumes: [Volume]
    ) async throws -> GroupUpdate<SnapshotUpdate>

    /// Removes the group's snapshots.
    ///
    /// Success when they are gone already.
    func deleteGroupSnapshot(
        _ groupSnapshot: GroupSnapshotDescription,
        snapshots: [Snapshot]
    ) async throws -> GroupUpdate<SnapshotUpdate>
}

/// A backend that keeps the order of writes across the members of a group.
///
/// The calls of ``GroupDriver`` serve the older consistency group API too; this only says that a group snapshot shows one moment. Such
/// a pool reports the capability `consistent_group_snapshot_enabled`.
public protocol ConsistencyGroupDriver: GroupDriver {}
