internal import ScoriaModel

/// The columns of `snapshots` in the order in which every query selects them.
enum SnapshotColumn {
    static let id: Int32 = 0
    static let volumeID: Int32 = 1
    static let projectID: Int32 = 2
    static let userID: Int32 = 3
    static let createdAt: Int32 = 4
    static let updatedAt: Int32 = 5
    static let name: Int32 = 6
    static let description: Int32 = 7
    static let size: Int32 = 8
    static let status: Int32 = 9
    static let progress: Int32 = 10
    static let volumeTypeID: Int32 = 11
    static let groupSnapshotID: Int32 = 12
    static let metadata: Int32 = 13
    static let providerID: Int32 = 14
    static let providerLocation: Int32 = 15
    static let consumesQuota: Int32 = 16
}

extension Table {
    static let snapshots = Table(
        "snapshots",
        columns: [
            "id", "volume_id", "project_id", "user_id", "created_at", "updated_at", "name", "description", "size", "status", "progress",
            "volume_type_id", "group_snapshot_id", "metadata", "provider_id", "provider_location", "consumes_quota",
        ],
        guarded: ["status"]
    )
}

extension Snapshot {
    /// Reads a row of ``Table/snapshots``.
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .snapshots)
        typealias Column = SnapshotColumn
        self.init(
            id: reader.id(Column.id),
            volumeID: reader.id(Column.volumeID),
            projectID: try reader.value(Column.projectID),
            userID: try reader.value(Column.userID),
            size: reader.size(Column.size),
            createdAt: try reader.value(Column.createdAt)
        )
        updatedAt = try reader.optional(Column.updatedAt)
        name = row.optionalText(Column.name)
        description = row.optionalText(Column.description)
        status = try reader.value(Column.status)
        progress = row.optionalText(Column.progress)
        volumeTypeID = reader.optionalID(Column.volumeTypeID)
        groupSnapshotID = row.optionalText(Column.groupSnapshotID)
        metadata = try reader.map(Column.metadata)
        providerID = row.optionalText(Column.providerID)
        providerLocation = row.optionalText(Column.providerLocation)
        consumesQuota = row.bool(Column.consumesQuota)
    }

    /// The values of ``Table/snapshots`` in the order of its columns.
    var sqlValues: [SQLValue] {
        [
            .text(id), .text(volumeID), .text(projectID), .text(userID), .text(createdAt), .optional(updatedAt), .optional(name),
            .optional(description), .size(size), .text(status), .optional(progress), .optional(volumeTypeID),
            .optional(groupSnapshotID), .map(metadata), .optional(providerID), .optional(providerLocation), .bool(consumesQuota),
        ]
    }
}
