import ScoriaModel
import ScoriaStore

/// What a request would add to a project's usage.
struct QuotaCharge {
    var volumes: Int64 = 0
    var snapshots: Int64 = 0
    /// In gibibytes.
    var gigabytes: Int64 = 0
    /// The size of the one volume that `per_volume_gigabytes` limits; nil when there is none.
    var volumeSize: Int64?
    var typeName: String?

    /// A new volume.
    static func volume(size: GibiByteCount, type: VolumeType?) -> QuotaCharge {
        QuotaCharge(volumes: 1, gigabytes: Int64(size.rawValue), volumeSize: Int64(size.rawValue), typeName: type?.name)
    }

    /// A volume that grows.
    static func `extension`(from present: GibiByteCount, to size: GibiByteCount, type: VolumeType?) -> QuotaCharge {
        QuotaCharge(gigabytes: Int64(size.rawValue - present.rawValue), volumeSize: Int64(size.rawValue), typeName: type?.name)
    }

    /// Snapshots that come from another project.
    static func snapshots(_ snapshots: [Snapshot], type: VolumeType?, settings: ControlSettings) -> QuotaCharge {
        QuotaCharge(
            snapshots: Int64(snapshots.count),
            gigabytes: settings.snapshotsCountGigabytes ? snapshots.reduce(0) { $0 + Int64($1.size.rawValue) } : 0,
            typeName: type?.name
        )
    }

    /// A new snapshot.
    static func snapshot(size: GibiByteCount, type: VolumeType?, settings: ControlSettings) -> QuotaCharge {
        QuotaCharge(
            snapshots: 1,
            gigabytes: settings.snapshotsCountGigabytes ? Int64(size.rawValue) : 0,
            typeName: type?.name
        )
    }
}

extension WriteTransaction {
    /// Refuses a charge that would go over one of the project's limits; usage is counted from the rows of this moment.
    ///
    /// The sentences and their class names are those that clients match (`quotas-and-policies.md` 3).
    func charge(_ charge: QuotaCharge, to project: ProjectID, settings: ControlSettings) throws {
        let limits = try effectiveLimits(of: project, settings: settings)
        if let size = charge.volumeSize, let limit = limits["per_volume_gigabytes"], limit >= 0, size > limit {
            throw ControlError(
                .overLimit,
                "VolumeSizeExceedsLimit: Requested volume size \(size)G is larger than maximum allowed limit \(limit)G."
            )
        }
        var additions = ["gigabytes": charge.gigabytes, "volumes": charge.volumes, "snapshots": charge.snapshots]
        if let type = charge.typeName {
            additions["gigabytes_\(type)"] = charge.gigabytes
            additions["volumes_\(type)"] = charge.volumes
            additions["snapshots_\(type)"] = charge.snapshots
        }
        let limited = additions.filter { name, amount in amount > 0 && (limits[name] ?? -1) >= 0 }
        if let bound = usageBound(of: project, type: charge.typeName),
            limited.isWithin(limits, over: bound.byResource(snapshotsCountGigabytes: settings.snapshotsCountGigabytes))
        {
            return noteCharge(charge.amounts, ofType: charge.typeName, to: project)
        }
        let usage = try usage(of: project, for: limited, limits, settings)
        for (name, amount) in limited.sorted(by: { $0.key < $1.key }) {
            guard let limit = limits[name] else { continue }
            let used = usage[name] ?? 0
            guard used + amount > limit else { continue }
            throw ControlError.overQuota(name, limit: limit, used: used, requested: amount)
        }
        noteCharge(charge.amounts, ofType: charge.typeName, to: project)
    }

    /// The use of the limited resources, counted no further than the answer needs.
    ///
    /// A few volumes or snapshots are counted up to their limit; otherwise the rows are counted and summed in an index, and told apart by
    /// type only where a type has a limit.
    private func usage(
        of project: ProjectID,
        for limited: [String: Int64],
        _ limits: [String: Int64],
        _ settings: ControlSettings
    ) throws -> [String: Int64] {
        guard Set(limited.keys).isSubset(of: QuotaResource.perType) else {
            return try countUsageByType(of: project).byResource(snapshotsCountGigabytes: settings.snapshotsCountGigabytes)
        }
        let isShort = limited["gigabytes"] == nil && limited.keys.allSatisfy { (limits[$0] ?? 0) <= 1000 }
        guard isShort else { return try countUsage(of: project).byResource("", settings) }
        var usage: [String: Int64] = [:]
        if limited["volumes"] != nil { usage["volumes"] = Int64(try volumeCount(of: project, atMost: Int(limits["volumes"] ?? 0))) }
        if limited["snapshots"] != nil {
            usage["snapshots"] = Int64(try snapshotCount(of: project, atMost: Int(limits["snapshots"] ?? 0)))
        }
        return usage
    }
}

extension QuotaCharge {
    /// What the charge adds at the most.
    fileprivate var amounts: QuotaUsage.Amounts {
        var amounts = QuotaUsage.Amounts(volumes: Int(max(volumes, 0)), snapshots: Int(max(snapshots, 0)))
        // Which of the two it is does not matter where both count, and there are none of snapshots where they do not.
        amounts.volumeGigabytes = Int(max(gigabytes, 0))
        return amounts
    }
}

extension [String: Int64] {
    /// Whether these additions fit into the limits over what is used.
    fileprivate func isWithin(_ limits: [String: Int64], over used: [String: Int64]) -> Bool {
        allSatisfy { name, amount in
            guard let limit = limits[name], let used = used[name] else { return false }
            return used + amount <= limit
        }
    }
}

extension ControlError {
    static func overQuota(_ name: String, limit: Int64, used: Int64, requested: Int64) -> ControlError {
        if name.contains("gigabytes") {
            return ControlError(
                .overLimit,
                "VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed \(name) quota. Requested \(requested)G, quota is \(limit)G and \(used)G has been consumed.",
                correction: "Delete what is not needed, or ask the operator for a larger quota."
            )
        }
        return ControlError(
            .overLimit,
            name.contains("snapshots")
                ? "SnapshotLimitExceeded: Maximum number of snapshots allowed (\(limit)) exceeded"
                : "VolumeLimitExceeded: Maximum number of volumes allowed (\(limit)) exceeded for quota '\(name)'.",
            correction: "Delete what is not needed, or ask the operator for a larger quota."
        )
    }
}
