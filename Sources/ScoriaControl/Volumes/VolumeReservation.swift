public import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// The small moves by which Nova announces what it is about to do (`statuses.md` 1.2).
extension Control {
    /// Sets the volume aside for a coming attachment (`os-reserve`).
    public func reserveVolume(_ id: VolumeID, by caller: Caller) async throws {
        try await step(id, by: caller) { transaction, volume, now in
            let allowed: Set<VolumeStatus> = volume.isMultiattach ? [.available, .inUse] : [.available]
            guard try transaction.move(volume.id, from: allowed, to: .attaching, at: now) != nil else {
                throw ControlError.badRequest(
                    "Invalid volume: Volume status must be \(allowed.map(\.rawValue).sorted().joined(separator: " or ")) to reserve, but the status is \(volume.status.rawValue)."
                )
            }
        }
    }

    /// Takes a reservation back (`os-unreserve`); nothing happens when there is none.
    public func unreserveVolume(_ id: VolumeID, by caller: Caller) async throws {
        try await step(id, by: caller) { transaction, volume, now in
            _ = try transaction.move(volume.id, from: [.attaching], to: try transaction.restingStatus(of: volume), at: now)
        }
    }

    /// Announces a detachment (`os-begin_detaching`).
    public func beginDetaching(_ id: VolumeID, by caller: Caller) async throws {
        try await step(id, by: caller) { transaction, volume, now in
            if let migration = volume.migrationStatus, !["deleting", "error", "success"].contains(migration) { return }
            guard volume.attachStatus == .attached, try transaction.move(volume.id, from: [.inUse], to: .detaching, at: now) != nil else {
                throw ControlError.badRequest(
                    "Invalid volume: Unable to detach volume. Volume status must be 'in-use' and attach_status must be 'attached' to detach, but they are '\(volume.status.rawValue)' and '\(volume.attachStatus.rawValue)'."
                )
            }
        }
    }

    /// Takes the announcement back (`os-roll_detaching`); nothing happens when there is none.
    public func rollDetaching(_ id: VolumeID, by caller: Caller) async throws {
        try await step(id, by: caller) { transaction, volume, now in
            _ = try transaction.move(volume.id, from: [.detaching], to: .inUse, at: now)
        }
    }

    private func step(
        _ id: VolumeID,
        by caller: Caller,
        _ body: @escaping @Sendable (WriteTransaction, Volume, Timestamp) throws -> Void
    ) async throws {
        let now = clock.now()
        try await store.write { transaction in
            guard let volume = try transaction.volume(id, in: caller.scope) else {
                throw ControlError.notFound("Volume", id.rawValue)
            }
            try body(transaction, volume, now)
        }
    }
}

extension WriteTransaction {
    /// The status that a volume has when nothing is at work on it: by its attachments (`statuses.md` 1.4).
    func restingStatus(of volume: Volume) throws -> VolumeStatus {
        try attachmentSummary(of: volume.id).status
    }

    /// What a volume's attachments say of it.
    func attachmentSummary(of id: VolumeID) throws -> (status: VolumeStatus, attachStatus: VolumeAttachStatus) {
        let statuses = try attachments(of: id).map(\.status).filter { $0 != .errorAttaching && $0 != .errorDetaching }
        // The smallest by its text decides: attached, attaching, detaching, reserved.
        switch statuses.min(by: { $0.rawValue < $1.rawValue }) {
        case .attached: return (.inUse, .attached)
        case .attaching: return (.attaching, .attaching)
        case .detaching: return (.detaching, .detaching)
        case .reserved: return (.reserved, .reserved)
        case .errorAttaching, .errorDetaching, nil: return (.available, .detached)
        }
    }

    /// Gives the volume the status that its attachments ask for, unless a flow holds its status.
    func settleAttachments(of id: VolumeID, at now: Timestamp) throws {
        guard let volume = try volume(id) else { return }
        let summary = try attachmentSummary(of: id)
        try setAttachStatus(id, summary.attachStatus, at: now)
        if summary.attachStatus == .detached {
            var row = volume
            row.adminMetadata[Volume.attachedModeKey] = nil
            row.updatedAt = now
            try update(row)
        }
        guard !volume.status.isPassing, !volume.status.isError, volume.status != .maintenance, volume.status != .awaitingTransfer
        else { return }
        _ = try move(id, from: nil, to: summary.status, at: now)
    }
}
