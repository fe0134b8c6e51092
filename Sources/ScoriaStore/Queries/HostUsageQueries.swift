public import ScoriaModel

/// What one project has on one host.
public struct HostUsage: Sendable, Hashable {
    public var project: ProjectID
    public var volumes = 0
    public var volumeGigabytes = 0
    public var snapshots = 0
    public var snapshotGigabytes = 0

    /// Nothing yet.
    public init(project: ProjectID) {
        self.project = project
    }
}

extension StoreReading {
    /// What each project has on the pools of a backend, sorted by project.
    public func usage(ofHost host: BackendAddress) throws -> [HostUsage] {
        var usages: [ProjectID: HostUsage] = [:]
        // The pools of a backend are the texts between these two: '$' follows '#'.
        let range: [SQLValue] = [.text(host), .text(host.rawValue + "#"), .text(host.rawValue + "$")]
        let place = "(v.host = ? OR (v.host >= ? AND v.host < ?))"
        try connection.query(
            "SELECT v.project_id, count(*), sum(v.size) FROM volumes v WHERE \(place) GROUP BY v.project_id",
            range
        ) { row in
            let project = ProjectID(rawValue: row.text(0))
            usages[project, default: HostUsage(project: project)].volumes = Int(row.integer(1))
            usages[project]?.volumeGigabytes = Int(row.integer(2))
        }
        try connection.query(
            """
            SELECT s.project_id, count(*), sum(s.size) FROM volumes v JOIN snapshots s ON s.volume_id = v.id
            WHERE \(place) GROUP BY s.project_id
            """,
            range
        ) { row in
            let project = ProjectID(rawValue: row.text(0))
            usages[project, default: HostUsage(project: project)].snapshots = Int(row.integer(1))
            usages[project]?.snapshotGigabytes = Int(row.integer(2))
        }
        return usages.values.sorted { $0.project.rawValue < $1.project.rawValue }
    }

    /// The unfinished flows about one of some kinds of resources, or about one resource: where each stands, oldest first.
    public func unfinishedFlows(resourceTypes: Set<String>, resourceID: String? = nil) throws -> [(station: String, resourceID: String)] {
        let marks = Array(repeating: "?", count: resourceTypes.count).joined(separator: ", ")
        var sql = "SELECT station, resource_id FROM flows WHERE state IN ('running', 'reverting', 'needs_attention')"
        sql += " AND resource_type IN (\(marks))"
        var parameters = resourceTypes.sorted().map(SQLValue.text)
        if let resourceID {
            sql += " AND resource_id = ?"
            parameters.append(.text(resourceID))
        }
        return try all(sql + " ORDER BY sequence", parameters) { ($0.text(0), $0.text(1)) }
    }
}
