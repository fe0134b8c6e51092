import ScoriaFlow
public import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// What `os-reset_status` sets; nil leaves a field as it is.
public struct VolumeStatusReset: Sendable, Hashable {
    public var status: VolumeStatus?
    public var attachStatus: VolumeAttachStatus?
    /// `none` clears it.
    public var migrationStatus: String?

    /// A reset of the given fields.
    public init(status: VolumeStatus? = nil, attachStatus: VolumeAttachStatus? = nil, migrationStatus: String? = nil) {
        self.status = status
        self.attachStatus = attachStatus
        self.migrationStatus = migrationStatus
    }
}

extension Control {
    /// Overrides a volume's status.
    ///
    /// A volume that becomes detached loses its attachments *and* its export, so that what the API says is true on the backend too.
    public func resetStatus(of id: VolumeID, _ reset: VolumeStatusReset, by caller: Caller) async throws {
        let now = clock.now()
        try await flows.transaction(by: caller) { transaction, flows in
            guard var volume = try transaction.volume(id, in: caller.scope) else {
                throw ControlError.notFound("Volume", id.rawValue)
            }
            if reset.status == .inUse, try transaction.attachments(of: id).isEmpty {
                throw ControlError.badRequest(
                    "Invalid volume: The volume \(id) has no attachment, so its status cannot be set to in-use."
                )
            }
            if let status = reset.status { _ = try transaction.move(id, from: nil, to: status, at: now) }
            if let migration = reset.migrationStatus { volume.migrationStatus = migration == "none" ? nil : migration }
            volume.updatedAt = now
            if reset.attachStatus == .detached { volume.adminMetadata[Volume.attachedModeKey] = nil }
            try transaction.update(volume)
            if let attachStatus = reset.attachStatus { try transaction.setAttachStatus(id, attachStatus, at: now) }
            if reset.attachStatus == .detached {
                for attachment in try transaction.attachments(of: id) { try transaction.delete(attachment.id) }
                try transaction.startWithdrawal(of: volume, flows: flows)
            }
        }
    }
}
