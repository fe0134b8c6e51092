public import ScoriaModel

/// What attachments may be sorted by.
public enum AttachmentSortKey: Sendable, Hashable, CaseIterable {
    case id
    case createdAt
    case status
    case volumeID
    case instanceID
    case attachedHost
    case updatedAt

    var column: SortColumn {
        switch self {
        case .id: .id
        case .createdAt: .created
        case .status: SortColumn(expression: "v.status")
        case .volumeID: SortColumn(expression: "v.volume_id")
        case .instanceID: SortColumn(expression: "COALESCE(v.instance_id, '')")
        case .attachedHost: SortColumn(expression: "COALESCE(v.attached_host, '')")
        case .updatedAt: .unindexed("COALESCE(v.updated_at, '')")
        }
    }
}

/// What attachments may be filtered on.
public enum AttachmentFilterKey: Sendable, Hashable, CaseIterable {
    case id
    case createdAt
    case status
    case volumeID
    case instanceID
    case attachedHost
    case mode
    case mountpoint

    var column: FilterColumn {
        switch self {
        case .id: FilterColumn("id", .selective)
        case .createdAt: FilterColumn("created_at", .tested)
        case .status: FilterColumn("status", .indexed)
        case .volumeID: FilterColumn("volume_id", .indexed)
        case .instanceID: FilterColumn(nullable: "instance_id")
        case .attachedHost: FilterColumn(nullable: "attached_host")
        case .mode: FilterColumn("mode", .tested)
        case .mountpoint: FilterColumn("mountpoint", .tested)
        }
    }
}

/// One page of attachments.
public typealias AttachmentListQuery = ListQuery<Attachment, AttachmentSortKey, AttachmentFilterKey>

extension StoreReading {
    /// A page of attachments.
    ///
    /// - Throws: ``StoreError`` `unknownMarker` when the marker is not an attachment of the scope.
    public func listAttachments(_ query: AttachmentListQuery) throws -> [Attachment] { try page(query, Attachment.init(row:)) }

    /// How many attachments a listing has in all, without marker, offset and limit.
    public func countAttachments(_ query: AttachmentListQuery) throws -> Int { try count(query) }
}
