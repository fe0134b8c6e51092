import ScoriaFlow
public import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// What a caller asks for when it offers a volume.
public struct TransferCreation: Sendable {
    public var volumeID: VolumeID
    public var name: String?
    /// Whether the volume goes without its snapshots.
    public var leavesSnapshots: Bool
    /// Whether an encrypted volume may be offered: from microversion 3.70 on.
    public var allowsEncrypted: Bool

    /// An offer of a volume.
    public init(volumeID: VolumeID, name: String? = nil, leavesSnapshots: Bool = false, allowsEncrypted: Bool = false) {
        self.volumeID = volumeID
        self.name = name
        self.leavesSnapshots = leavesSnapshots
        self.allowsEncrypted = allowsEncrypted
    }
}

/// Offers of volumes to other projects (`statuses.md` 1.2 and 9).
///
/// Each is one transaction of the database, so that a kill leaves either all of it or nothing. No backend is touched, but for the connections of
/// the giver, which an acceptance has a flow take away.
extension Control {
    /// Offers a volume to whoever presents the auth key, which is answered here and never again.
    public func createTransfer(_ request: TransferCreation, by caller: Caller) async throws -> (transfer: VolumeTransfer, key: Secret) {
        let now = clock.now()
        let key = ids.secret(length: settings.transferKeyLength)
        let salt = TransferKey.salt(ids)
        let (id, hash): (VolumeTransferID, String) = (ids.id(), TransferKey.hash(key, salt: salt))
        let transfer = try await store.write { transaction in
            guard let volume = try transaction.volume(request.volumeID, in: caller.scope) else {
                throw ControlError.notFound("Volume", request.volumeID.rawValue)
            }
            try transaction.checkOfferable(volume, request)
            let transfer = VolumeTransfer(
                id: id,
                projectID: volume.projectID,
                volumeID: volume.id,
                name: request.name,
                leavesSnapshots: request.leavesSnapshots,
                salt: salt,
                keyHash: hash,
                createdAt: now
            )
            _ = try transaction.move(volume.id, from: [.available], to: .awaitingTransfer, at: now)
            // An offer that an administrator's reset of the status has left behind must not be taken up beside this one.
            try transaction.deleteTransfer(of: volume.id)
            try transaction.insert(transfer)
            return transfer
        }
        return (transfer, key)
    }

    /// An open offer, as far as the caller may see it.
    public func transfer(_ id: VolumeTransferID, by caller: Caller) throws -> VolumeTransfer {
        guard let transfer = try store.read({ try $0.transfer(id, in: caller.scope) }) else { throw Self.noTransfer(id) }
        return transfer
    }

    /// Withdraws an offer; the volume is available again, unless its status has been changed by other means.
    public func deleteTransfer(_ id: VolumeTransferID, by caller: Caller) async throws {
        let now = clock.now()
        try await store.write { transaction in
            guard let transfer = try transaction.transfer(id, in: caller.scope) else { throw Self.noTransfer(id) }
            _ = try transaction.move(transfer.volumeID, from: [.awaitingTransfer], to: .available, at: now)
            try transaction.delete(id)
        }
    }

