internal import ScoriaAPI
internal import ScoriaIdentity
internal import ScoriaModel

/// The rules behind the fields that an answer may show, and behind the permissions that a use case asks for.
enum PolicyFlags {
    /// Each field with the rule that shows it (`quotas-and-policies.md` 7).
    static let fields: [(FieldVisibility, PolicyRule)] = known([
        (.volumeHost, "volume_extension:volume_host_attribute"),
        (.volumeMigration, "volume_extension:volume_mig_status_attribute"),
        (.volumeProject, "volume_extension:volume_tenant_attribute"),
        (.volumeImageMetadata, "volume_extension:volume_image_metadata:show"),
        (.snapshotAttributes, "volume_extension:extended_snapshot_attributes"),
        (.typeExtraSpecs, "volume_extension:access_types_extra_specs"),
        (.sensitiveExtraSpecs, "volume_extension:types_extra_specs:read_sensitive"),
        (.typeQoSSpecs, "volume_extension:access_types_qos_specs_id"),
        (.typeAccess, "volume_extension:volume_type_access"),
        (.usedLimits, "limits_extension:used_limits"),
    ])

    /// The permissions that a route's use case may ask for, by the route's own rule.
    static let permissions: [String: [(Permissions, PolicyRule)]] = [
        "volume:delete": known([(.forceDelete, "volume:force_delete")]),
        "volume:extend": known([(.extendAttached, "volume:extend_attached_volume")]),
        "volume:create": known([(.multiattach, "volume:multiattach")]),
        "volume:attachment_create": known([(.multiattachBootable, "volume:multiattach_bootable_volume")]),
    ]

    private static func known<Flag>(_ pairs: [(Flag, String)]) -> [(Flag, PolicyRule)] {
        pairs.compactMap { flag, name in PolicyCatalog.rule(named: name).map { (flag, $0) } }
    }
}
