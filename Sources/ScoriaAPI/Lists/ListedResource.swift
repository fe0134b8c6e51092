/// What can be listed by pages, and how its lists are asked for.
public enum ListedResource: String, Sendable, CaseIterable {
    case volume
    case snapshot
    case attachment
    case message
    case volumeType = "volume_type"
    /// Objects of a backend.
    case manageable
    case transfer
    /// Transfers under the routes of the extension.
    case legacyTransfer = "legacy_transfer"
    case qosSpecs = "qos_specs"

    /// How the value of a filter is read.
    enum FilterKind: Sendable {
        case text
        case number
        case bool
        /// A truth value that is read strictly from 3.2 on.
        case bootable
        case map
        /// Comparisons of moments.
        case time
        /// A truth value, or `none` for both.
        case visibility
    }

    /// One filter: what it is called inside, how it is read, and since when; before that it is dropped without a word.
    struct FilterRule: Sendable {
        let attribute: String
        let kind: FilterKind
        let since: Microversion

        init(_ attribute: String, _ kind: FilterKind = .text, since minor: UInt8 = 0) {
            self.attribute = attribute
            self.kind = kind
            since = Microversion(minor)
        }
    }

    /// The version from which limit, marker, sort and filters are looked at.
    var pagedSince: Microversion { self == .message ? Microversion(5) : .minimum }

    /// The version from which the order can be asked for and is the newest first, the oldest first before; nil where it never can.
    var sortedSince: Microversion? {
        switch self {
        case .legacyTransfer: nil
        case .transfer: Microversion(59)
        default: .minimum
        }
    }

    /// Whether the configured list of filters holds for users; where it does not, filters that are not known match nothing.
    var hasConfiguredFilters: Bool { self != .transfer && self != .legacyTransfer && self != .manageable }

    /// What a list is sorted by that names no key.
    var defaultSort: String { self == .manageable ? "reference" : "created_at" }

    /// The version from which `with_count` is known; nil where it is not.
    var countedSince: Microversion? {
        switch self {
        case .volume, .snapshot: Microversion(45)
        case .attachment, .message, .volumeType, .transfer, .legacyTransfer, .manageable, .qosSpecs: nil
        }
    }

    /// The filters that all may use before 3.31, when the configured list began to count; nil where it always did.
    var formerFilters: Set<String>? {
        switch self {
        case .volume: nil
        case .snapshot: ["name", "status", "volume_id", "metadata"]
        case .attachment: ["volume_id", "status", "instance_id", "attach_status"]
        case .message: ["resource_uuid", "resource_type", "event_id", "request_id", "message_level"]
        case .volumeType: ["is_public", "extra_specs"]
        case .transfer, .legacyTransfer, .manageable: nil
        case .qosSpecs: ["id", "name", "consumer"]
        }
    }

    /// Every filter that can match something, by its name on the wire.
    var filterRules: [String: FilterRule] {
        switch self {
        case .volume: Self.volumeFilters
        case .snapshot: Self.snapshotFilters
        case .attachment: Self.attachmentFilters
        case .message: Self.messageFilters
        case .volumeType: Self.typeFilters
        case .transfer, .legacyTransfer: Self.transferFilters
        case .manageable: Self.texts(["host", "cluster"])
        case .qosSpecs: Self.texts(["id", "name", "consumer"])
        }
    }

