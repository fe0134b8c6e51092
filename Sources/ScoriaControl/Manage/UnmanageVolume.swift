import ScoriaDriver
import ScoriaFlow
public import ScoriaModel
import ScoriaStore
import ScoriaSystem

extension Control {
    /// Accepts that a volume is given up: its row goes, its bytes stay on the backend (`statuses.md` 1.2).
    public func unmanageVolume(_ id: VolumeID, by caller: Caller) async throws {
        let (now, backends) = (clock.now(), backends)
        if let encrypted = try store.read({ try $0.volume(id, in: caller.scope) }), encrypted.isEncrypted {
            try await refuseEncrypted(encrypted, by: caller)
        }
        try await flows.transaction(by: caller) { transaction, flows in
            guard let volume = try transaction.volume(id, in: caller.scope) else {
                throw ControlError.notFound("Volume", id.rawValue)
            }
            try backends.refuseFrozen(volume.host)
            let snapshots = try transaction.snapshots(of: id)
            try volume.checkDeletable(VolumeDeletion(), from: Volume.unmanageable, snapshots: snapshots, by: caller)
            if volume.host == nil, try transaction.activeFlow(about: id.rawValue) == nil {
                _ = try transaction.delete(id)
                return
            }
            _ = try transaction.move(id, from: Volume.unmanageable, to: .unmanaging, at: now)
            var row = volume
            row.previousStatus = volume.statusBeforeEnd
            row.terminatedAt = now
            row.updatedAt = now
            try transaction.update(row)
            try flows.start(
                UnmanageVolume.self,
                memo: UnmanageVolume.Memo(volumeID: id),
                about: .volume(id),
                project: volume.projectID,
                locks: [.exclusive(.volume(id)), .exclusive(.export(id))],
                in: transaction
            )
        }
    }

    /// The bytes of an encrypted volume are of no use without its key, which is ours: refused, with a message for the owner.
    private func refuseEncrypted(_ volume: Volume, by caller: Caller) async throws {
        let now = clock.now()
        let sentence = "Unmanaging encrypted volumes is not supported."
        let message = UserMessage(
            id: ids.id(),
            projectID: volume.projectID,
            requestID: caller.requestID,
            resourceType: "VOLUME",
            resourceID: volume.id.rawValue,
            actionID: MessageAction.unmanaging.id,
            detailID: MessageDetail.encryptedUnmanage.id,
            text: "\(MessageAction.unmanaging.text): \(sentence)",
            createdAt: now,
            expiresAt: now.advanced(bySeconds: settings.messageLifetimeSeconds)
        )
        try await store.writeAside { try $0.insert(message) }
        throw ControlError.badRequest("Invalid volume: \(sentence)", correction: "Copy its bytes to a volume that is not encrypted.")
    }
}

/// The flow that gives a volume up.
struct UnmanageVolume: Flow {
    struct Memo: Codable, Sendable {
        var volumeID: VolumeID
        /// Whether there is an export to take away first; known once the flow has the volume for itself.
        var isExported = false
        /// Where the volume is.
        var backend: BackendAddress?
    }

    static let kind = FlowKind("volume.unmanage")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        let station: @Sendable (Memo) -> Station = { .at($0.backend) }
        return [
            .transaction("lookForExport") { transaction, memo, _ in
                memo.isExported = try transaction.export(of: memo.volumeID) != nil
                memo.backend = try transaction.volume(memo.volumeID)?.host?.backend
            },
            .call("withdrawExport", at: station, isNeeded: { $0.isExported }, execute: withdrawExport),
            .call("unmanageOnBackend", at: station, isPointOfNoReturn: true, execute: unmanage),
            .transaction("removeRow") { transaction, memo, scope in try transaction.removeVolume(memo.volumeID, now: scope.now) },
        ]
    }

    private func withdrawExport(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        guard let export = try environment.export(of: volume) else { return }
        try await environment.backends.ready(volume.host).driver.removeExport(export)
    }

    private func unmanage(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        // On a backend that cannot rename, forgetting the row is all there is to do.
        guard volume.host != nil, let driver = try environment.backends.ready(volume.host).driver as? any ManageDriver else { return }
        try await driver.unmanage(volume)
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        guard let volume = try transaction.volume(memo.volumeID) else { return }
        let isUntouched = failure.cause == .cancelled || failure.code == DriverError.Code.busy.description
        let next: VolumeStatus = isUntouched ? volume.previousStatus ?? .available : .errorUnmanaging
        _ = try transaction.move(volume.id, from: nil, to: next, at: scope.now)
        try transaction.tell(
            .unmanaging,
            .unknownCause,
            about: .volume(volume.id),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }
}
