public import ScoriaModel

/// The extensions that the field's clients look for, of the families that are served (`extensions.tsv`).
public struct APIExtension: Hashable, Sendable {
    public let alias: String
    public let name: String
    /// When the field last changed it, as the field writes it.
    public let updated: String
    public let description: String

    private init(_ alias: String, _ name: String, _ updated: String, _ description: String) {
        self.alias = alias
        self.name = name
        self.updated = updated
        self.description = description
    }

    /// Every extension whose routes or fields are served, by alias.
    ///
    /// Those of families that are not served yet are left out, so that a client does not offer what would not work.
    public static let all: [APIExtension] = [
        APIExtension("OS-SCH-HNT", "SchedulerHints", "2013-04-18T00:00:00+00:00", "Pass hints to the scheduler when a volume is created."),
        APIExtension("capabilities", "Capabilities", "2015-08-31T00:00:00+00:00", "Show what a backend can do."),
        APIExtension("encryption", "VolumeTypeEncryption", "2013-07-01T00:00:00+00:00", "Manage the encryption of volume types."),
        APIExtension("os-admin-actions", "AdminActions", "2012-08-25T00:00:00+00:00", "Reset statuses, force deletion and detachment."),
        APIExtension("os-availability-zone", "AvailabilityZones", "2013-06-27T00:00:00+00:00", "List availability zones."),
        APIExtension("os-extended-services", "ExtendedServices", "2014-01-10T00:00:00-00:00", "Show more of services."),
        APIExtension(
            "os-extended-snapshot-attributes",
            "ExtendedSnapshotAttributes",
            "2012-06-19T00:00:00+00:00",
            "Show the project and the progress of snapshots."
        ),
        APIExtension("os-hosts", "Hosts", "2011-06-29T00:00:00+00:00", "List and switch hosts."),
        APIExtension("os-quota-class-sets", "QuotaClasses", "2012-03-12T00:00:00+00:00", "Manage the limits of quota classes."),
        APIExtension("os-quota-sets", "Quotas", "2011-08-08T00:00:00+00:00", "Manage the limits of projects."),
        APIExtension("os-services", "Services", "2012-10-28T00:00:00-00:00", "List and switch services."),
        APIExtension("os-snapshot-actions", "SnapshotActions", "2013-07-16T00:00:00+00:00", "Change the status of snapshots."),
        APIExtension("os-snapshot-manage", "SnapshotManage", "2014-12-31T00:00:00+00:00", "Take over snapshots that exist."),
        APIExtension("os-snapshot-unmanage", "SnapshotUnmanage", "2014-12-31T00:00:00+00:00", "Give snapshots up."),
        APIExtension("os-types-extra-specs", "TypesExtraSpecs", "2011-08-24T00:00:00+00:00", "Manage the extra specs of volume types."),
        APIExtension("os-types-manage", "TypesManage", "2011-08-24T00:00:00+00:00", "Manage volume types."),
        APIExtension("os-used-limits", "UsedLimits", "2013-10-03T00:00:00+00:00", "Show use beside limits."),
        APIExtension("os-vol-host-attr", "VolumeHostAttribute", "2011-11-03T00:00:00+00:00", "Show the host of volumes."),
        APIExtension("os-vol-image-meta", "VolumeImageMetadata", "2012-12-07T00:00:00+00:00", "Show the image properties of volumes."),
        APIExtension(
            "os-vol-mig-status-attr",
            "VolumeMigStatusAttribute",
            "2013-08-08T00:00:00+00:00",
            "Show the migration status of volumes."
        ),
        APIExtension("os-vol-tenant-attr", "VolumeTenantAttribute", "2011-11-03T00:00:00+00:00", "Show the project of volumes."),
        APIExtension("os-volume-actions", "VolumeActions", "2012-05-31T00:00:00+00:00", "Attach, detach and extend volumes."),
        APIExtension(
            "os-volume-encryption-metadata",
            "VolumeEncryptionMetadata",
            "2013-07-10T00:00:00+00:00",
            "Show the encryption of volumes."
        ),
        APIExtension("os-volume-manage", "VolumeManage", "2014-02-10T00:00:00+00:00", "Take over volumes that exist."),
        APIExtension("os-volume-transfer", "VolumeTransfer", "2013-05-29T00:00:00+00:00", "Give volumes to other projects."),
        APIExtension("os-volume-type-access", "VolumeTypeAccess", "2014-06-26T00:00:00Z", "Manage who may use a volume type."),
        APIExtension("os-volume-unmanage", "VolumeUnmanage", "2012-05-31T00:00:00+00:00", "Give volumes up."),
        APIExtension("qos-specs", "Qos_specs_manage", "2013-08-02T00:00:00+00:00", "Manage the limits of speed of volume types."),
        APIExtension("scheduler-stats", "Scheduler_stats", "2014-09-07T00:00:00+00:00", "List the pools that the scheduler knows."),
    ]

    /// The extension of an alias; nil when there is none, which is ``Fault/resourceNotFound``.
    public static func named(_ alias: String) -> APIExtension? { all.first { $0.alias == alias } }

    /// Writes `{"extensions": […]}`.
    public static func writeAll(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("extensions")
        writer.beginArray()
        for known in all { known.writeObject(&writer) }
        writer.endArray()
        writer.endObject()
    }

    /// Writes `{"extension": {…}}`.
    public func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("extension")
        writeObject(&writer)
        writer.endObject()
    }

    private func writeObject(_ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", name)
        writer.member("alias", alias)
        writer.member("description", description)
        writer.member("updated", updated)
        writer.key("links")
        writer.beginArray()
        writer.endArray()
        writer.endObject()
    }
}