    /// Takes an offered volume into the caller's project, with the snapshots that its giver has of it unless they were left out.
    ///
    /// The quotas of both projects are exact, because usage is counted from the rows that change their owner here.
    public func acceptTransfer(_ id: VolumeTransferID, key: Secret, by caller: Caller) async throws -> VolumeTransfer {
        let (now, settings) = (clock.now(), settings)
        return try await flows.transaction(by: caller) { transaction, flows in
            // The giver's row: whoever knows the key may see it.
            guard let transfer = try transaction.transfer(id), var volume = try transaction.volume(transfer.volumeID) else {
                throw Self.noTransfer(id)
            }
            guard TransferKey.matches(key, transfer) else {
                throw ControlError.badRequest("Invalid auth key: Attempt to transfer \(id) with invalid auth key.")
            }
            guard volume.groupID == nil else {
                throw ControlError.badRequest("Invalid volume: Volume \(volume.id) must not be part of a consistency group.")
            }
            guard try transaction.move(volume.id, from: [.awaitingTransfer], to: .available, at: now) != nil else {
                throw ControlError.badRequest(
                    "Invalid volume: Transfer \(id): Volume id \(volume.id) expected in awaiting-transfer state."
                )
            }
            let giver = volume.projectID
            let type = try volume.volumeTypeID.flatMap { try transaction.volumeType($0) }
            if giver != caller.projectID, volume.consumesQuota {
                try transaction.charge(.volume(size: volume.size, type: type), to: caller.projectID, settings: settings)
            }
            volume.projectID = caller.projectID
            volume.userID = caller.userID
            volume.updatedAt = now
            try transaction.update(volume)
            // An available volume may be connected: by the older calls, which need no attachment, or by a detachment that has failed.
            for attachment in try transaction.attachments(of: volume.id) { try transaction.delete(attachment.id) }
            try transaction.startWithdrawal(of: volume, untilDone: true, flows: flows)
            if !transfer.leavesSnapshots {
                try transaction.moveSnapshots(of: volume, from: giver, to: caller, at: now, settings: settings, transfer: id)
            }
            try transaction.delete(id)
            return transfer
        }
    }

    private static func noTransfer(_ id: VolumeTransferID) -> ControlError {
        ControlError(.notFound, "Transfer \(id) could not be found.")
    }
}

extension WriteTransaction {
    fileprivate func checkOfferable(_ volume: Volume, _ request: TransferCreation) throws {
        guard volume.status == .available else {
            throw ControlError.badRequest(
                "Invalid volume: status must be available",
                correction: "Volume \(volume.id) is '\(volume.status.rawValue)'; detach it, or wait for what is under way."
            )
        }
        if volume.isEncrypted {
            guard request.allowsEncrypted else {
                throw ControlError.badRequest(
                    "Invalid volume: transferring encrypted volume is not supported",
                    correction: "Use microversion 3.70 or later."
                )
            }
            guard !request.leavesSnapshots else {
                throw ControlError.badRequest(
                    "Invalid volume: transferring an encrypted volume without its snapshots is not supported"
                )
            }
        }
        guard !request.leavesSnapshots else { return }
        // Snapshots that an earlier transfer has left with another project are not this one's to give.
        let busy = try snapshots(of: volume.id).first { $0.projectID == volume.projectID && $0.status != .available }
        if let busy { throw ControlError.badRequest("Invalid snapshot: snapshot: \(busy.id) status must be available") }
    }

    /// Gives the snapshots that the giver has of a volume to the caller, charged type by type as they are counted.
    fileprivate func moveSnapshots(
        of volume: Volume,
        from giver: ProjectID,
        to caller: Caller,
        at now: Timestamp,
        settings: ControlSettings,
        transfer: VolumeTransferID
    ) throws {
        let moving = try snapshots(of: volume.id).filter { $0.projectID == giver }
        if let busy = moving.first(where: { $0.status != .available }) {
            throw ControlError.badRequest(
                "Invalid snapshot: Transfer \(transfer): Snapshot \(busy.id) is not in the expected available state."
            )
        }
        for (typeID, snapshots) in Dictionary(grouping: moving, by: \.volumeTypeID).sorted(by: {
            ($0.key?.rawValue ?? "") < ($1.key?.rawValue ?? "")
        }) {
            let counted = snapshots.filter(\.consumesQuota)
            if giver != caller.projectID, !counted.isEmpty {
                let type = try typeID.flatMap { try volumeType($0) }
                try charge(.snapshots(counted, type: type, settings: settings), to: caller.projectID, settings: settings)
            }
            for var snapshot in snapshots {
                snapshot.projectID = caller.projectID
                snapshot.userID = caller.userID
                snapshot.updatedAt = now
                try update(snapshot)
            }
        }
    }
}
