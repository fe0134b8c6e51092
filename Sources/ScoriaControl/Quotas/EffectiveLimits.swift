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
        var counts: [String: Int64] = [:]
        func add(_ amounts: Amounts, _ suffix: String) {
            counts["volumes" + suffix] = Int64(amounts.volumes)
            counts["snapshots" + suffix] = Int64(amounts.snapshots)
            counts["gigabytes" + suffix] = Int64(amounts.volumeGigabytes + (snapshotsCountGigabytes ? amounts.snapshotGigabytes : 0))
        }
        add(total, "")
        for (type, amounts) in byType { add(amounts, "_" + type) }
        return counts
    }
}
