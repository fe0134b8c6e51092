/// Which fields an answer shows that a policy rule may hide, decided once for a request.
public struct FieldVisibility: OptionSet, Sendable, Hashable {
    public let rawValue: UInt32

    /// Fields by their bits.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// `os-vol-host-attr:host`.
    public static let volumeHost = FieldVisibility(rawValue: 1 << 0)
    /// `os-vol-mig-status-attr:migstat` and `:name_id`.
    public static let volumeMigration = FieldVisibility(rawValue: 1 << 1)
    /// `os-vol-tenant-attr:tenant_id`.
    public static let volumeProject = FieldVisibility(rawValue: 1 << 2)
    /// `volume_image_metadata`.
    public static let volumeImageMetadata = FieldVisibility(rawValue: 1 << 3)
    /// `os-extended-snapshot-attributes:project_id` and `:progress`.
    public static let snapshotAttributes = FieldVisibility(rawValue: 1 << 4)
    /// `extra_specs` of types.
    public static let typeExtraSpecs = FieldVisibility(rawValue: 1 << 5)
    /// The extra specs that are not for everybody's eyes.
    public static let sensitiveExtraSpecs = FieldVisibility(rawValue: 1 << 6)
    /// `qos_specs_id` of types.
    public static let typeQoSSpecs = FieldVisibility(rawValue: 1 << 7)
    /// `os-volume-type-access:is_public`.
    public static let typeAccess = FieldVisibility(rawValue: 1 << 8)
    /// `total…Used` among the limits.
    public static let usedLimits = FieldVisibility(rawValue: 1 << 9)

    /// What the field's defaults show to readers of a project.
    public static let ofReaders: FieldVisibility = [
        .volumeProject, .volumeImageMetadata, .snapshotAttributes, .typeExtraSpecs, .usedLimits,
    ]
    /// What they show to members, who are readers too.
    public static let ofMembers: FieldVisibility = [.ofReaders, .typeAccess]
    /// What they show to administrators.
    public static let all: FieldVisibility = [
        .ofMembers, .volumeHost, .volumeMigration, .sensitiveExtraSpecs, .typeQoSSpecs,
    ]
}
