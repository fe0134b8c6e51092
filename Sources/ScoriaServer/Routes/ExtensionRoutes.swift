internal import ScoriaAPI
internal import ScoriaModel

/// The extensions of the field's API that this release serves; tools look here for what they may use.
extension Handlers {
    func listExtensions(_ call: Call) -> Reply {
        let all = Self.extensions.map(view)
        return .json(call.route.success, JSONValue.object(["extensions": .array(all)]).serialized())
    }

    func showExtension(_ call: Call) throws -> Reply {
        guard let found = Self.extensions.first(where: { $0.alias == call.id }) else { throw Fault.resourceNotFound }
        return .json(call.route.success, JSONValue.object(["extension": view(found)]).serialized())
    }

    private func view(_ entry: (alias: String, name: String, updated: String)) -> JSONValue {
        [
            "alias": .string(entry.alias),
            "name": .string(entry.name),
            "description": .string("\(entry.name) support."),
            "updated": .string(entry.updated),
            "links": [],
        ]
    }

    private static let extensions: [(alias: String, name: String, updated: String)] = [
        ("OS-SCH-HNT", "SchedulerHints", "2013-04-18T00:00:00+00:00"),
        ("os-admin-actions", "AdminActions", "2012-08-25T00:00:00+00:00"),
        ("os-availability-zone", "AvailabilityZones", "2013-06-27T00:00:00+00:00"),
        ("os-extended-services", "ExtendedServices", "2014-01-10T00:00:00-00:00"),
        ("os-extended-snapshot-attributes", "ExtendedSnapshotAttributes", "2012-06-19T00:00:00+00:00"),
        ("os-quota-class-sets", "QuotaClasses", "2012-03-12T00:00:00+00:00"),
        ("os-quota-sets", "Quotas", "2011-08-08T00:00:00+00:00"),
        ("os-services", "Services", "2012-10-28T00:00:00-00:00"),
        ("os-snapshot-actions", "SnapshotActions", "2013-07-16T00:00:00+00:00"),
        ("os-types-extra-specs", "TypesExtraSpecs", "2011-08-24T00:00:00+00:00"),
        ("os-types-manage", "TypesManage", "2011-08-24T00:00:00+00:00"),
        ("os-used-limits", "UsedLimits", "2013-10-03T00:00:00+00:00"),
        ("os-vol-host-attr", "VolumeHostAttribute", "2011-11-03T00:00:00+00:00"),
        ("os-vol-image-meta", "VolumeImageMetadata", "2012-12-07T00:00:00+00:00"),
        ("os-vol-mig-status-attr", "VolumeMigStatusAttribute", "2013-08-08T00:00:00+00:00"),
        ("os-vol-tenant-attr", "VolumeTenantAttribute", "2011-11-03T00:00:00+00:00"),
        ("os-volume-actions", "VolumeActions", "2012-05-31T00:00:00+00:00"),
        ("os-volume-type-access", "VolumeTypeAccess", "2014-06-26T00:00:00Z"),
        ("scheduler-stats", "Scheduler_stats", "2014-09-07T00:00:00+00:00"),
    ]
}
