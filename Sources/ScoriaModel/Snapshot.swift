/// One snapshot, as the database keeps it.
public struct Snapshot: Sendable, Hashable {
    public var id: SnapshotID
    public var volumeID: VolumeID
    public var projectID: ProjectID
    public var userID: UserID
    public var createdAt: Timestamp
    public var updatedAt: Timestamp?
    public var name: String?
    public var description: String?
    /// The size of the volume when the snapshot was taken.
    public var size: GibiByteCount
    public var status: SnapshotStatus
    /// Text such as `100%`, as the API shows it.
    public var progress: String?
    public var volumeTypeID: VolumeTypeID?
    public var groupSnapshotID: String?
    public var metadata: [String: String]
    public var providerID: String?
    public var providerLocation: String?
    public var consumesQuota: Bool

    /// A new snapshot in `creating`.
    public init(
        id: SnapshotID,
        volumeID: VolumeID,
        projectID: ProjectID,
        userID: UserID,
        size: GibiByteCount,
        createdAt: Timestamp
    ) {
        self.id = id
        self.volumeID = volumeID
        self.projectID = projectID
        self.userID = userID
        self.size = size
        self.createdAt = createdAt
        status = .creating
        progress = "0%"
        metadata = [:]
        consumesQuota = true
    }
}

public typealias SnapshotID = ID<Snapshot>
