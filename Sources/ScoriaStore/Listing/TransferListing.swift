public import ScoriaModel

/// What transfers may be sorted by.
public enum TransferSortKey: Sendable, Hashable, CaseIterable {
    case id
    case createdAt
    case name
    case volumeID

    var column: SortColumn {
        switch self {
        case .id: .id
        case .createdAt: .created
        case .name: SortColumn(expression: "COALESCE(v.name, '')")
        case .volumeID: SortColumn(expression: "v.volume_id")
        }
    }
}

/// What transfers may be filtered on.
public enum TransferFilterKey: Sendable, Hashable, CaseIterable {
    case id
    case name
    case volumeID
    case projectID
    case leavesSnapshots
    case createdAt

    var column: FilterColumn {
        switch self {
        case .id: FilterColumn("id", .selective)
        case .name: FilterColumn(nullable: "name")
        case .volumeID: FilterColumn("volume_id", .indexed)
        case .projectID: FilterColumn("project_id", .tested)
        case .leavesSnapshots: FilterColumn("no_snapshots", .tested)
        case .createdAt: FilterColumn("created_at", .tested)
        }
    }
}

/// One page of transfers.
public typealias TransferListQuery = ListQuery<VolumeTransfer, TransferSortKey, TransferFilterKey>

extension StoreReading {
    /// A page of transfers.
    ///
    /// - Throws: ``StoreError`` `unknownMarker` when the marker is not a transfer of the scope.
    public func listTransfers(_ query: TransferListQuery) throws -> [VolumeTransfer] { try page(query, VolumeTransfer.init(row:)) }
}
