import ScoriaFlow
public import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// How a volume is to be deleted.
public struct VolumeDeletion: Sendable, Hashable {
    /// Whether its snapshots go with it.
    public var cascades: Bool
    /// Whether its status does not matter; for administrators.
    public var isForced: Bool

    /// A plain deletion, unless said otherwise.
    public init(cascades: Bool = false, isForced: Bool = false) {
        self.cascades = cascades
        self.isForced = isForced
    }
}

extension Control {
    /// Accepts the deletion of a volume (`statuses.md` 1.2).
    ///
    /// A volume that was never placed is gone at once.
    ///
    /// A forced deletion first asks the flows that are at work on the volume to stop.
    public func deleteVolume(_ id: VolumeID, _ deletion: VolumeDeletion, by caller: Caller) async throws {
        let (now, backends) = (clock.now(), backends)
        if deletion.isForced { try await cancelFlows(of: id, for: caller) }
        try await flows.transaction(by: caller) { transaction, flows in
            guard let volume = try transaction.volume(id, in: caller.scope) else {
                throw ControlError.notFound("Volume", id.rawValue)
            }
            try backends.refuseFrozen(volume.host)
            let snapshots = try transaction.snapshots(of: id)
            try volume.checkDeletable(deletion, snapshots: snapshots, by: caller)
            guard volume.host != nil else {
                guard try transaction.activeFlow(about: id.rawValue) == nil else {
                    return try transaction.startDeletion(of: volume, snapshots: snapshots, flows: flows, now: now)
                }
                _ = try transaction.delete(id)
                return
            }
            try transaction.startDeletion(of: volume, snapshots: snapshots, flows: flows, now: now)
        }
    }

    /// Asks every flow that is at work on the volume to stop.
    private func cancelFlows(of id: VolumeID, for caller: Caller) async throws {
        let running = try store.read { reader -> [FlowRow] in
            guard try reader.volume(id, in: caller.scope) != nil else { return [] }
            return try reader.flows(project: nil, states: [.running], resourceID: id.rawValue, limit: 100)
        }
        // The deletion itself is the request's change.
        for flow in running { _ = try await Witness.$current.withValue(nil) { try await flows.cancel(flow.id) } }
    }
}

extension Volume {
    /// The statuses from which a volume may be deleted without force.
    static let deletable: Set<VolumeStatus> = [
        .available, .error, .errorRestoring, .errorExtending, .errorManaging, .errorDeleting,
    ]
    /// The statuses from which a volume may be given up: bytes that a deletion has touched are nobody's to keep.
    static let unmanageable: Set<VolumeStatus> = [.available, .error, .errorRestoring, .errorExtending, .errorManaging, .errorUnmanaging]
    private static let restingMigrations: Set<String?> = [nil, "deleting", "error", "success"]

    /// One message for all reasons, as the field has it, and then the reason.
    func checkDeletable(
        _ deletion: VolumeDeletion,
        from allowed: Set<VolumeStatus> = deletable,
        snapshots: [Snapshot],
        by caller: Caller
    ) throws {
        var reasons: [String] = []
        if !deletion.isForced, !allowed.contains(status) { reasons.append("its status is '\(status.rawValue)'") }
        if attachStatus == .attached { reasons.append("it is attached") }
        if !Self.restingMigrations.contains(migrationStatus) { reasons.append("it is migrating") }
        if groupID != nil { reasons.append("it belongs to a group") }
        if !snapshots.isEmpty, !deletion.cascades { reasons.append("it has \(snapshots.count) snapshots") }
        if deletion.cascades {
            let busy = snapshots.filter { ![.available, .error, .errorDeleting, .deleting].contains($0.status) }
            if !deletion.isForced, let snapshot = busy.first {
                reasons.append("its snapshot \(snapshot.id) is '\(snapshot.status.rawValue)'")
            }
            // They stayed when the volume was transferred without them.
            if let scope = caller.scope, snapshots.contains(where: { $0.projectID != scope }) {
                reasons.append("a snapshot of it belongs to another project")
            }
            if snapshots.contains(where: { $0.groupSnapshotID != nil }) { reasons.append("a snapshot belongs to a group snapshot") }
        }
        guard !reasons.isEmpty else { return }
        throw ControlError.badRequest(
            "Invalid volume: Volume status must be available or error or error_restoring or error_extending or error_managing and must not be migrating, attached, belong to a group, have snapshots, awaiting a transfer, or be disassociated from snapshots after volume transfer.",
            correction: "Volume \(id) cannot be deleted because \(reasons.joined(separator: ", and "))."
        )
    }
}

extension WriteTransaction {
    fileprivate func startDeletion(of volume: Volume, snapshots: [Snapshot], flows: FlowStarter, now: Timestamp) throws {
        let next: VolumeStatus = volume.status == .errorManaging ? .errorManagingDeleting : .deleting
        _ = try move(volume.id, from: nil, to: next, at: now)
        var row = volume
        row.previousStatus = volume.statusBeforeEnd
        row.terminatedAt = now
        row.updatedAt = now
        try update(row)
        for snapshot in snapshots { _ = try move(snapshot.id, from: nil, to: .deleting, at: now) }
        try flows.start(
            DeleteVolume.self,
            memo: DeleteVolume.Memo(volumeID: volume.id, snapshotIDs: snapshots.map(\.id), formerOfSnapshots: snapshots.map(\.status)),
            about: .volume(volume.id),
            project: volume.projectID,
            locks: Set([.exclusive(.volume(volume.id)), .exclusive(.export(volume.id))] + snapshots.map { .exclusive(.snapshot($0.id)) }),
            in: self
        )
    }
}
