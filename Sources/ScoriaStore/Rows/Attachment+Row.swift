internal import ScoriaModel

extension Table {
    static let attachments = Table(
        "attachments",
        columns: [
            "id", "volume_id", "project_id", "status", "instance_id", "attached_host", "mountpoint", "mode", "created_at", "updated_at",
            "attached_at", "detached_at", "connector", "connection_info",
            "former_connectors",
        ],
        guarded: ["status"]
    )
}

extension Attachment {
    /// Reads a row of ``Table/attachments``.
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .attachments)
        self.init(id: reader.id(0), volumeID: reader.id(1), projectID: try reader.value(2), createdAt: try reader.value(8))
        status = try reader.value(3)
        instanceID = row.optionalText(4)
        attachedHost = row.optionalText(5)
        mountpoint = row.optionalText(6)
        mode = try reader.optional(7)
        updatedAt = try reader.optional(9)
        attachedAt = try reader.optional(10)
        detachedAt = try reader.optional(11)
        if !row.isNull(12) { connector = Connector(fields: try reader.object(12)) }
        if !row.isNull(13) {
            let members = try reader.object(13)
            guard let kind = members["driver_volume_type"]?.string, let data = members["data"]?.object else { throw reader.corrupt(13) }
            connectionInfo = ConnectionInfo(driverVolumeType: kind, data: data)
        }
        formerConnectors = try reader.connectors(14)
    }

    /// The values of ``Table/attachments`` in the order of its columns.
    var sqlValues: [SQLValue] {
        let connection = connectionInfo.map { info -> SQLValue in
            .text(JSONValue.object(["driver_volume_type": .string(info.driverVolumeType), "data": .object(info.data)]).jsonText)
        }
        return [
            .text(id), .text(volumeID), .text(projectID), .text(status), .optional(instanceID), .optional(attachedHost),
            .optional(mountpoint), .optional(mode), .text(createdAt), .optional(updatedAt), .optional(attachedAt),
            .optional(detachedAt), connector.map { .text(JSONValue.object($0.fields).jsonText) } ?? .null, connection ?? .null,
            .connectors(formerConnectors),
        ]
    }
}
