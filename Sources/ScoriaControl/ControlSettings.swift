internal import ScoriaModel

/// What the operator may set about the use cases.
///
/// The defaults are those of the field's options in `config.tsv`.
public struct ControlSettings: Sendable {
    /// The limits of a project that has none of its own, by quota resource; -1 is unlimited.
    ///
    /// Options `quota_volumes`, `quota_snapshots`, `quota_gigabytes`, `quota_backups`, `quota_backup_gigabytes`, `quota_groups`,
    /// `per_volume_size_limit`.
    public var quotaDefaults: [String: Int64] = [
        "volumes": 10,
        "snapshots": 10,
        "gigabytes": 1000,
        "per_volume_gigabytes": -1,
        "backups": 10,
        "backup_gigabytes": 1000,
        "groups": 10,
    ]
    /// Whether the limits of the quota class `default` take the place of ``quotaDefaults``; option `use_default_quota_class`.
    public var usesDefaultQuotaClass = true
    /// Whether snapshots count towards `gigabytes`; option `no_snapshot_gb_quota` turns it off.
    public var snapshotsCountGigabytes = true
    /// The name of the type that volumes without one get; option `default_volume_type`.
    public var defaultVolumeType = VolumeType.defaultName
    /// Whether extra specs of a type in use may be changed; option `allow_inuse_volume_type_modification`.
    public var allowsChangeOfTypesInUse = false
    /// The zone of this node's services; option `storage_availability_zone`.
    public var storageAvailabilityZone = "nova"
    /// The zone of volumes whose request names none; option `default_availability_zone`, else ``storageAvailabilityZone``.
    public var defaultAvailabilityZone: String?
    /// Whether an unknown zone in a request becomes the default one; option `allow_availability_zone_fallback`.
    public var allowsZoneFallback = false
    /// Whether a clone must stay in its source's zone; option `cloned_volume_same_az`.
    public var clonesStayInZone = true
    /// The age in seconds of a heartbeat beyond which a service counts as down; option `service_down_time`.
    public var serviceDownTime = 60.0
    /// How many pools are tried for a new volume before it ends in `error`; option `scheduler_max_attempts`.
    public var placementAttempts = 3
    /// How long a user message is kept in seconds; option `message_ttl`.
    public var messageLifetimeSeconds = 2_592_000.0
    /// The number of characters of the auth key of a transfer; option `volume_transfer_key_length`.
    public var transferKeyLength = 16
    /// How long lines of the audit trail are kept in seconds, 0 for ever; option `retention` of `[audit]`.
    public var auditLifetimeSeconds = 7_776_000.0
    /// How long events are kept for streams in seconds; option `retention` of `[event_stream]`.
    public var eventLifetimeSeconds = 3600.0
    /// How long an idempotency key is remembered in seconds.
    public var idempotencyLifetimeSeconds = 86_400.0

    /// Whether only a trusted service may remove an attachment that a server is connected to.
    ///
    /// Off where nobody can prove to be a service: without an identity service there is no compute service beside this one.
    public var guardsComputeAttachments = false
    /// The roles of which a service token must have one to be trusted; option `service_token_roles`.
    public var serviceTokenRoles: Set<String> = ["service"]

    /// The field's defaults.
    public init() {}
}
