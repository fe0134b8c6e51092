internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel

/// What is done to one volume, by the key of an action's body.
extension Handlers {
    // MARK: Reservation and legacy attachment

    func reserveVolume(_ call: Call) async throws -> Reply {
        try await control.reserveVolume(call.volumeID, by: call.caller)
        return .empty(call.route.success)
    }

    func unreserveVolume(_ call: Call) async throws -> Reply {
        try await control.unreserveVolume(call.volumeID, by: call.caller)
        return .empty(call.route.success)
    }

    func beginDetachingVolume(_ call: Call) async throws -> Reply {
        try await control.beginDetaching(call.volumeID, by: call.caller)
        return .empty(call.route.success)
    }

    func rollDetachingVolume(_ call: Call) async throws -> Reply {
        try await control.rollDetaching(call.volumeID, by: call.caller)
        return .empty(call.route.success)
    }

    func attachVolume(_ call: Call) async throws -> Reply {
        let body = call.actionBody
        let request = LegacyAttachment(
            instanceID: body["instance_uuid"]?.string,
            host: body["host_name"]?.string,
            mountpoint: body["mountpoint"]?.string,
            mode: body["mode"]?.string.flatMap(AttachMode.init(rawValue:))
        )
        try await control.attachVolume(call.volumeID, request, by: call.caller)
        return .empty(call.route.success)
    }

    func detachVolume(_ call: Call) async throws -> Reply {
        let attachment = call.actionBody["attachment_id"]?.string.map(AttachmentID.init(rawValue:))
        try await control.detachVolume(call.volumeID, attachment: attachment, by: call.caller)
        return .empty(call.route.success)
    }

    func forceDetachVolume(_ call: Call) async throws -> Reply {
        let body = call.actionBody
        try await control.detachVolume(
            call.volumeID,
            attachment: body["attachment_id"]?.string.map(AttachmentID.init(rawValue:)),
            connector: try body.connector(),
            by: call.caller
        )
        return .empty(call.route.success)
    }

    func initializeConnection(_ call: Call) async throws -> Reply {
        guard let connector = try call.actionBody.connector() else {
            throw Fault(.badRequest, "Invalid input received: Must specify 'connector'.")
        }
        let info = try await control.initializeConnection(call.volumeID, connector: connector, by: call.caller)
        var writer = JSONWriter()
        AttachmentView.write(info, for: connector, to: &writer)
        return .json(call.route.success, writer.bytes)
    }

    func terminateConnection(_ call: Call) async throws -> Reply {
        try await control.terminateConnection(call.volumeID, connector: try call.actionBody.connector(), by: call.caller)
        return .empty(call.route.success)
    }

    // MARK: Size, content and status

    func extendVolume(_ call: Call) async throws -> Reply {
        let size = GibiByteCount(Int(call.actionBody.number("new_size") ?? 0))
        let whileAttached = call.version >= Microversion(42)
        try await control.extendVolume(call.volumeID, to: size, whileAttached: whileAttached, by: call.caller)
        return .empty(call.route.success)
    }

    /// Extends never wait for Nova here, so that there is never one to be completed.
    func completeVolumeExtend(_ call: Call) throws -> Reply {
        let volume = try control.volume(call.volumeID, by: call.caller)
        throw Fault(
            .badRequest,
            "Invalid volume: Volume \(volume.id) is not waiting for the completion of an extend.",
            correction: "Nothing needs to be done: extends of attached volumes complete by themselves."
        )
    }

    func revertVolume(_ call: Call) async throws -> Reply {
        // Without an id, which the field's schema allows, the volume is looked for first and then no snapshot is the one.
        let snapshot = SnapshotID(rawValue: call.actionBody["snapshot_id"]?.string ?? "")
        try await control.revertVolume(call.volumeID, to: snapshot, by: call.caller)
        return .empty(call.route.success)
    }

    func forceDeleteVolume(_ call: Call) async throws -> Reply {
        try await control.deleteVolume(call.volumeID, VolumeDeletion(isForced: true), by: call.caller)
        return .empty(call.route.success)
    }

    func resetVolumeStatus(_ call: Call) async throws -> Reply {
        let body = call.actionBody
        func word(_ key: String) -> String? {
            guard let text = body[key]?.string?.lowercased(), !text.isEmpty else { return nil }
            return text
        }
        let (status, attachStatus, migrationStatus) = (word("status"), word("attach_status"), word("migration_status"))
        guard status != nil || attachStatus != nil || migrationStatus != nil else {
            throw Fault(.badRequest, "Must specify 'status', 'attach_status' or 'migration_status' for update.")
        }
        guard status != VolumeStatus.deleting.rawValue else { throw Fault(.badRequest, "Cannot reset-state to deleting") }
        let reset = VolumeStatusReset(
            status: status.flatMap(VolumeStatus.init(rawValue:)),
            attachStatus: attachStatus.flatMap(VolumeAttachStatus.init(rawValue:)),
            migrationStatus: migrationStatus
        )
        try await control.resetStatus(of: call.volumeID, reset, by: call.caller)
        return .empty(call.route.success)
    }

    func setVolumeBootable(_ call: Call) async throws -> Reply {
        try await control.setBootable(call.volumeID, call.actionBody.flag("bootable") ?? false, by: call.caller)
        return .empty(call.route.success)
    }

    func updateReadOnlyFlag(_ call: Call) async throws -> Reply {
        try await control.setReadOnly(call.volumeID, call.actionBody.flag("readonly") ?? false, by: call.caller)
        return .empty(call.route.success)
    }

    // MARK: Image metadata

    func setImageMetadata(_ call: Call) async throws -> Reply {
        let new = call.actionBody.texts("metadata") ?? [:]
        let all = try await control.editImageMetadata(of: call.volumeID, by: call.caller) { $0.merge(new) { _, new in new } }
        return .json(call.route.success, metadataBody(all))
    }

    func showImageMetadata(_ call: Call) throws -> Reply {
        let metadata = try control.volume(call.volumeID, by: call.caller).imageMetadata
        // As in the field, a volume that was not made of an image has no such metadata, which is not the same as empty metadata.
        guard !metadata.isEmpty else { throw Fault(.notFound, "Image metadata of volume \(call.volumeID) could not be found.") }
        return .json(call.route.success, metadataBody(metadata))
    }

    func unsetImageMetadata(_ call: Call) async throws -> Reply {
        let key = call.actionBody["key"]?.string ?? ""
        _ = try await control.editImageMetadata(of: call.volumeID, by: call.caller) { metadata in
            guard metadata.removeValue(forKey: key) != nil else { throw Fault(.notFound, "Metadata item was not found") }
        }
        return .empty(call.route.success)
    }
}

extension Call {
    /// The volume that the path names.
    var volumeID: VolumeID { VolumeID(rawValue: id) }

    /// What an action's one key holds.
    var actionBody: JSONValue { route.action.flatMap { body[$0] } ?? .null }

    /// The project whose resources the caller may touch; nil for administrators, who may touch all.
    var scope: ProjectID? { caller.isAdmin ? nil : caller.projectID }
}

extension JSONValue {
    /// The connector under `connector`; nil when it is missing or null.
    func connector() throws -> Connector? {
        switch self["connector"] {
        case nil, .null?: return nil
        case .object(let fields)?: return Connector(fields: fields)
        default: throw Fault(.badRequest, "Invalid input received: 'connector' must be an object with the initiator's properties.")
        }
    }
}
