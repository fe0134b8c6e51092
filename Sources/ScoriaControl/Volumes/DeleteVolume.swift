import ScoriaDriver
import ScoriaFlow
import ScoriaModel
import ScoriaStore

/// The flow that removes a volume, with its snapshots if the deletion cascades.
struct DeleteVolume: Flow {
    struct Memo: Codable, Sendable {
        var volumeID: VolumeID
        /// The snapshots that go with the volume.
        var snapshotIDs: [SnapshotID]
        /// The status of each before; nil in flows of earlier versions.
        var formerOfSnapshots: [SnapshotStatus]?
        /// Whether there is an export to take away first; known once the flow has the volume for itself.
        var isExported = false
        /// Where the volume is.
        var backend: BackendAddress?
        /// Whether an earlier try of the step in hand may have destroyed something; nil means no.
        var mayHaveDestroyed: Bool?
    }

    static let kind = FlowKind("volume.delete")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        let station: @Sendable (Memo) -> Station = { .at($0.backend) }
        return [
            .transaction("lookForExport") { transaction, memo, _ in
                memo.isExported = try transaction.export(of: memo.volumeID) != nil
                memo.backend = try transaction.volume(memo.volumeID)?.host?.backend
            },
            .call("withdrawExport", at: station, isNeeded: { $0.isExported }, execute: withdrawExport),
            .call(
                "deleteSnapshotsOnBackend",
                at: station,
                deadlineSeconds: Step<Memo>.deadlineOfBulkWorkSeconds,
                isPointOfNoReturn: true,
                isNeeded: { !$0.snapshotIDs.isEmpty },
                onUnknownEnd: { $0.mayHaveDestroyed = true },
                execute: deleteSnapshots,
                record: removeSnapshotRows
            ),
            .call(
                "deleteOnBackend",
                at: station,
                deadlineSeconds: Step<Memo>.deadlineOfBulkWorkSeconds,
                isPointOfNoReturn: true,
                onUnknownEnd: { $0.mayHaveDestroyed = true },
                execute: delete
            ),
            .transaction("removeRow", execute: removeRow),
        ]
    }

    private func withdrawExport(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        guard volume.host != nil, let export = try environment.export(of: volume) else { return }
        try await environment.backends.ready(volume.host).driver.removeExport(export)
    }

    private func deleteSnapshots(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        var isBegun = memo.mayHaveDestroyed == true
        for id in memo.snapshotIDs {
            guard let snapshot = try environment.store.read({ try $0.snapshot(id) }) else { continue }
            do {
                try await environment.remove(snapshot, of: volume)
            } catch let error as DriverError where isBegun {
                throw error.afterDestruction
            }
            isBegun = true
        }
    }

    private func removeSnapshotRows(_ transaction: WriteTransaction, _ memo: inout Memo, _: StepScope) throws {
        for id in memo.snapshotIDs { try transaction.delete(id) }
        // The volume itself is whole.
        memo.mayHaveDestroyed = nil
    }

    private func delete(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        // A volume that never reached a backend has nothing there to delete.
        guard volume.host != nil else { return }
        let driver = try environment.backends.ready(volume.host).driver
        if volume.isForeign, let driver = driver as? any ManageDriver {
            return try await driver.unmanage(volume)
        }
        do {
            try await driver.deleteVolume(volume)
        } catch let error as DriverError where memo.mayHaveDestroyed == true {
            throw error.afterDestruction
        }
    }

    private func removeRow(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        try transaction.removeVolume(memo.volumeID, now: scope.now)
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        guard let volume = try transaction.volume(memo.volumeID) else { return }
        let isUntouched = failure.cause == .cancelled || failure.code == DriverError.Code.busy.description
        let before = volume.previousStatus ?? .available
        let next: VolumeStatus = isUntouched ? (before.isPassing ? .error : before) : .errorDeleting
        _ = try transaction.move(volume.id, from: nil, to: next, at: scope.now)
        for (index, id) in memo.snapshotIDs.enumerated() {
            let next = isUntouched ? (memo.formerOfSnapshots?[index] ?? .available).afterRefusedDeletion : .errorDeleting
            _ = try transaction.move(id, from: [.deleting], to: next, at: scope.now)
        }
        try transaction.tell(
            .init(id: "008", text: "delete volume"),
            .unknownCause,
            about: .volume(volume.id),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }
}

extension Volume {
    /// Whether the bytes of a volume that is being deleted came to us by an adoption that never was complete: they are somebody else's.
    var isForeign: Bool { previousStatus == .errorManaging || previousStatus == .managing }

    /// What is noted when the volume's end begins: its status, but that it is somebody else's is not forgotten when an end has failed before.
    var statusBeforeEnd: VolumeStatus {
        let isEnding = [.deleting, .errorDeleting, .errorManagingDeleting, .unmanaging, .errorUnmanaging].contains(status)
        return isEnding && isForeign ? previousStatus ?? status : status
    }
}

extension WriteTransaction {
    /// Removes a volume's row with those that belong to it.
    func removeVolume(_ id: VolumeID, now: Timestamp) throws {
        try releaseExport(of: id, now: now)
        for attachment in try attachments(of: id) { try delete(attachment.id) }
        try delete(id)
    }
}

extension Station {
    /// Where calls for what is on a backend are made; anywhere when it is on none.
    static func at(_ backend: BackendAddress?) -> Station { backend.map(Station.backend) ?? .anywhere }
}
