public import ScoriaModel

/// What snapshots may be sorted by.
public enum SnapshotSortKey: Sendable, Hashable, CaseIterable {
    case id
    case name
    case status
    case size
    case createdAt
    case updatedAt
    case volumeID
    case progress
    case projectID

    var column: SortColumn {
        switch self {
        case .id: .id
        case .name: SortColumn(expression: "COALESCE(v.name, '')")
        case .status: SortColumn(expression: "v.status")
        case .size: SortColumn(expression: "v.size")
        case .createdAt: .created
        case .updatedAt: SortColumn(expression: "COALESCE(v.updated_at, '')")
        case .volumeID: SortColumn(expression: "v.volume_id")
        case .progress: .unindexed("COALESCE(v.progress, '')")
        case .projectID: .unindexed("v.project_id")
        }
    }
}

/// What snapshots may be filtered on.
public enum SnapshotFilterKey: Sendable, Hashable, CaseIterable {
    case id
    case name
    case description
    case status
    case size
    case createdAt
    case updatedAt
    case volumeID
    case userID
    case volumeTypeID
    case groupSnapshotID
    case consumesQuota
    case progress
    /// The zone of the volume that the snapshot is of.
    case availabilityZone
    /// A map: only for ``ListFilter/member(_:name:value:)``.
    case metadata

    var column: FilterColumn {
        switch self {
        case .id: FilterColumn("id", .selective)
        case .name: FilterColumn(nullable: "name")
        case .description: FilterColumn("description", .tested)
        case .status: FilterColumn("status", .indexed)
        case .size: FilterColumn("size", .indexed)
        case .createdAt: FilterColumn("created_at", .tested)
        case .updatedAt: FilterColumn("updated_at", .tested)
        case .volumeID: FilterColumn("volume_id", .indexed)
        case .userID: FilterColumn("user_id", .tested)
        case .volumeTypeID: FilterColumn("volume_type_id", .tested)
        case .groupSnapshotID: FilterColumn("group_snapshot_id", .tested)
        case .consumesQuota: FilterColumn("consumes_quota", .tested)
        case .progress: FilterColumn("progress", .tested)
        case .availabilityZone:
            FilterColumn(computed: "(SELECT o.availability_zone FROM volumes o WHERE o.id = v.volume_id)", .tested)
        case .metadata: FilterColumn("metadata", .tested)
        }
    }
}

/// One page of snapshots.
public typealias SnapshotListQuery = ListQuery<Snapshot, SnapshotSortKey, SnapshotFilterKey>

/// One snapshot of a listing, read column by column from the engine's memory.
///
/// Valid only inside the callback that it is handed to; so are the bytes that it gives out.
public struct SnapshotRow {
    private let row: SQLRow
    private typealias Column = SnapshotColumn

    init(row: SQLRow) {
        self.row = row
    }

    public typealias Bytes = UnsafeBufferPointer<UInt8>

    public var id: Bytes { text(Column.id) }
    public var volumeID: Bytes { text(Column.volumeID) }
    public var projectID: Bytes { text(Column.projectID) }
    public var userID: Bytes { text(Column.userID) }
    public var createdAt: Bytes { text(Column.createdAt) }
    public var updatedAt: Bytes? { row.utf8(Column.updatedAt) }
    public var name: Bytes? { row.utf8(Column.name) }
    public var description: Bytes? { row.utf8(Column.description) }
    /// The size in gibibytes.
    public var size: Int64 { row.integer(Column.size) }
    /// The status in the API's words; not checked against the model.
    public var status: Bytes { text(Column.status) }
    public var progress: Bytes? { row.utf8(Column.progress) }
    public var volumeTypeID: Bytes? { row.utf8(Column.volumeTypeID) }
    public var groupSnapshotID: Bytes? { row.utf8(Column.groupSnapshotID) }
    /// A compact JSON object of texts, sorted by key.
    public var metadata: Bytes { text(Column.metadata) }
    public var consumesQuota: Bool { row.bool(Column.consumesQuota) }

    /// The snapshot as the model has it.
    ///
    /// - Throws: ``StoreError`` `corruptRow` when the row holds what the model does not know.
    public func snapshot() throws -> Snapshot { try Snapshot(row: row) }

    private func text(_ column: Int32) -> Bytes { row.utf8(column) ?? Bytes(start: nil, count: 0) }

    /// The columns of ``SnapshotColumn``, from a table called `v`.
    static let select = "SELECT \(Table.snapshots.list(prefix: "v")) FROM snapshots v"
}

extension StoreReading {
    /// Hands each snapshot of a page to `body`, in order.
    ///
    /// - Throws: ``StoreError`` `unknownMarker` when the marker is not a snapshot of the scope; what `body` throws.
    public func listSnapshots(_ query: SnapshotListQuery, _ body: (SnapshotRow) throws -> Void) throws {
        try plan(query).run(SnapshotRow.select, on: connection) { row in try body(SnapshotRow(row: row)) }
    }

    /// How many snapshots a listing has in all, without marker, offset and limit.
    public func countSnapshots(_ query: SnapshotListQuery) throws -> Int { try count(query) }

    /// Hands one snapshot's row to `body`; nil when it does not exist, or not in `project` when one is given.
    public func snapshotRow<Result>(_ id: SnapshotID, in project: ProjectID? = nil, _ body: (SnapshotRow) throws -> Result) throws
        -> Result?
    {
        try row(id, in: project, SnapshotRow.select) { try body(SnapshotRow(row: $0)) }
    }
}
