public import ScoriaModel

/// What messages may be sorted by.
public enum MessageSortKey: Sendable, Hashable, CaseIterable {
    case id
    case createdAt
    case expiresAt
    case eventID
    case requestID
    case resourceType
    case resourceID

    var column: SortColumn {
        switch self {
        case .id: .id
        case .createdAt: .created
        case .expiresAt: SortColumn(expression: "v.expires_at")
        case .eventID: SortColumn(expression: UserMessage.eventIDExpression)
        case .requestID: SortColumn(expression: "COALESCE(v.request_id, '')")
        case .resourceType: SortColumn(expression: "v.resource_type")
        case .resourceID: SortColumn(expression: "v.resource_id")
        }
    }
}

/// What messages may be filtered on.
public enum MessageFilterKey: Sendable, Hashable, CaseIterable {
    case id
    case createdAt
    case expiresAt
    /// ``UserMessage/eventID``.
    case eventID
    case requestID
    case resourceType
    case resourceID

    var column: FilterColumn {
        switch self {
        case .id: FilterColumn("id", .selective)
        case .createdAt: FilterColumn("created_at", .tested)
        case .expiresAt: FilterColumn("expires_at", .tested)
        case .eventID: FilterColumn(computed: UserMessage.eventIDExpression)
        case .requestID: FilterColumn(nullable: "request_id")
        case .resourceType: FilterColumn("resource_type", .indexed)
        case .resourceID: FilterColumn("resource_id", .indexed)
        }
    }
}

/// One page of messages.
public typealias MessageListQuery = ListQuery<UserMessage, MessageSortKey, MessageFilterKey>

extension StoreReading {
    /// A page of messages.
    ///
    /// - Throws: ``StoreError`` `unknownMarker` when the marker is not a message of the scope.
    public func listMessages(_ query: MessageListQuery) throws -> [UserMessage] { try page(query, UserMessage.init(row:)) }
}

extension UserMessage {
    /// ``eventID`` as SQL, in the words of its index.
    fileprivate static let eventIDExpression = "('VOLUME_' || v.resource_type || '_' || v.action_id || '_' || v.detail_id)"
}
