import ScoriaModel
import ScoriaStore

extension StoreReading {
    /// The source of a new volume, if it has one, in a state in which it can be used (`statuses.md` 1.3).
    func source(of request: VolumeCreation, for caller: Caller) throws -> VolumeSource? {
        switch request.source {
        case .nothing: nil
        case .snapshot(let id): try source(snapshot: id, for: caller)
        case .volume(let id): try source(volume: id, for: caller)
        }
    }

    private func source(snapshot id: SnapshotID, for caller: Caller) throws -> VolumeSource {
        guard let snapshot = try snapshot(id, in: caller.scope) else { throw ControlError.notFound("Snapshot", id.rawValue) }
        guard snapshot.status == .available else {
            throw ControlError.badRequest(
                "Invalid snapshot: Originating snapshot status must be one of 'available' values, it is '\(snapshot.status.rawValue)'."
            )
        }
        guard let origin = try volume(snapshot.volumeID) else {
            throw ControlError.notFound("Volume", snapshot.volumeID.rawValue)
        }
        // A volume that was transferred without its snapshots is somebody else's: what its new owner says of it is none of ours.
        let isOurs = origin.projectID == snapshot.projectID
        return VolumeSource(
            size: snapshot.size,
            typeID: snapshot.volumeTypeID,
            zone: origin.availabilityZone,
            host: origin.host,
            isBootable: isOurs && origin.isBootable,
            imageMetadata: isOurs ? origin.imageMetadata : [:]
        )
    }

    private func source(volume id: VolumeID, for caller: Caller) throws -> VolumeSource {
        guard let origin = try volume(id, in: caller.scope) else { throw ControlError.notFound("Volume", id.rawValue) }
        guard origin.status == .available || origin.status == .inUse else {
            throw ControlError.badRequest(
                "Invalid volume: Volume status must be 'available' or 'in-use' to be cloned, it is '\(origin.status.rawValue)'."
            )
        }
        return VolumeSource(
            size: origin.size,
            typeID: origin.volumeTypeID,
            zone: origin.availabilityZone,
            host: origin.host,
            isBootable: origin.isBootable,
            imageMetadata: origin.imageMetadata
        )
    }

    /// The type of a new volume: the one asked for, else the source's, else the default.
    func volumeType(
        for request: VolumeCreation,
        source: VolumeSource?,
        settings: ControlSettings,
        caller: Caller
    ) throws -> VolumeType {
        if let wanted = request.volumeType {
            guard let type = try volumeType(byNameOrID: wanted), try isVisible(type, to: caller) else {
                throw ControlError(.notFound, "Volume type \(wanted) could not be found.")
            }
            if let present = source?.typeID, present != type.id, let sourceType = try volumeType(present),
                sourceType.extraSpecs["volume_backend_name"] != type.extraSpecs["volume_backend_name"]
            {
                throw ControlError.badRequest(
                    "Invalid volume type: the requested type \(type.name) is not compatible with the source's type \(sourceType.name)."
                )
            }
            return type
        }
        if let id = source?.typeID, let type = try volumeType(id) { return type }
        return try defaultVolumeType(for: caller, settings: settings)
    }

    private func isVisible(_ type: VolumeType, to caller: Caller) throws -> Bool {
        if type.isPublic || caller.isAdmin { return true }
        return try mayUse(type, project: caller.projectID)
    }
}

extension VolumeType {
    /// Refuses a size outside of what the type's extra specs allow.
    func checkSize(_ size: GibiByteCount) throws {
        if let text = extraSpecs["provisioning:min_vol_size"], let least = Int(text), size.rawValue < least {
            throw ControlError.badRequest(
                "Invalid input received: Specified volume size of '\(size.rawValue)'GB is less than the minimum required size of '\(least)'GB for volume type '\(name)'."
            )
        }
        if let text = extraSpecs["provisioning:max_vol_size"], let most = Int(text), size.rawValue > most {
            throw ControlError.badRequest(
                "Invalid input received: Specified volume size of '\(size.rawValue)'GB is greater than the maximum allowable size of '\(most)'GB for volume type '\(name)'."
            )
        }
    }
}

extension Caller {
    /// The project whose rows the caller may see; nil for an administrator, who may see all.
    var scope: ProjectID? { isAdmin ? nil : projectID }
}
