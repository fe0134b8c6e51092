import ScoriaDriver
import ScoriaFlow
public import ScoriaModel
import ScoriaStore
import ScoriaSystem

extension Control {
    /// Accepts the deletion of a snapshot; from any status when forced.
    public func deleteSnapshot(_ id: SnapshotID, isForced: Bool, by caller: Caller) async throws {
        let (now, backends) = (clock.now(), backends)
        try await flows.transaction(by: caller) { transaction, flows in
            guard let snapshot = try transaction.snapshot(id, in: caller.scope) else {
                throw ControlError.notFound("Snapshot", id.rawValue)
            }
            let host = try transaction.volume(snapshot.volumeID)?.host
            try backends.refuseFrozen(host)
            let allowed: Set<SnapshotStatus> = [.available, .error, .errorDeleting]
            guard isForced || allowed.contains(snapshot.status), snapshot.groupSnapshotID == nil else {
                throw ControlError.badRequest(
                    "Invalid snapshot: Snapshot status must be available or error and must not belong to a group snapshot; the status of \(id) is '\(snapshot.status.rawValue)'."
                )
            }
            _ = try transaction.move(id, from: nil, to: .deleting, at: now)
            try flows.start(
                DeleteSnapshot.self,
                memo: DeleteSnapshot.Memo(
                    snapshotID: id,
                    volumeID: snapshot.volumeID,
                    former: snapshot.status,
                    backend: host?.backend
                ),
                about: .snapshot(id),
                project: snapshot.projectID,
                locks: [.exclusive(.snapshot(id)), .shared(.volume(snapshot.volumeID))],
                in: transaction
            )
        }
    }
}

/// The flow that removes a snapshot.
struct DeleteSnapshot: Flow {
    struct Memo: Codable, Sendable {
        var snapshotID: SnapshotID
        var volumeID: VolumeID
        /// The status before; nil in flows of earlier versions.
        var former: SnapshotStatus?
        /// Where the volume is.
        var backend: BackendAddress?
        /// Whether an earlier try may have destroyed something; nil means no.
        var mayHaveDestroyed: Bool?
    }

    static let kind = FlowKind("snapshot.delete")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        [
            .call(
                "deleteOnBackend",
                at: { .at($0.backend) },
                deadlineSeconds: Step<Memo>.deadlineOfBulkWorkSeconds,
                isPointOfNoReturn: true,
                onUnknownEnd: { $0.mayHaveDestroyed = true },
                execute: delete
            ),
            .transaction("removeRow") { transaction, memo, _ in _ = try transaction.delete(memo.snapshotID) },
        ]
    }

    private func delete(_ memo: inout Memo, _: StepScope) async throws {
        let snapshot = try environment.store.read { try $0.snapshot(memo.snapshotID) }
        guard let snapshot else { return }
        let volume = try environment.volume(memo.volumeID)
        do {
            try await environment.remove(snapshot, of: volume)
        } catch let error as DriverError where memo.mayHaveDestroyed == true {
            throw error.afterDestruction
        }
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        let isBusy = failure.code == DriverError.Code.busy.description
        let isUntouched = isBusy || failure.cause == .cancelled
        let next = isUntouched ? (memo.former ?? .available).afterRefusedDeletion : .errorDeleting
        _ = try transaction.move(memo.snapshotID, from: [.deleting], to: next, at: scope.now)
        try transaction.tell(
            .deletingSnapshot,
            isBusy ? .snapshotBusy : .snapshotDeletionFailed,
            about: .snapshot(memo.snapshotID),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }
}

extension FlowEnvironment {
    /// Removes a snapshot from its backend; one whose adoption never was complete is somebody else's, and only given back.
    func remove(_ snapshot: Snapshot, of volume: Volume) async throws {
        let backend = try backends.ready(volume.host)
        let halfDone = try store.read {
            try $0.flows(project: nil, states: [.needsAttention, .abandoned], resourceID: snapshot.id.rawValue, limit: 100)
        }
        if halfDone.contains(where: { $0.kind == ManageSnapshot.kind.name }), let driver = backend.driver as? any ManageSnapshotDriver {
            return try await driver.unmanageSnapshot(snapshot, of: volume)
        }
        let driver: any SnapshotDriver = try backend.ability("delete snapshots")
        try await driver.deleteSnapshot(snapshot, of: volume)
    }
}

extension SnapshotStatus {
    /// What a snapshot is again after a deletion that has touched nothing: a forced one may have met it in the middle of something.
    var afterRefusedDeletion: SnapshotStatus { [.available, .error, .errorDeleting].contains(self) ? self : .error }
}
