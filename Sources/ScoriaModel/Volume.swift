/// One volume, as the database keeps it.
public struct Volume: Sendable, Hashable {
    public var id: VolumeID
    public var projectID: ProjectID
    public var userID: UserID
    public var createdAt: Timestamp
    public var updatedAt: Timestamp?
    public var name: String?
    public var description: String?
    public var size: GibiByteCount
    /// The size that an extension under way will end with; quotas count it from the request on.
    public var extendingTo: GibiByteCount?
    public var status: VolumeStatus
    public var attachStatus: VolumeAttachStatus
    /// The status to return to when a passing one ends; set while a flow borrows the volume.
    public var previousStatus: VolumeStatus?
    public var migrationStatus: String?
    public var replicationStatus: String?
    public var availabilityZone: String?
    /// `host@backend#pool`; nil until the scheduler has placed the volume.
    public var host: PoolAddress?
    public var volumeTypeID: VolumeTypeID?
    public var isBootable: Bool
    public var isEncrypted: Bool
    public var isMultiattach: Bool
    public var snapshotID: SnapshotID?
    public var sourceVolumeID: VolumeID?
    public var groupID: String?
    public var metadata: [String: String]
    /// Keys that the service keeps beside the user's: `readonly`, `attached_mode`.
    ///
    /// Shown with the metadata, as the field does.
    public var adminMetadata: [String: String]
    public var imageMetadata: [String: String]
    /// What the driver wants back with every later call; never interpreted by the service.
    public var providerID: String?
    public var providerLocation: String?
    /// True when connections of several volumes share a target; nil where the protocol has no such thing.
    public var sharesTargets: Bool? = true
    public var serviceID: ServiceID?
    public var clusterName: String?
    /// The id that the backend's object is named after, when a migration left it different from ``id``.
    public var nameID: VolumeID?
    public var consumesQuota: Bool
    public var scheduledAt: Timestamp?
    public var launchedAt: Timestamp?
    public var terminatedAt: Timestamp?

    /// A new volume in `creating`, not yet placed.
    public init(id: VolumeID, projectID: ProjectID, userID: UserID, size: GibiByteCount, createdAt: Timestamp) {
        self.id = id
        self.projectID = projectID
        self.userID = userID
        self.size = size
        self.createdAt = createdAt
        status = .creating
        attachStatus = .detached
        isBootable = false
        isEncrypted = false
        isMultiattach = false
        metadata = [:]
        adminMetadata = [:]
        imageMetadata = [:]
        consumesQuota = true
    }

    /// The id that the backend's object is named after.
    public var backendID: VolumeID { nameID ?? id }
}

public typealias VolumeID = ID<Volume>

extension Volume {
    /// The admin metadata key that marks a read-only volume; its value is `True` or `False`.
    public static let readOnlyKey = "readonly"
    /// The admin metadata key that holds the mode of the present attachment.
    public static let attachedModeKey = "attached_mode"

    /// Whether the volume may be attached for reading only.
    public var isReadOnly: Bool { adminMetadata[Self.readOnlyKey] == "True" }
}
