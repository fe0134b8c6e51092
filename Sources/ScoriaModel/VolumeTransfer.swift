/// The offer of a volume to whoever knows its auth key (`statuses.md` 9).
///
/// It exists as long as it is open: accepting and withdrawing remove it. The key itself is nowhere; only its salted hash is kept.
public struct VolumeTransfer: Sendable, Hashable {
    public var id: VolumeTransferID
    /// The project that offers the volume.
    public var projectID: ProjectID
    public var volumeID: VolumeID
    public var name: String?
    /// Whether the volume goes without its snapshots, which then stay with the project that offers it.
    public var leavesSnapshots: Bool
    /// Random, hexadecimal.
    public var salt: String
    /// The hash of the auth key under ``salt``, hexadecimal.
    public var keyHash: String
    public var createdAt: Timestamp

    /// An open offer.
    public init(
        id: VolumeTransferID,
        projectID: ProjectID,
        volumeID: VolumeID,
        name: String?,
        leavesSnapshots: Bool,
        salt: String,
        keyHash: String,
        createdAt: Timestamp
    ) {
        self.id = id
        self.projectID = projectID
        self.volumeID = volumeID
        self.name = name
        self.leavesSnapshots = leavesSnapshots
        self.salt = salt
        self.keyHash = keyHash
        self.createdAt = createdAt
    }
}

/// The id of a transfer.
public typealias VolumeTransferID = ID<VolumeTransfer>
