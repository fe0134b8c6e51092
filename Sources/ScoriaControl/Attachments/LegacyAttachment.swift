import ScoriaDriver
import ScoriaFlow
public import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// What `os-attach` says: which server or host has the volume, and where.
public struct LegacyAttachment: Sendable {
    public var instanceID: String?
    public var host: String?
    public var mountpoint: String?
    public var mode: AttachMode?

    /// An attachment of a server or of a host.
    public init(instanceID: String? = nil, host: String? = nil, mountpoint: String? = nil, mode: AttachMode? = nil) {
        self.instanceID = instanceID
        self.host = host
        self.mountpoint = mountpoint
        self.mode = mode
    }
}

/// The actions by which clients attached volumes before there were attachments (`statuses.md` 1.2).
extension Control {
    /// Exports the volume and lets the connector's initiator in; answers with how to reach it (`os-initialize_connection`).
    public func initializeConnection(_ id: VolumeID, connector: Connector, by caller: Caller) async throws -> ConnectionInfo {
        try validate(connector, for: id, by: caller)
        let (flow, mode) = try await flows.transaction(by: caller) { transaction, flows in
            guard let volume = try transaction.volume(id, in: caller.scope) else {
                throw ControlError.notFound("Volume", id.rawValue)
            }
            try volume.refuseMaintenance()
            guard !volume.status.isPassing else {
                throw ControlError.badRequest(
                    "Invalid volume: Volume \(id) cannot be connected while its status is \(volume.status.rawValue)."
                )
            }
            let known = volume.adminMetadata[Volume.attachedModeKey].flatMap(AttachMode.init(rawValue:))
            let mode = volume.isReadOnly ? AttachMode.readOnly : known ?? .readWrite
            return (try flows.connect(volume, attachment: nil, connector, mode: mode, isNew: false, in: transaction), mode)
        }
        defer { _ = flows.takeAnswer(of: flow) }
        _ = try await outcome(of: flow, doing: "Unable to initialize the connection", for: caller)
        let volume = try volume(id, by: caller)
        guard let info = flows.takeAnswer(of: flow) as? ConnectionInfo else {
            throw ControlError(
                .internalFailure,
                "The volume \(id) was connected by another process.",
                correction: "Repeat the request: it is answered with the same connection."
            )
        }
        return info.completed(
            for: volume,
            mode: mode,
            connector: connector,
            qosSpecs: try store.read { try $0.connectionSpecs(of: volume) }
        )
    }

    /// Shuts the connector's initiator out (`os-terminate_connection`), then forgets a reservation.
    public func terminateConnection(_ id: VolumeID, connector: Connector?, by caller: Caller) async throws {
        let flow = try await flows.transaction(by: caller) { transaction, flows -> String? in
            guard let volume = try transaction.volume(id, in: caller.scope) else {
                throw ControlError.notFound("Volume", id.rawValue)
            }
            try checkRemoval(of: nil, of: id, by: caller, in: transaction)
            guard try transaction.export(of: id) != nil else { return nil }
            let known = connector.flatMap { $0.fields.isEmpty ? nil : $0 }
            return try flows.disconnect(id, project: volume.projectID, attachment: nil, known, in: transaction)
        }
        if let flow { _ = try await outcome(of: flow, doing: "Unable to terminate the connection", for: caller) }
        try await unreserveVolume(id, by: caller)
    }

    /// Notes that a server or host uses the volume (`os-attach`).
    ///
    /// Repeated for the same one, it changes nothing.
    public func attachVolume(_ id: VolumeID, _ request: LegacyAttachment, by caller: Caller) async throws {
        let (ids, now) = (ids, clock.now())
        try await store.write { transaction in
            guard var volume = try transaction.volume(id, in: caller.scope) else {
                throw ControlError.notFound("Volume", id.rawValue)
            }
            try volume.refuseMaintenance()
            if volume.isReadOnly, request.mode != .readOnly {
                throw ControlError.badRequest(
                    "Invalid attaching mode '\(request.mode?.rawValue ?? "rw")' for volume \(id), which is read-only."
                )
            }
            let present = try transaction.attachments(of: id)
            let repeated = present.contains { attachment in
                attachment.status == .attached && attachment.instanceID == request.instanceID
                    && (request.instanceID != nil || attachment.attachedHost == request.host)
            }
            if !repeated {
                guard volume.isMultiattach || !present.contains(where: { $0.status == .attached }) else {
                    throw ControlError.badRequest("Invalid volume: volume is already attached and cannot be attached to several servers.")
                }
                guard !volume.status.isPassing, !volume.status.isError else {
                    throw ControlError.badRequest(
                        "Invalid volume: volume status must be available or attaching, it is \(volume.status.rawValue)."
                    )
                }
                var attachment = Attachment(id: ids.id(), volumeID: id, projectID: volume.projectID, createdAt: now)
                attachment.status = .attached
                attachment.instanceID = request.instanceID
                attachment.attachedHost = request.host
                attachment.mountpoint = request.mountpoint
                attachment.mode = request.mode ?? .readWrite
                attachment.attachedAt = now
                try transaction.insert(attachment)
            }
            volume.adminMetadata[Volume.attachedModeKey] = (request.mode ?? .readWrite).rawValue
            volume.updatedAt = now
            try transaction.update(volume)
            try transaction.settleAttachments(of: id, at: now)
        }
    }

    /// Notes that a server or host no longer uses the volume (`os-detach`, `os-force_detach`), and shuts its initiator out.
    public func detachVolume(_ id: VolumeID, attachment attachmentID: AttachmentID?, connector: Connector? = nil, by caller: Caller)
        async throws
    {
        let now = clock.now()
        let flow = try await flows.transaction(by: caller) { transaction, flows -> String? in
            guard let volume = try transaction.volume(id, in: caller.scope) else {
                throw ControlError.notFound("Volume", id.rawValue)
            }
            try volume.refuseMaintenance()
            try checkRemoval(of: attachmentID, of: id, by: caller, in: transaction)
            guard let attachment = try transaction.attachmentToDetach(attachmentID, of: volume) else {
                try transaction.settleAttachments(of: id, at: now)
                return nil
            }
            if attachment.connectionInfo != nil { return try transaction.remove(attachment, flows: flows, now: now) }
            try transaction.delete(attachment.id)
            try transaction.settleAttachments(of: id, at: now)
            guard try transaction.attachments(of: id).isEmpty else {
                guard let connector, !connector.fields.isEmpty else { return nil }
                return try flows.disconnect(id, project: volume.projectID, attachment: nil, connector, in: transaction)
            }
            try transaction.startWithdrawal(of: volume, flows: flows)
            return nil
        }
        if let flow { _ = try await outcome(of: flow, doing: "Unable to detach the volume", for: caller) }
    }
}

extension WriteTransaction {
    /// The attachment that a detach means: the one named, or the only one.
    fileprivate func attachmentToDetach(_ id: AttachmentID?, of volume: Volume) throws -> Attachment? {
        let present = try attachments(of: volume.id)
        if let id {
            guard let attachment = present.first(where: { $0.id == id }) else {
                throw ControlError.badRequest("Invalid volume: the attachment \(id) is not one of volume \(volume.id).")
            }
            return attachment
        }
        guard present.count <= 1 else {
            throw ControlError.badRequest(
                "Invalid volume: Detach volume failed: More than one attachment, but no attachment_id provided.",
                correction: "Name one of: \(present.map(\.id.rawValue).joined(separator: ", "))."
            )
        }
        return present.first
    }
}
