public import ScoriaModel

/// What a project uses, counted from its rows.
public struct QuotaUsage: Sendable, Hashable {
    /// The amounts of one volume type, or of all.
    public struct Amounts: Sendable, Hashable {
        public var volumes = 0
        /// The sizes of the volumes.
        public var volumeGigabytes = 0
        public var snapshots = 0
        /// The sizes of the snapshots, which count as gigabytes too unless the operator has turned that off.
        public var snapshotGigabytes = 0

        /// Nothing used.
        public init() {}

        /// Adds another's amounts.
        public static func += (left: inout Amounts, right: Amounts) {
            left.volumes += right.volumes
            left.volumeGigabytes += right.volumeGigabytes
            left.snapshots += right.snapshots
            left.snapshotGigabytes += right.snapshotGigabytes
        }
    }

    /// All of the project's.
    public var total = Amounts()
    /// By the name of the volume type, as in the quota resources `volumes_<type>`; rows without a type are only in ``total``.
    public var byType: [String: Amounts] = [:]

    /// Nothing used.
    public init() {}
}

extension StoreReading {
    /// What a project uses: counted from the rows that consume quota, at this moment, in this transaction.
    ///
    /// A volume that is being extended counts with the size that it will have.
    public func usage(of project: ProjectID) throws -> QuotaUsage {
        var byID: [String: QuotaUsage.Amounts] = [:]
        for (table, size) in [("volumes", "CASE WHEN extending_to > size THEN extending_to ELSE size END"), ("snapshots", "size")] {
            let sql = """
                SELECT volume_type_id, count(*), sum(\(size)) FROM \(table)
                WHERE project_id = ? AND consumes_quota = 1 GROUP BY volume_type_id
                """
            try connection.query(sql, [.text(project)]) { row in
                var amounts = QuotaUsage.Amounts()
                if table == "volumes" {
                    amounts.volumes = Int(row.integer(1))
                    amounts.volumeGigabytes = Int(row.integer(2))
                } else {
                    amounts.snapshots = Int(row.integer(1))
                    amounts.snapshotGigabytes = Int(row.integer(2))
                }
                byID[row.text(0), default: .init()] += amounts
            }
        }
        var usage = QuotaUsage()
        for (id, amounts) in byID {
            usage.total += amounts
            if !id.isEmpty, let type = try volumeTypeName(VolumeTypeID(rawValue: id)) { usage.byType[type, default: .init()] += amounts }
        }
        return usage
    }

    /// The limits that were set for a project, by resource; -1 is unlimited.
    public func quotaLimits(of project: ProjectID) throws -> [String: Int64] {
        try limits("SELECT resource, hard_limit FROM quotas WHERE project_id = ?", project.rawValue)
    }

    /// The limits that were set for a quota class, by resource; -1 is unlimited.
    public func quotaLimits(ofClass name: String) throws -> [String: Int64] {
        try limits("SELECT resource, hard_limit FROM quota_classes WHERE class_name = ?", name)
    }

    private func limits(_ sql: String, _ key: String) throws -> [String: Int64] {
        var limits: [String: Int64] = [:]
        try connection.query(sql, [.text(key)]) { limits[$0.text(0)] = $0.integer(1) }
        return limits
    }

    private func volumeTypeName(_ id: VolumeTypeID) throws -> String? {
        try first("SELECT name FROM volume_types WHERE id = ?", [.text(id)]) { $0.text(0) }
    }
}

extension WriteTransaction {
    /// Sets a project's limit for a resource; -1 is unlimited.
    public func setQuotaLimit(of project: ProjectID, _ resource: String, _ limit: Int64) throws {
        try connection.execute(
            """
            INSERT INTO quotas (project_id, resource, hard_limit) VALUES (?, ?, ?)
            ON CONFLICT (project_id, resource) DO UPDATE SET hard_limit = excluded.hard_limit
            """,
            [.text(project), .text(resource), .integer(limit)]
        )
    }

    /// Sets a class's limit for a resource; -1 is unlimited.
    public func setQuotaLimit(ofClass name: String, _ resource: String, _ limit: Int64) throws {
        try connection.execute(
            """
            INSERT INTO quota_classes (class_name, resource, hard_limit) VALUES (?, ?, ?)
            ON CONFLICT (class_name, resource) DO UPDATE SET hard_limit = excluded.hard_limit
            """,
            [.text(name), .text(resource), .integer(limit)]
        )
    }

    /// Forgets the limits that were set for a project, so that the class's or the default ones hold again.
    public func deleteQuotaLimits(of project: ProjectID) throws {
        try connection.execute("DELETE FROM quotas WHERE project_id = ?", [.text(project)])
    }

    /// Renames the quota resources of a volume type whose name changes, in every project and class.
    public func renameQuotaResources(ofType name: String, to newName: String) throws {
        for resource in ["volumes", "gigabytes", "snapshots"] {
            let names: [SQLValue] = [.text("\(resource)_\(newName)"), .text("\(resource)_\(name)")]
            for table in ["quotas", "quota_classes"] {
                try connection.execute("UPDATE \(table) SET resource = ? WHERE resource = ?", names)
            }
        }
    }
}
