public import ScoriaModel

/// What volumes may be sorted by.
public enum VolumeSortKey: Sendable, Hashable, CaseIterable {
    case id
    case name
    case status
    case size
    case createdAt
    case updatedAt
    case availabilityZone
    case bootable
    case volumeTypeID
    case description
    case host
    case projectID
    case userID
    case attachStatus
    case migrationStatus

    var column: SortColumn {
        switch self {
        case .id: .id
        case .name: SortColumn(expression: "COALESCE(v.name, '')")
        case .status: SortColumn(expression: "v.status")
        case .size: SortColumn(expression: "v.size")
        case .createdAt: .created
        case .updatedAt: SortColumn(expression: "COALESCE(v.updated_at, '')")
        case .availabilityZone: SortColumn(expression: "COALESCE(v.availability_zone, '')")
        case .bootable: SortColumn(expression: "v.bootable")
        case .volumeTypeID: SortColumn(expression: "COALESCE(v.volume_type_id, '')")
        case .description: .unindexed("COALESCE(v.description, '')")
        case .host: .unindexed("COALESCE(v.host, '')")
        case .projectID: .unindexed("v.project_id")
        case .userID: .unindexed("v.user_id")
        case .attachStatus: .unindexed("v.attach_status")
        case .migrationStatus: .unindexed("COALESCE(v.migration_status, '')")
        }
    }
}

/// What volumes may be filtered on.
public enum VolumeFilterKey: Sendable, Hashable, CaseIterable {
    case id
    case name
    case description
    case status
    case size
    case createdAt
    case updatedAt
    case availabilityZone
    case bootable
    case volumeTypeID
    case userID
    case host
    case attachStatus
    case migrationStatus
    case replicationStatus
    case snapshotID
    case sourceVolumeID
    case groupID
    case multiattach
    case encrypted
    case consumesQuota
    case serviceID
    case clusterName
    /// A map: only for ``ListFilter/member(_:name:value:)``.
    case metadata
    /// A map: only for ``ListFilter/member(_:name:value:)``.
    case imageMetadata

    var column: FilterColumn {
        switch self {
        case .id: FilterColumn("id", .selective)
        case .name: FilterColumn(nullable: "name")
        case .description: FilterColumn("description", .tested)
        case .status: FilterColumn("status", .indexed)
        case .size: FilterColumn("size", .indexed)
        case .createdAt: FilterColumn("created_at", .tested)
        case .updatedAt: FilterColumn("updated_at", .tested)
        case .availabilityZone: FilterColumn(nullable: "availability_zone")
        case .bootable: FilterColumn("bootable", .indexed)
        case .volumeTypeID: FilterColumn(nullable: "volume_type_id")
        case .userID: FilterColumn("user_id", .tested)
        case .host: FilterColumn("host", .tested)
        case .attachStatus: FilterColumn("attach_status", .tested)
        case .migrationStatus: FilterColumn("migration_status", .tested)
        case .replicationStatus: FilterColumn("replication_status", .tested)
        case .snapshotID: FilterColumn("snapshot_id", .selective)
        case .sourceVolumeID: FilterColumn("source_volid", .selective)
        case .groupID: FilterColumn("group_id", .selective)
        case .multiattach: FilterColumn("multiattach", .tested)
        case .encrypted: FilterColumn("encrypted", .tested)
        case .consumesQuota: FilterColumn("consumes_quota", .tested)
        case .serviceID: FilterColumn("service_id", .tested)
        case .clusterName: FilterColumn("cluster_name", .tested)
        case .metadata: FilterColumn("metadata", .tested)
        case .imageMetadata: FilterColumn("image_metadata", .tested)
        }
    }
}

/// One page of volumes.
public typealias VolumeListQuery = ListQuery<Volume, VolumeSortKey, VolumeFilterKey>

/// How many volumes a project has, and how large they are in all.
public struct VolumeSummary: Sendable, Hashable {
    public var count: Int
    public var totalSize: GibiByteCount
}

extension StoreReading {
    /// Hands each volume of a page to `body`, in order.
    ///
    /// - Throws: ``StoreError`` `unknownMarker` when the marker is not a volume of the scope; what `body` throws.
    public func listVolumes(_ query: VolumeListQuery, _ body: (VolumeRow) throws -> Void) throws {
        let plan = try plan(query)
        let attachments = PageAttachments { try self.attachments(ofPage: plan) }
        try plan.run(VolumeRow.select, on: connection) { row in try body(VolumeRow(row: row, page: attachments)) }
    }

    /// How many volumes a listing has in all, without marker, offset and limit.
    public func countVolumes(_ query: VolumeListQuery) throws -> Int { try count(query) }

    /// Hands one volume's row to `body`; nil when it does not exist, or not in `project` when one is given.
    public func volumeRow<Result>(_ id: VolumeID, in project: ProjectID? = nil, _ body: (VolumeRow) throws -> Result) throws -> Result? {
        let attachments = PageAttachments { [id: try self.attachmentSummaries(of: id)] }
        return try row(id, in: project, VolumeRow.select) { try body(VolumeRow(row: $0, page: attachments)) }
    }

    /// The number and size of a listing's volumes, without marker, offset and limit.
    public func summarizeVolumes(_ query: VolumeListQuery) throws -> VolumeSummary {
        let plan = try plan(query)
        let sql = "SELECT count(*), COALESCE(sum(v.size), 0) FROM volumes v WHERE \(plan.condition)"
        return try first(sql, plan.parameters) {
            VolumeSummary(count: Int($0.integer(0)), totalSize: GibiByteCount(Int($0.integer(1))))
        } ?? VolumeSummary(count: 0, totalSize: GibiByteCount(0))
    }

    /// The metadata of a listing's volumes, each distinct value of each key once, without marker, offset and limit.
    public func summarizeVolumeMetadata(_ query: VolumeListQuery) throws -> [String: Set<String>] {
        let plan = try plan(query)
        var values: [String: Set<String>] = [:]
        let sql = "SELECT v.metadata FROM volumes v WHERE \(plan.condition) AND v.metadata <> '{}'"
        try connection.query(sql, plan.parameters) { row in
            let text = row.text(0)
            // A map that cannot be read is reported where its volume is read; a summary does without it.
            guard let metadata = try? [String: String](jsonText: text) else { return }
            for (key, value) in metadata { values[key, default: []].insert(value) }
        }
        return values
    }

    private func attachments(ofPage plan: ListPlan) throws -> [VolumeID: [AttachmentSummary]] {
        var summaries: [VolumeID: [AttachmentSummary]] = [:]
        // Each segment asks for a whole page, which is more than is needed and costs less than knowing where the page ends.
        for segment in plan.segments {
            let page = plan.page(of: segment, select: "SELECT v.id FROM volumes v", skipping: plan.offset, limit: plan.limit)
            let sql = """
                SELECT \(AttachmentSummary.columns) FROM (\(page.sql)) page CROSS JOIN attachments a
                WHERE a.volume_id = page.id ORDER BY a.created_at, a.id
                """
            try connection.query(sql, page.parameters) { row in
                let summary = AttachmentSummary(row: row)
                summaries[summary.volumeID, default: []].append(summary)
            }
        }
        return summaries
    }

    private func attachmentSummaries(of volume: VolumeID) throws -> [AttachmentSummary] {
        try all(
            "SELECT \(AttachmentSummary.columns) FROM attachments a WHERE a.volume_id = ? ORDER BY a.created_at, a.id",
            [.text(volume)],
            AttachmentSummary.init(row:)
        )
    }
}
