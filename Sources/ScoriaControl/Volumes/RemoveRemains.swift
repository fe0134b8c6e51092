import Logging
import ScoriaDriver
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// The flow that removes what a backend may hold of a volume that went elsewhere, or nowhere, because the backend was away.
///
/// It needs no row and holds no lock: whatever becomes of the volume, the backend is asked until it has answered.
struct RemoveRemains: Flow {
    struct Memo: Codable, Sendable {
        var volumeID: VolumeID
        var projectID: ProjectID
        var userID: UserID
        var size: GibiByteCount
        var createdAt: Timestamp
        var pool: PoolAddress
        var update: ProviderUpdate?
    }

    static let kind = FlowKind("volume.remove_remains")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        [
            // The owner of the volume cannot cancel it: what is left is the operator's loss.
            .call(
                "removeFromBackend",
                at: { .at($0.pool.backend) },
                retry: .untilDone,
                deadlineSeconds: Step<Memo>.deadlineOfBulkWorkSeconds,
                isPointOfNoReturn: true,
                execute: remove
            ),
            .transaction("giveRoomBack") { transaction, _, scope in try transaction.release(reservationsOf: scope.flowID) },
        ]
    }

    private func remove(_ memo: inout Memo, _: StepScope) async throws {
        // A volume that came to this very pool later is not to be taken away.
        let present = try environment.store.read { try $0.volume(memo.volumeID) }
        guard present?.host?.backend != memo.pool.backend else { return }
        var volume = Volume(
            id: memo.volumeID,
            projectID: memo.projectID,
            userID: memo.userID,
            size: memo.size,
            createdAt: memo.createdAt
        )
        volume.host = memo.pool
        if let update = memo.update { volume.apply(update) }
        do {
            try await environment.backends.ready(memo.pool).driver.deleteVolume(volume)
        } catch let error as DriverError where error.disposition == .permanent && error.code != .invalidConfiguration {
            // Nobody else will remove it, so a refusal is not the end either; a backend that is configured no more is.
            throw DriverError(error.code, .transient, error.message, correction: error.correction)
        }
    }

    func ended(_: FlowFailure, memo _: Memo, in _: WriteTransaction, scope: StepScope) throws {
        scope.logger.error("what a backend may hold of a volume was not removed; look for it there")
    }
}

extension WriteTransaction {
    /// Starts the removal of what a backend may hold of a volume, and leaves the room reserved until then.
    func startRemoval(
        of volume: Volume,
        from pool: PoolAddress,
        update: ProviderUpdate?,
        scope: StepScope,
        environment: FlowEnvironment
    ) throws {
        let id = environment.ids.uuid()
        try scope.start(
            RemoveRemains.self,
            id: id,
            memo: RemoveRemains.Memo(
                volumeID: volume.id,
                projectID: volume.projectID,
                userID: volume.userID,
                size: volume.size,
                createdAt: volume.createdAt,
                pool: pool,
                update: update
            ),
            about: .volume(volume.id),
            in: self
        )
        try hand(reservationsOf: scope.flowID, to: id)
    }
}
