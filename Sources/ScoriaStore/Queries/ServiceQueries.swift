public import ScoriaModel

extension Table {
    static let services = Table(
        "services",
        columns: [
            "id", "binary_name", "host", "availability_zone", "disabled", "disabled_reason", "frozen", "replication_status",
            "active_backend_id", "created_at", "updated_at", "cluster_name", "number",
        ]
    )
}

extension Service {
    /// Reads a row of ``Table/services``.
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .services)
        self.init(
            id: reader.id(0),
            binary: row.text(1),
            host: try reader.value(2),
            availabilityZone: row.text(3),
            createdAt: try reader.value(9)
        )
        isDisabled = row.bool(4)
        disabledReason = row.optionalText(5)
        isFrozen = row.bool(6)
        replicationStatus = row.optionalText(7)
        activeBackendID = row.optionalText(8)
        updatedAt = try reader.optional(10)
        clusterName = row.optionalText(11)
        number = Int(row.integer(12))
    }

    /// The values of ``Table/services`` in the order of its columns.
    var sqlValues: [SQLValue] {
        [
            .text(id), .text(binary), .text(host), .text(availabilityZone), .bool(isDisabled), .optional(disabledReason), .bool(isFrozen),
            .optional(replicationStatus), .optional(activeBackendID), .text(createdAt), .optional(updatedAt), .optional(clusterName),
            .integer(Int64(number)),
        ]
    }
}

extension StoreReading {
    /// Every service, by binary and host.
    public func services() throws -> [Service] {
        try all(Table.services.select + "ORDER BY binary_name, host", [], Service.init(row:))
    }

    /// The service of a binary on a host.
    public func service(binary: String, host: BackendAddress) throws -> Service? {
        try first(Table.services.select + "WHERE binary_name = ? AND host = ?", [.text(binary), .text(host)], Service.init(row:))
    }
}

extension WriteTransaction {
    /// Adds the service, or notes the heartbeat and the zone of the one that the same binary and host already have.
    ///
    /// What an operator has set (disabled, its reason, frozen, replication) stays as it is, and so does the number, which is the next free
    /// one for a service that is added. The heartbeat is `updatedAt`, or `createdAt` when that is nil.
    public func heartbeat(_ service: Service) throws {
        var service = service
        service.updatedAt = service.updatedAt ?? service.createdAt
        service.number = try count("SELECT COALESCE(max(number), 0) FROM services", []) + 1
        try connection.execute(
            Table.services.insert + """
                 ON CONFLICT (binary_name, host) DO UPDATE
                SET updated_at = excluded.updated_at, availability_zone = excluded.availability_zone,
                cluster_name = excluded.cluster_name
                """,
            service.sqlValues
        )
    }

    /// Writes every field; false when the service does not exist.
    @discardableResult
    public func update(_ service: Service) throws -> Bool {
        try connection.execute(Table.services.update, Table.services.updateParameters(service.sqlValues)) == 1
    }

    /// Removes a service; false when it does not exist.
    @discardableResult
    public func delete(_ service: ServiceID) throws -> Bool {
        try connection.execute("DELETE FROM services WHERE id = ?", [.text(service)]) == 1
    }
}
