public import ScoriaModel

/// What a project uses by its rows.
public struct QuotaUsage: Sendable, Hashable {
    /// The amounts of one volume type, or of all.
    public struct Amounts: Sendable, Hashable {
        public var volumes: Int
        /// The sizes of the volumes.
        public var volumeGigabytes: Int
        public var snapshots: Int
        /// The sizes of the snapshots, which count as gigabytes too unless the operator has turned that off.
        public var snapshotGigabytes: Int

        /// Amounts; none of what is not given.
        public init(volumes: Int = 0, volumeGigabytes: Int = 0, snapshots: Int = 0, snapshotGigabytes: Int = 0) {
            self.volumes = volumes
            self.volumeGigabytes = volumeGigabytes
            self.snapshots = snapshots
            self.snapshotGigabytes = snapshotGigabytes
        }

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

    /// Adds what is used of one type, or without one.
    mutating func add(_ amounts: Amounts, ofType name: String?) {
        guard amounts != Amounts() else { return }
        total += amounts
        if let name { byType[name, default: .init()] += amounts }
    }
}

extension StoreReading {
    /// What a project uses: counted from the rows that consume quota, at this moment, in this transaction.
    ///
    /// A volume that is being extended counts with the size that it will have.
    public func usage(of project: ProjectID) throws -> QuotaUsage {
        var usage = QuotaUsage()
        for (table, size) in [
            ("volumes", "CASE WHEN r.extending_to > r.size THEN r.extending_to ELSE r.size END"), ("snapshots", "r.size"),
        ] {
            let sql = """
                SELECT (SELECT t.name FROM volume_types t WHERE t.id = r.volume_type_id), count(*), sum(\(size)) FROM \(table) r
                WHERE r.project_id = ? AND r.consumes_quota = 1 GROUP BY r.volume_type_id
                """
            try connection.query(sql, [.text(project)]) { row in
                let (number, gigabytes) = (Int(row.integer(1)), Int(row.integer(2)))
                usage.add(
                    table == "volumes"
                        ? .init(volumes: number, volumeGigabytes: gigabytes) : .init(snapshots: number, snapshotGigabytes: gigabytes),
                    ofType: row.optionalText(0)
                )
            }
        }
        return usage
    }

    /// What a project uses in all: as ``usage(of:)``, but the rows are not told apart by type, which takes two thirds of the time.
    public func totalUsage(of project: ProjectID) throws -> QuotaUsage.Amounts {
        var total = QuotaUsage.Amounts()
        for table in ["volumes", "snapshots"] {
            let sql = "SELECT count(*), COALESCE(sum(size), 0) FROM \(table) WHERE project_id = ? AND consumes_quota = 1"
            try connection.query(sql, [.text(project)]) { row in
                let (number, gigabytes) = (Int(row.integer(0)), Int(row.integer(1)))
                total +=
                    table == "volumes"
                    ? .init(volumes: number, volumeGigabytes: gigabytes) : .init(snapshots: number, snapshotGigabytes: gigabytes)
            }
        }
        total.volumeGigabytes += try count(
            """
            SELECT COALESCE(sum(extending_to - size), 0) FROM volumes
            WHERE project_id = ? AND extending_to IS NOT NULL AND extending_to > size AND consumes_quota + 0 = 1
            """,
            [.text(project)]
        )
        return total
    }

    /// How many volumes of a project consume quota, counted no further than `most`.
    public func volumeCount(of project: ProjectID, atMost most: Int) throws -> Int {
        try consumers(of: project, in: "volumes", atMost: most)
    }

    /// How many snapshots of a project consume quota, counted no further than `most`.
    public func snapshotCount(of project: ProjectID, atMost most: Int) throws -> Int {
        try consumers(of: project, in: "snapshots", atMost: most)
    }

    private func consumers(of project: ProjectID, in table: String, atMost most: Int) throws -> Int {
        try count(
            "SELECT count(*) FROM (SELECT 1 FROM \(table) WHERE project_id = ? AND consumes_quota = 1 LIMIT ?) counted",
            [.text(project), .integer(Int64(most))]
        )
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
        connection.usageBounds?.forgetTypes()
        for resource in ["volumes", "gigabytes", "snapshots"] {
            let names: [SQLValue] = [.text("\(resource)_\(newName)"), .text("\(resource)_\(name)")]
            for table in ["quotas", "quota_classes"] {
                try connection.execute("UPDATE \(table) SET resource = ? WHERE resource = ?", names)
            }
        }
    }
}
