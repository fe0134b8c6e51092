import ScoriaModel
import ScoriaScheduler
import ScoriaStore

/// What a caller wishes of the place of a new volume: `OS-SCH-HNT:scheduler_hints` (`scheduler.md` 8).
public struct SchedulerHints: Sendable, Hashable, Codable {
    /// Volumes beside which the new one is to be; nil without such a wish.
    public var sameHost: [String]?
    /// Volumes beside which the new one must not be; nil without such a wish.
    public var differentHost: [String]?
    /// The instance whose host is to hold the volume.
    public var localToInstance: String?
    /// A query over the pools' states, as JSON text.
    public var query: String?

    /// No wish, unless said otherwise.
    public init(
        sameHost: [String]? = nil,
        differentHost: [String]? = nil,
        localToInstance: String? = nil,
        query: String? = nil
    ) {
        self.sameHost = sameHost
        self.differentHost = differentHost
        self.localToInstance = localToInstance
        self.query = query
    }
}

extension StoreReading {
    /// What is known of a volume that needs a place, in the scheduler's terms: its type, its own fields, and what the hints mean now.
    func placementRequest(for volume: Volume, hints: SchedulerHints = SchedulerHints()) throws -> PlacementRequest {
        let type = try volume.volumeTypeID.flatMap { try volumeType($0) }
        var request = PlacementRequest(size: volume.size, extraSpecs: type?.extraSpecs ?? [:])
        request.volumeProperties = volume.placementProperties
        if let type {
            request.typeProperties = [
                "id": .string(type.id.rawValue), "name": .string(type.name), "is_public": .bool(type.isPublic),
                "description": type.description.map(JSONValue.string) ?? .null,
            ]
            if type.qosSpecsID != nil { request.qosSpecs = try qosSpecs(ofType: type.id)?.specs ?? [:] }
        }
        request.hints = PlacementHints(
            sameBackend: try hints.sameHost.map { try affinity(to: $0, of: volume.projectID) },
            differentBackend: try hints.differentHost.map { try affinity(to: $0, of: volume.projectID) },
            localToInstance: hints.localToInstance.map { _ in .unknown("no compute service is configured") },
            query: hints.query
        )
        return request
    }

    /// Where the volumes of a hint are; only those of the project count, so that a hint tells nothing of others' volumes.
    private func affinity(to texts: [String], of project: ProjectID) throws -> PlacementHints.Affinity {
        var places: Set<PoolAddress> = []
        for text in texts {
            guard let id = VolumeID(parsing: text) else { return .unusable(text) }
            if let host = try volume(id, in: project)?.host { places.insert(host) }
        }
        return .volumes(on: places)
    }
}

extension Volume {
    /// What filter and goodness functions know as `volume.` (`scheduler.md` 6).
    fileprivate var placementProperties: [String: JSONValue] {
        func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
        return [
            "size": .integer(Int64(size.rawValue)), "attach_status": .string(attachStatus.rawValue), "status": .string(status.rawValue),
            "availability_zone": text(availabilityZone), "display_name": text(name), "display_description": text(description),
            "metadata": .object(metadata.mapValues(JSONValue.string)), "multiattach": .bool(isMultiattach),
            "project_id": .string(projectID.rawValue), "user_id": .string(userID.rawValue), "volume_type_id": text(volumeTypeID?.rawValue),
            "snapshot_id": text(snapshotID?.rawValue), "source_volid": text(sourceVolumeID?.rawValue), "group_id": text(groupID),
            "consistencygroup_id": .null, "encryption_key_id": .null, "replication_status": text(replicationStatus),
        ]
    }
}
