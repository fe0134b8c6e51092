internal import ScoriaModel

/// The columns of `volumes` in the order in which every query selects them.
enum VolumeColumn {
    static let id: Int32 = 0
    static let projectID: Int32 = 1
    static let userID: Int32 = 2
    static let createdAt: Int32 = 3
    static let updatedAt: Int32 = 4
    static let name: Int32 = 5
    static let description: Int32 = 6
    static let size: Int32 = 7
    static let status: Int32 = 8
    static let attachStatus: Int32 = 9
    static let previousStatus: Int32 = 10
    static let migrationStatus: Int32 = 11
    static let replicationStatus: Int32 = 12
    static let availabilityZone: Int32 = 13
    static let host: Int32 = 14
    static let volumeTypeID: Int32 = 15
    static let bootable: Int32 = 16
    static let encrypted: Int32 = 17
    static let multiattach: Int32 = 18
    static let snapshotID: Int32 = 19
    static let sourceVolumeID: Int32 = 20
    static let groupID: Int32 = 21
    static let metadata: Int32 = 22
    static let adminMetadata: Int32 = 23
    static let imageMetadata: Int32 = 24
    static let providerID: Int32 = 25
    static let providerLocation: Int32 = 26
    static let sharesTargets: Int32 = 27
    static let serviceID: Int32 = 28
    static let clusterName: Int32 = 29
    static let nameID: Int32 = 30
    static let consumesQuota: Int32 = 31
    static let scheduledAt: Int32 = 32
    static let launchedAt: Int32 = 33
    static let terminatedAt: Int32 = 34
    static let extendingTo: Int32 = 35
    /// The name of the volume's type, which listings join.
    static let volumeTypeName: Int32 = 36
}

extension Table {
    static let volumes = Table(
        "volumes",
        columns: [
            "id", "project_id", "user_id", "created_at", "updated_at", "name", "description", "size", "status", "attach_status",
            "previous_status", "migration_status", "replication_status", "availability_zone", "host", "volume_type_id", "bootable",
            "encrypted", "multiattach", "snapshot_id", "source_volid", "group_id", "metadata", "admin_metadata", "image_metadata",
            "provider_id", "provider_location", "shares_targets", "service_id", "cluster_name", "name_id", "consumes_quota",
            "scheduled_at", "launched_at", "terminated_at", "extending_to",
        ],
        guarded: ["status", "attach_status"]
    )
}

extension Volume {
    /// Reads a row of ``Table/volumes``.
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .volumes)
        typealias Column = VolumeColumn
        self.init(
            id: reader.id(Column.id),
            projectID: try reader.value(Column.projectID),
            userID: try reader.value(Column.userID),
            size: reader.size(Column.size),
            createdAt: try reader.value(Column.createdAt)
        )
        updatedAt = try reader.optional(Column.updatedAt)
        name = row.optionalText(Column.name)
        description = row.optionalText(Column.description)
        status = try reader.value(Column.status)
        attachStatus = try reader.value(Column.attachStatus)
        previousStatus = try reader.optional(Column.previousStatus)
        migrationStatus = row.optionalText(Column.migrationStatus)
        replicationStatus = row.optionalText(Column.replicationStatus)
        availabilityZone = row.optionalText(Column.availabilityZone)
        host = try reader.optional(Column.host)
        volumeTypeID = reader.optionalID(Column.volumeTypeID)
        isBootable = row.bool(Column.bootable)
        isEncrypted = row.bool(Column.encrypted)
        isMultiattach = row.bool(Column.multiattach)
        snapshotID = reader.optionalID(Column.snapshotID)
        sourceVolumeID = reader.optionalID(Column.sourceVolumeID)
        groupID = row.optionalText(Column.groupID)
        metadata = try reader.map(Column.metadata)
        adminMetadata = try reader.map(Column.adminMetadata)
        imageMetadata = try reader.map(Column.imageMetadata)
        providerID = row.optionalText(Column.providerID)
        providerLocation = row.optionalText(Column.providerLocation)
        sharesTargets = row.optionalInteger(Column.sharesTargets).map { $0 != 0 }
        serviceID = reader.optionalID(Column.serviceID)
        clusterName = row.optionalText(Column.clusterName)
        nameID = reader.optionalID(Column.nameID)
        consumesQuota = row.bool(Column.consumesQuota)
        scheduledAt = try reader.optional(Column.scheduledAt)
        launchedAt = try reader.optional(Column.launchedAt)
        terminatedAt = try reader.optional(Column.terminatedAt)
        extendingTo = row.isNull(Column.extendingTo) ? nil : reader.size(Column.extendingTo)
    }

    /// The values of ``Table/volumes`` in the order of its columns.
    var sqlValues: [SQLValue] {
        [
            .text(id), .text(projectID), .text(userID), .text(createdAt), .optional(updatedAt), .optional(name), .optional(description),
            .size(size), .text(status), .text(attachStatus), .optional(previousStatus), .optional(migrationStatus),
            .optional(replicationStatus), .optional(availabilityZone), .optional(host), .optional(volumeTypeID), .bool(isBootable),
            .bool(isEncrypted), .bool(isMultiattach), .optional(snapshotID), .optional(sourceVolumeID), .optional(groupID),
            .map(metadata), .map(adminMetadata), .map(imageMetadata), .optional(providerID), .optional(providerLocation),
            sharesTargets.map(SQLValue.bool) ?? .null, .optional(serviceID), .optional(clusterName), .optional(nameID),
            .bool(consumesQuota), .optional(scheduledAt), .optional(launchedAt), .optional(terminatedAt),
            extendingTo.map(SQLValue.size) ?? .null,
        ]
    }
}
