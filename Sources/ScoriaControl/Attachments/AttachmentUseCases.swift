import ScoriaDriver
import ScoriaFlow
public import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// What a caller asks for when it sets a volume aside for a server or a host.
public struct AttachmentCreation: Sendable {
    public var volumeID: VolumeID
    public var instanceID: String?
    /// With a connector the volume is connected at once.
    public var connector: Connector?
    /// `rw` or `ro` (from microversion 3.54); nil takes what the volume allows.
    public var mode: AttachMode?

    /// An attachment of a volume.
    public init(volumeID: VolumeID, instanceID: String? = nil, connector: Connector? = nil, mode: AttachMode? = nil) {
        self.volumeID = volumeID
        self.instanceID = instanceID
        self.connector = connector
        self.mode = mode
    }
}

extension Control {
    /// The attachment, as far as the caller may see it.
    public func attachment(_ id: AttachmentID, by caller: Caller) throws -> Attachment {
        guard let attachment = try store.read({ try $0.attachment(id, in: caller.scope) }) else {
            throw ControlError.notFound("Volume attachment", id.rawValue)
        }
        return attachment
    }

    /// Sets a volume aside and, with a connector, connects it; answers when that is done.
    public func createAttachment(_ request: AttachmentCreation, by caller: Caller) async throws -> Attachment {
        let (ids, now) = (ids, clock.now())
        if let connector = request.connector { try validate(connector, for: request.volumeID, by: caller) }
        let (id, flow) = try await flows.transaction(by: caller) { transaction, flows in
            guard let volume = try transaction.volume(request.volumeID, in: caller.scope) else {
                throw ControlError.notFound("Volume", request.volumeID.rawValue)
            }
            try transaction.checkReservable(volume, for: request)
            // A second server that boots from the same volume is what this rule is about.
            guard
                !volume.isMultiattach || !volume.isBootable || volume.status != .inUse
                    || caller.permissions.contains(.multiattachBootable)
            else { throw ControlError.refused(by: "volume:multiattach_bootable_volume") }
            let mode = try volume.attachMode(request.mode ?? request.connector?.mode)
            var attachment = Attachment(id: ids.id(), volumeID: volume.id, projectID: volume.projectID, createdAt: now)
            attachment.instanceID = request.instanceID
            attachment.mode = request.mode == nil && request.connector == nil ? nil : mode
            try transaction.insert(attachment)
            if volume.status == .available || volume.status == .downloading {
                try transaction.move(volume.id, from: [volume.status], to: .reserved, at: now)
                try transaction.setAttachStatus(volume.id, .reserved, at: now)
            }
            guard let connector = request.connector else { return (attachment.id, String?.none) }
            let flow = try flows.connect(volume, attachment: attachment.id, connector, mode: mode, isNew: true, in: transaction)
            return (attachment.id, flow)
        }
        if let flow { _ = try await outcome(of: flow, doing: "Unable to create attachment for volume", for: caller) }
        return try attachment(id, by: caller)
    }

    /// Connects a reserved attachment; answers when the initiator can log in.
    public func updateAttachment(_ id: AttachmentID, connector: Connector, by caller: Caller) async throws -> Attachment {
        guard !connector.fields.isEmpty else {
            throw ControlError.badRequest("Invalid input received: a connector with at least one key is required to update an attachment.")
        }
        try validate(connector, for: try attachment(id, by: caller).volumeID, by: caller)
        let flow = try await flows.transaction(by: caller) { transaction, flows in
            guard let attachment = try transaction.attachment(id, in: caller.scope),
                let volume = try transaction.volume(attachment.volumeID)
            else { throw ControlError.notFound("Volume attachment", id.rawValue) }
            try transaction.checkConnectable(attachment, of: volume)
            return try flows.connect(
                volume,
                attachment: id,
                connector,
                mode: try volume.attachMode(connector.mode ?? attachment.mode),
                isNew: false,
                in: transaction
            )
        }
        _ = try await outcome(of: flow, doing: "Unable to update the attachment", for: caller)
        return try attachment(id, by: caller)
    }

    /// Notes that the server uses the volume now.
    public func completeAttachment(_ id: AttachmentID, by caller: Caller) async throws {
        let now = clock.now()
        try await store.write { transaction in
            guard var attachment = try transaction.attachment(id, in: caller.scope) else {
                throw ControlError.notFound("Volume attachment", id.rawValue)
            }
            attachment.attachedAt = attachment.attachedAt ?? now
            attachment.mode = attachment.mode ?? .readWrite
            attachment.updatedAt = now
            try transaction.update(attachment)
            try transaction.move(id, from: nil, to: .attached, at: now)
            try transaction.settleAttachments(of: attachment.volumeID, at: now)
        }
    }

    /// Takes an attachment away, shutting its initiator out; answers when that is done, with the attachments that remain.
    public func deleteAttachment(_ id: AttachmentID, by caller: Caller) async throws -> [Attachment] {
        let now = clock.now()
        let (volumeID, flow) = try await flows.transaction(by: caller) { transaction, flows in
            guard let attachment = try transaction.attachment(id, in: caller.scope) else {
                throw ControlError.notFound("Volume attachment", id.rawValue)
            }
            try checkRemoval(of: id, of: attachment.volumeID, by: caller, in: transaction)
            return (attachment.volumeID, try transaction.remove(attachment, flows: flows, now: now))
        }
        if let flow { _ = try await outcome(of: flow, doing: "Unable to delete the attachment", for: caller) }
        return try store.read { try $0.attachments(of: volumeID) }
    }

