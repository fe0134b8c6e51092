import ScoriaDriver
import ScoriaFlow
public import ScoriaModel
import ScoriaStore
import ScoriaSystem

extension Control {
    /// Accepts that a snapshot is given up: its row goes, its bytes stay on the backend.
    public func unmanageSnapshot(_ id: SnapshotID, by caller: Caller) async throws {
        let (now, backends) = (clock.now(), backends)
        try await flows.transaction(by: caller) { transaction, flows in
            guard let snapshot = try transaction.snapshot(id, in: caller.scope) else {
                throw ControlError.notFound("Snapshot", id.rawValue)
            }
            let volume = try transaction.volume(snapshot.volumeID)
            try backends.refuseFrozen(volume?.host)
            guard volume?.isEncrypted != true else {
                throw ControlError.badRequest("Invalid snapshot: Unmanaging snapshots of encrypted volumes is not supported.")
            }
            let allowed: Set<SnapshotStatus> = [.available, .error, .errorDeleting]
            guard snapshot.groupSnapshotID == nil, try transaction.move(id, from: allowed, to: .unmanaging, at: now) != nil else {
                throw ControlError.badRequest(
                    "Invalid snapshot: Snapshot status must be available or error and must not belong to a group snapshot; the status of \(id) is '\(snapshot.status.rawValue)'."
                )
            }
            try flows.start(
                UnmanageSnapshot.self,
                memo: UnmanageSnapshot.Memo(
                    snapshotID: id,
                    volumeID: snapshot.volumeID,
                    former: snapshot.status,
                    backend: volume?.host?.backend
                ),
                about: .snapshot(id),
                project: snapshot.projectID,
                locks: [.exclusive(.snapshot(id)), .shared(.volume(snapshot.volumeID))],
                in: transaction
            )
        }
    }
}

/// The flow that gives a snapshot up.
struct UnmanageSnapshot: Flow {
    struct Memo: Codable, Sendable {
        var snapshotID: SnapshotID
        var volumeID: VolumeID
        /// The status before.
        var former: SnapshotStatus
        /// Where the volume is.
        var backend: BackendAddress?
    }

    static let kind = FlowKind("snapshot.unmanage")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        [
            .call(
                "unmanageOnBackend",
                at: { .at($0.backend) },
                isPointOfNoReturn: true,
                execute: unmanage
            ),
            .transaction("removeRow") { transaction, memo, _ in _ = try transaction.delete(memo.snapshotID) },
        ]
    }

    private func unmanage(_ memo: inout Memo, _: StepScope) async throws {
        guard let snapshot = try environment.store.read({ try $0.snapshot(memo.snapshotID) }) else { return }
        let volume = try environment.volume(memo.volumeID)
        // On a backend that cannot rename, forgetting the row is all there is to do.
        guard let driver = try environment.backends.ready(volume.host).driver as? any ManageSnapshotDriver else { return }
        try await driver.unmanageSnapshot(snapshot, of: volume)
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        let isUntouched = failure.cause == .cancelled || failure.code == DriverError.Code.busy.description
        _ = try transaction.move(memo.snapshotID, from: nil, to: isUntouched ? memo.former : .errorDeleting, at: scope.now)
        try transaction.tell(
            .init(id: MessageAction.deletingSnapshot.id, text: "unmanage snapshot"),
            .unknownCause,
            about: .snapshot(memo.snapshotID),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }
}