    /// Every sort key, by its name on the wire, with its attribute and the version that brought the name.
    var sortRules: [String: (attribute: String, since: Microversion)] {
        switch self {
        case .volume:
            Self.sortKeys(
                [
                    "id", "name", "status", "size", "availability_zone", "bootable", "created_at", "updated_at", "volume_type_id",
                    "description", "host", "project_id", "user_id", "attach_status", "migration_status",
                ],
                otherwiseSpelled: ["display_name": "name", "display_description": "description"]
            )
        case .snapshot:
            Self.sortKeys(
                ["id", "status", "size", "volume_id", "created_at", "updated_at", "progress", "project_id"],
                otherwiseSpelled: ["display_name": "name", "volume_size": "size"]
            )
            .merging(["name": ("name", Microversion(30))]) { first, _ in first }
        case .attachment:
            Self.sortKeys(
                ["id", "volume_id", "status", "instance_id", "attached_host", "created_at", "updated_at"],
                otherwiseSpelled: ["attach_status": "status", "instance_uuid": "instance_id"]
            )
        case .message:
            Self.sortKeys(["id", "resource_uuid", "resource_type", "event_id", "request_id", "message_level", "created_at"])
        case .volumeType:
            Self.sortKeys(["id", "name", "description", "is_public", "created_at", "updated_at"])
        case .manageable: Self.sortKeys(["reference", "size"])
        case .transfer, .legacyTransfer:
            Self.sortKeys(["id", "name", "volume_id", "created_at"], otherwiseSpelled: ["display_name": "name"])
        case .qosSpecs:
            Self.sortKeys(["id", "name", "consumer", "created_at", "updated_at"])
        }
    }

    private static func sortKeys(
        _ names: [String],
        otherwiseSpelled spellings: [String: String] = [:]
    ) -> [String: (attribute: String, since: Microversion)] {
        let attributes = names.map { ($0, $0) } + spellings.map { ($0.key, $0.value) }
        return Dictionary(
            attributes.map { ($0.0, (attribute: $0.1, since: Microversion.minimum)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    private static func texts(_ names: [String]) -> [String: FilterRule] {
        Dictionary(names.map { ($0, FilterRule($0)) }, uniquingKeysWith: { first, _ in first })
    }

    private static let volumeFilters = texts([
        "id", "name", "description", "status", "migration_status", "availability_zone", "host", "user_id", "project_id", "volume_type_id",
        "snapshot_id", "source_volid", "attach_status", "replication_status", "cluster_name", "service_uuid",
    ]).merging([
        "display_name": FilterRule("name"), "display_description": FilterRule("description"), "size": FilterRule("size", .number),
        "bootable": FilterRule("bootable", .bootable), "encrypted": FilterRule("encrypted", .bool),
        "multiattach": FilterRule("multiattach", .bool), "metadata": FilterRule("metadata", .map),
        "glance_metadata": FilterRule("glance_metadata", .map, since: 4), "group_id": FilterRule("group_id", since: 10),
        // Announced with 3.60, and in the field in force since lists are filtered by configuration.
        "created_at": FilterRule("created_at", .time, since: 31), "updated_at": FilterRule("updated_at", .time, since: 31),
        "consumes_quota": FilterRule("consumes_quota", .bool, since: 65),
    ]) { first, _ in first }

    private static let snapshotFilters = texts([
        "id", "name", "description", "status", "volume_id", "availability_zone", "user_id", "project_id", "volume_type_id",
        "group_snapshot_id", "progress",
    ]).merging([
        "display_name": FilterRule("name"), "display_description": FilterRule("description"), "size": FilterRule("size", .number),
        "volume_size": FilterRule("size", .number), "metadata": FilterRule("metadata", .map, since: 22),
        "consumes_quota": FilterRule("consumes_quota", .bool, since: 65),
    ]) { first, _ in first }

    private static let attachmentFilters = texts([
        "id", "volume_id", "status", "instance_id", "attached_host", "mountpoint", "project_id",
    ]).merging([
        "attach_status": FilterRule("status"), "instance_uuid": FilterRule("instance_id"), "attach_mode": FilterRule("attach_mode"),
    ]) { first, _ in first }

    private static let messageFilters = texts([
        "id", "resource_uuid", "resource_type", "event_id", "request_id", "message_level", "project_id",
    ])

    private static let transferFilters = texts(["id", "name", "volume_id", "source_project_id", "project_id"]).merging([
        "display_name": FilterRule("name"), "no_snapshots": FilterRule("no_snapshots", .bool),
    ]) { first, _ in first }

    private static let typeFilters = [
        "id": FilterRule("id"), "name": FilterRule("name"), "description": FilterRule("description"),
        "is_public": FilterRule("is_public", .visibility), "extra_specs": FilterRule("extra_specs", .map, since: 52),
    ]
}