    /// Refuses a connector that the volume's backend cannot use, before anything is written.
    func validate(_ connector: Connector, for id: VolumeID, by caller: Caller) throws {
        guard let host = try volume(id, by: caller).host, let backend = backends.backend(at: host.backend) else { return }
        do {
            try backend.driver.validate(connector)
        } catch let error as DriverError {
            throw ControlError(
                .badRequest,
                "Invalid input received: Connector doesn't have required information: \(error.message)",
                correction: error.correction
            )
        }
    }

    /// Waits for a flow that a client waits for; its failure becomes the client's error.
    func outcome(of flow: String, doing: String, for caller: Caller) async throws -> FlowRow {
        let row = try await flows.completion(of: flow)
        guard row.state != .succeeded else { return row }
        guard let failure = row.error.flatMap(FlowFailure.init(json:)) else {
            throw ControlError(.internalFailure, "\(doing): the operation failed.")
        }
        let words = caller.isAdmin ? (failure.message, failure.correction) : failure.forOwner
        throw ControlError(
            failure.code == DriverError.Code.invalidConnector.description ? .badRequest : .internalFailure,
            "\(doing): \(words.0)",
            correction: words.1
        )
    }
}

extension FlowStarter {
    /// Starts the flow that lets an initiator in; returns its id.
    ///
    /// What an attachment's initiator has to know is in its row; without one the caller takes it from the engine.
    func connect(
        _ volume: Volume,
        attachment: AttachmentID?,
        _ connector: Connector,
        mode: AttachMode,
        isNew: Bool,
        in transaction: WriteTransaction
    ) throws -> String {
        try start(
            ConnectVolume.self,
            memo: ConnectVolume.Memo(
                volumeID: volume.id,
                attachmentID: attachment,
                connector: connector,
                mode: mode,
                isNewAttachment: isNew
            ),
            about: attachment.map(FlowResource.attachment) ?? .volume(volume.id),
            project: volume.projectID,
            locks: [.shared(.volume(volume.id)), .exclusive(.export(volume.id))],
            awaitsAnswer: attachment == nil,
            in: transaction
        )
    }

    /// Starts the flow that shuts an initiator out; returns its id.
    func disconnect(
        _ volumeID: VolumeID,
        project: ProjectID,
        attachment: Attachment?,
        _ connector: Connector?,
        in transaction: WriteTransaction
    ) throws -> String {
        try start(
            DisconnectVolume.self,
            memo: DisconnectVolume.Memo(
                volumeID: volumeID,
                attachmentID: attachment?.id,
                connector: connector,
                former: attachment?.status == .errorAttaching ? nil : attachment?.status
            ),
            about: (attachment?.id).map(FlowResource.attachment) ?? .volume(volumeID),
            project: project,
            locks: [.shared(.volume(volumeID)), .exclusive(.export(volumeID))],
            in: transaction
        )
    }
}

extension WriteTransaction {
    /// Removes an attachment: at once when nothing is connected and no flow is at work on it, else by the flow whose id is returned.
    func remove(_ attachment: Attachment, flows: FlowStarter, now: Timestamp) throws -> String? {
        let isConnecting = try activeFlow(about: attachment.id.rawValue) != nil
        guard attachment.connectionInfo != nil || isConnecting else {
            try delete(attachment.id)
            try settleAttachments(of: attachment.volumeID, at: now)
            return nil
        }
        try move(attachment.id, from: nil, to: .detaching, at: now)
        return try flows.disconnect(
            attachment.volumeID,
            project: attachment.projectID,
            attachment: attachment,
            nil,
            in: self
        )
    }

    /// Whether a volume may get another attachment (`statuses.md` 1.2, POST attachment).
    fileprivate func checkReservable(_ volume: Volume, for request: AttachmentCreation) throws {
        guard !volume.status.isError else {
            throw ControlError.badRequest(
                "Invalid volume: Volume \(volume.id) is in \(volume.status.rawValue) and cannot be attached.",
                correction: "Look at the volume's messages for the cause."
            )
        }
        let isFree = volume.status == .available || volume.status == .downloading
        if isFree || (volume.isMultiattach && volume.status == .inUse) { return }
        let isSameServer = try request.instanceID != nil && attachments(of: volume.id).contains { $0.instanceID == request.instanceID }
        guard isSameServer, volume.status == .inUse || volume.status == .reserved else {
            throw ControlError.badRequest(
                "Invalid volume: Volume \(volume.id) status must be available or downloading to reserve, but the current status is \(volume.status.rawValue)."
            )
        }
    }

    /// Whether an attachment may be connected (`statuses.md` 1.2, PUT attachment).
    fileprivate func checkConnectable(_ attachment: Attachment, of volume: Volume) throws {
        guard !volume.status.isError else {
            throw ControlError(
                .conflict,
                "The volume \(volume.id) is in \(volume.status.rawValue) and cannot be connected.",
                correction: "Look at the volume's messages for the cause."
            )
        }
        guard attachment.status != .detaching else {
            throw ControlError(.conflict, "The attachment \(attachment.id) is being deleted.")
        }
        let others = try attachments(of: volume.id).filter { $0.id != attachment.id }
        guard volume.isMultiattach || !others.contains(where: { $0.connectionInfo != nil }) else {
            throw ControlError(
                .conflict,
                "Duplicate connectors or improper volume status for a volume that may be attached once: \(volume.id) is connected already."
            )
        }
    }
}

extension Volume {
    /// The mode of a coming attachment; a read-only volume refuses to be attached for writing.
    func attachMode(_ wanted: AttachMode?) throws -> AttachMode {
        guard isReadOnly else { return wanted ?? .readWrite }
        guard wanted != .readWrite else {
            throw ControlError.badRequest("Invalid attaching mode 'rw' for volume \(id), which is read-only.")
        }
        return .readOnly
    }
}
