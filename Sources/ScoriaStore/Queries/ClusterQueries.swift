public import ScoriaModel

extension Table {
    static let clusters = Table(
        "clusters",
        columns: [
            "name", "binary_name", "disabled", "disabled_reason", "frozen", "replication_status", "active_backend_id", "created_at",
            "updated_at",
        ]
    )
}

extension Cluster {
    /// Reads a row of ``Table/clusters``.
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .clusters)
        self.init(name: row.text(0), binary: row.text(1), createdAt: try reader.value(7))
        isDisabled = row.bool(2)
        disabledReason = row.optionalText(3)
        isFrozen = row.bool(4)
        replicationStatus = row.optionalText(5)
        activeBackendID = row.optionalText(6)
        updatedAt = try reader.optional(8)
    }

    /// The values of ``Table/clusters`` in the order of its columns.
    var sqlValues: [SQLValue] {
        [
            .text(name), .text(binary), .bool(isDisabled), .optional(disabledReason), .bool(isFrozen), .optional(replicationStatus),
            .optional(activeBackendID), .text(createdAt), .optional(updatedAt),
        ]
    }
}

extension StoreReading {
    /// Every cluster, by name and binary.
    public func clusters() throws -> [Cluster] {
        try all(Table.clusters.select + "ORDER BY name, binary_name", [], Cluster.init(row:))
    }

    /// The cluster of a name whose services have a binary.
    public func cluster(_ name: String, binary: String) throws -> Cluster? {
        try first(Table.clusters.select + "WHERE name = ? AND binary_name = ?", [.text(name), .text(binary)], Cluster.init(row:))
    }
}

extension WriteTransaction {
    /// Adds a cluster that does not exist yet; one that does stays as it is.
    public func ensure(_ cluster: Cluster) throws {
        try connection.execute(Table.clusters.insert + " ON CONFLICT DO NOTHING", cluster.sqlValues)
    }

    /// Writes every field; the caller sets `updatedAt`.
    ///
    /// False when the cluster does not exist.
    @discardableResult
    public func update(_ cluster: Cluster) throws -> Bool {
        let columns = Table.clusters.columns.dropFirst(2).map { "\($0) = ?" }.joined(separator: ", ")
        return try connection.execute(
            "UPDATE clusters SET \(columns) WHERE name = ? AND binary_name = ?",
            Array(cluster.sqlValues.dropFirst(2)) + [.text(cluster.name), .text(cluster.binary)]
        ) == 1
    }
}
