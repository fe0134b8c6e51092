internal import ScoriaAPI
internal import ScoriaModel
internal import ScoriaStore

/// How the attributes of a listed resource are called in the store.
struct ListAttributes<SortKey: Hashable & Sendable, FilterKey: Hashable & Sendable>: Sendable {
    let sorts: [String: SortKey]
    let filters: [String: FilterKey]
    /// Attributes that have the same text in every row, which therefore no column holds.
    var constants: [String: String] = [:]
}

extension ListRequest {
    /// The store's form of this request; nil when nothing can match it.
    func storeQuery<Resource: Sendable, SortKey, FilterKey>(
        _ attributes: ListAttributes<SortKey, FilterKey>,
        for caller: Caller
    ) -> ListQuery<Resource, SortKey, FilterKey>? {
        guard !matchesNothing else { return nil }
        // The store adds limit and offset up, and asks for one more.
        var query = ListQuery<Resource, SortKey, FilterKey>(project: caller.projectID, limit: min(limit, 1_000_000))
        if isForAllProjects { query.project = nil }
        query.offset = offset
        query.marker = marker.map { ID(rawValue: $0) }
        query.sort = sorts.compactMap { sort in
            attributes.sorts[sort.attribute].map { .init($0, descending: !sort.isAscending) }
        }
        for filter in filters {
            if filter.attribute == "project_id", case .equals(let project) = filter.condition {
                // Within one's own project the field does not look at it.
                if isForAllProjects { query.project = ProjectID(rawValue: project) }
                continue
            }
            if let text = attributes.constants[filter.attribute] {
                guard filter.condition.isMet(by: text) else { return nil }
                continue
            }
            guard let key = attributes.filters[filter.attribute] else { return nil }
            query.filters += Self.storeFilters(key, filter.condition)
        }
        return query
    }

    private static func storeFilters<Key>(_ key: Key, _ condition: ScoriaAPI.ListFilter.Condition) -> [ScoriaStore.ListFilter<Key>] {
        switch condition {
        case .equals(let text): [.equals(key, text)]
        case .contains(let text): [.contains(key, text)]
        case .isNumber(let number): [.equals(key, .integer(number))]
        case .isTrue(let truth): [.equals(key, truth)]
        case .hasMembers(let members): members.sorted { $0.key < $1.key }.map { .member(key, name: $0.key, value: $0.value) }
        case .times(let comparisons):
            comparisons.compactMap { time in
                ListComparison(rawValue: time.comparison.rawValue).map { .compares(key, $0, time.moment) }
            }
        }
    }
}

extension ScoriaAPI.ListFilter.Condition {
    /// Whether a text meets the condition.
    fileprivate func isMet(by text: String) -> Bool {
        switch self {
        case .equals(let wanted): text == wanted
        case .contains(let part): text.lowercased().contains(part.lowercased())
        default: false
        }
    }
}

extension ListAttributes where SortKey == VolumeSortKey, FilterKey == VolumeFilterKey {
    /// Volumes.
    static let volumes = ListAttributes(
        sorts: [
            "id": .id, "name": .name, "status": .status, "size": .size, "created_at": .createdAt, "updated_at": .updatedAt,
            "availability_zone": .availabilityZone, "bootable": .bootable, "volume_type_id": .volumeTypeID,
            "description": .description, "host": .host, "project_id": .projectID, "user_id": .userID,
            "attach_status": .attachStatus, "migration_status": .migrationStatus,
        ],
        filters: [
            "id": .id, "name": .name, "description": .description, "status": .status, "size": .size, "created_at": .createdAt,
            "updated_at": .updatedAt, "availability_zone": .availabilityZone, "bootable": .bootable, "volume_type_id": .volumeTypeID,
            "user_id": .userID, "host": .host, "attach_status": .attachStatus, "migration_status": .migrationStatus,
            "replication_status": .replicationStatus, "snapshot_id": .snapshotID, "source_volid": .sourceVolumeID, "group_id": .groupID,
            "multiattach": .multiattach, "encrypted": .encrypted, "consumes_quota": .consumesQuota, "service_uuid": .serviceID,
            "cluster_name": .clusterName, "metadata": .metadata, "glance_metadata": .imageMetadata,
        ]
    )
}

extension ListAttributes where SortKey == SnapshotSortKey, FilterKey == SnapshotFilterKey {
    /// Snapshots.
    static let snapshots = ListAttributes(
        sorts: [
            "id": .id, "name": .name, "status": .status, "size": .size, "created_at": .createdAt, "updated_at": .updatedAt,
            "volume_id": .volumeID, "progress": .progress, "project_id": .projectID,
        ],
        filters: [
            "id": .id, "name": .name, "description": .description, "status": .status, "size": .size, "created_at": .createdAt,
            "updated_at": .updatedAt, "volume_id": .volumeID, "user_id": .userID, "volume_type_id": .volumeTypeID,
            "group_snapshot_id": .groupSnapshotID, "consumes_quota": .consumesQuota, "progress": .progress, "metadata": .metadata,
            "availability_zone": .availabilityZone,
        ]
    )
}

extension ListAttributes where SortKey == AttachmentSortKey, FilterKey == AttachmentFilterKey {
    /// Attachments.
    static let attachments = ListAttributes(
        sorts: [
            "id": .id, "created_at": .createdAt, "status": .status, "volume_id": .volumeID, "instance_id": .instanceID,
            "attached_host": .attachedHost, "updated_at": .updatedAt,
        ],
        filters: [
            "id": .id, "created_at": .createdAt, "status": .status, "volume_id": .volumeID, "instance_id": .instanceID,
            "attached_host": .attachedHost, "attach_mode": .mode, "mountpoint": .mountpoint,
        ]
    )
}

extension ListAttributes where SortKey == MessageSortKey, FilterKey == MessageFilterKey {
    /// User messages; every one has the level ERROR.
    static let messages = ListAttributes(
        sorts: [
            "id": .id, "created_at": .createdAt, "event_id": .eventID, "request_id": .requestID, "resource_type": .resourceType,
            "resource_uuid": .resourceID,
            // Every message has the same level, so that only the creation is left to sort by.
            "message_level": .createdAt,
        ],
        filters: [
            "id": .id, "created_at": .createdAt, "event_id": .eventID, "request_id": .requestID, "resource_type": .resourceType,
            "resource_uuid": .resourceID,
        ],
        constants: ["message_level": "ERROR"]
    )
}
