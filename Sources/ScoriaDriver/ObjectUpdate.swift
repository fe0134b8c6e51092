public import ScoriaModel

/// What a driver wants stored with one volume after a call for many (`driver-interface.md` 2.7, 2.8).
///
/// A nil field stays as it is.
public struct VolumeUpdate: Sendable, Hashable {
    public var id: VolumeID
    public var provider: ProviderUpdate
    /// `error` when the call failed for this volume alone.
    public var status: VolumeStatus?
    /// `enabled`, `disabled`, `failed-over`, `error`, … as the field names them.
    public var replicationStatus: String?

    /// An update of one volume; of no field until told otherwise.
    public init(
        id: VolumeID,
        provider: ProviderUpdate = ProviderUpdate(),
        status: VolumeStatus? = nil,
        replicationStatus: String? = nil
    ) {
        self.id = id
        self.provider = provider
        self.status = status
        self.replicationStatus = replicationStatus
    }
}

/// What a driver wants stored with one snapshot after a call for many.
public struct SnapshotUpdate: Sendable, Hashable {
    public var id: SnapshotID
    public var provider: ProviderUpdate
    /// `error` when the call failed for this snapshot alone.
    public var status: SnapshotStatus?

    /// An update of one snapshot; of no field until told otherwise.
    public init(id: SnapshotID, provider: ProviderUpdate = ProviderUpdate(), status: SnapshotStatus? = nil) {
        self.id = id
        self.provider = provider
        self.status = status
    }
}

/// What a driver wants stored with a group, and with its members.
public struct GroupUpdate<Member: Sendable & Hashable>: Sendable, Hashable {
    /// `available`, `error`, …; nil leaves the group's status to the service.
    public var status: String?
    public var replicationStatus: String?
    public var members: [Member]

    /// An update of nothing until told otherwise.
    public init(status: String? = nil, replicationStatus: String? = nil, members: [Member] = []) {
        self.status = status
        self.replicationStatus = replicationStatus
        self.members = members
    }
}
