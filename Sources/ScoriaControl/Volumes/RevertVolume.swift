import ScoriaDriver
import ScoriaFlow
public import ScoriaModel
import ScoriaStore
import ScoriaSystem

extension Control {
    /// Accepts that a volume gets the bytes of its newest snapshot back (`statuses.md` 1.2, revert).
    ///
    /// Both statuses change together or not at all.
    public func revertVolume(_ id: VolumeID, to snapshotID: SnapshotID, by caller: Caller) async throws {
        let now = clock.now()
        try await flows.transaction(by: caller) { transaction, flows in
            guard let volume = try transaction.volume(id, in: caller.scope) else {
                throw ControlError.notFound("Volume", id.rawValue)
            }
            // A snapshot that is not there is not the newest one either: the field answers both with 400.
            // Neither is one that stayed with another project when the volume was transferred, although nothing newer is there.
            guard let snapshot = try transaction.newestSnapshot(of: id), snapshot.id == snapshotID,
                snapshot.projectID == volume.projectID
            else {
                throw ControlError.badRequest(
                    "Invalid input received: Volume \(id) can be reverted only to its newest snapshot, and \(snapshotID) is not."
                )
            }
            guard snapshot.size == volume.size else {
                throw ControlError.badRequest(
                    "Invalid input received: Can't revert volume \(id) to its latest snapshot \(snapshotID). The volume size must be equal to the snapshot size."
                )
            }
            guard volume.status == .available, snapshot.status == .available else {
                throw ControlError(
                    .conflict,
                    "Volume \(id) is '\(volume.status.rawValue)' and snapshot \(snapshotID) is '\(snapshot.status.rawValue)'; both must be 'available' to revert."
                )
            }
            _ = try transaction.move(id, from: [.available], to: .reverting, at: now)
            _ = try transaction.move(snapshotID, from: [.available], to: .restoring, at: now)
            try flows.start(
                RevertVolume.self,
                memo: RevertVolume.Memo(volumeID: id, snapshotID: snapshotID, backend: volume.host?.backend),
                about: .volume(id),
                project: volume.projectID,
                locks: [.exclusive(.volume(id)), .exclusive(.export(id)), .exclusive(.snapshot(snapshotID))],
                in: transaction
            )
        }
    }
}

/// The flow that puts a snapshot's bytes back into its volume.
struct RevertVolume: Flow {
    struct Memo: Codable, Sendable {
        var volumeID: VolumeID
        var snapshotID: SnapshotID
        /// Where the volume is.
        var backend: BackendAddress?
    }

    static let kind = FlowKind("volume.revert")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        [
            // Backends may put the bytes back in place: half of it would be neither the volume nor the snapshot.
            .call(
                "revertOnBackend",
                at: { .at($0.backend) },
                deadlineSeconds: Step<Memo>.deadlineOfBulkWorkSeconds,
                isPointOfNoReturn: true,
                execute: revert
            ),
            .transaction("release", execute: release),
        ]
    }

    private func revert(_ memo: inout Memo, _ scope: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        let driver: any RevertDriver = try environment.backends.ready(volume.host).ability("revert volumes")
        try await driver.revertVolume(
            volume,
            to: try environment.snapshot(memo.snapshotID),
            export: try environment.export(of: volume),
            progress: scope.byteProgress
        )
    }

    private func release(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        try transaction.advance(memo.volumeID, from: [.reverting], to: .available, at: scope.now)
        _ = try transaction.move(memo.snapshotID, from: [.restoring], to: .available, at: scope.now)
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        // A revert that was cancelled had not begun, and one whose driver lacks the ability never does.
        let isUntouched = failure.cause == .cancelled || failure.code == DriverError.Code.notSupported.description
        _ = try transaction.move(memo.volumeID, from: [.reverting], to: isUntouched ? .available : .error, at: scope.now)
        _ = try transaction.move(memo.snapshotID, from: [.restoring], to: .available, at: scope.now)
        try transaction.tell(
            .init(id: "008", text: "revert volume to snapshot"),
            .unknownCause,
            about: .volume(memo.volumeID),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }
}
