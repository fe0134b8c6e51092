internal import ScoriaModel
internal import ScoriaStore

extension StoreReading {
    /// The limits that hold for a project, by resource: its own row, else the class `default`, else the operator's option.
    ///
    /// A resource that is missing is unlimited, as is one with -1.
    func effectiveLimits(of project: ProjectID, settings: ControlSettings) throws -> [String: Int64] {
        try defaultLimits(settings: settings).merging(try quotaLimits(of: project)) { _, own in own }
    }

    /// The limits that hold for a project without any of its own.
    func defaultLimits(settings: ControlSettings) throws -> [String: Int64] {
        guard settings.usesDefaultQuotaClass else { return settings.quotaDefaults }
        return settings.quotaDefaults.merging(try quotaLimits(ofClass: QuotaResource.defaultClass)) { _, ofClass in ofClass }
    }
}

extension QuotaUsage {
    /// The use by the names of the quota resources; a resource that is missing is not used.
    ///
    /// Snapshots add to `gigabytes` unless the operator has turned that off.
    func byResource(snapshotsCountGigabytes: Bool) -> [String: Int64] {
        byType.reduce(into: total.byResource("", snapshotsCountGigabytes)) { counts, entry in
            counts.merge(entry.value.byResource("_" + entry.key, snapshotsCountGigabytes)) { first, _ in first }
        }
    }
}

extension QuotaUsage.Amounts {
    /// The amounts by the names of the quota resources with a suffix.
    func byResource(_ suffix: String, _ settings: ControlSettings) -> [String: Int64] {
        byResource(suffix, settings.snapshotsCountGigabytes)
    }

    fileprivate func byResource(_ suffix: String, _ snapshotsCountGigabytes: Bool) -> [String: Int64] {
        [
            "volumes" + suffix: Int64(volumes),
            "snapshots" + suffix: Int64(snapshots),
            "gigabytes" + suffix: Int64(volumeGigabytes + (snapshotsCountGigabytes ? snapshotGigabytes : 0)),
        ]
    }
}
