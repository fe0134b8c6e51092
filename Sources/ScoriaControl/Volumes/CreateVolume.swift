import Logging
import ScoriaDriver
import ScoriaFlow
import ScoriaModel
import ScoriaScheduler
import ScoriaStore

/// The flow that makes a volume: placed, made on the backend, available.
struct CreateVolume: Flow {
    struct Memo: Codable, Sendable {
        var volumeID: VolumeID
        var source: VolumeCreation.Source
        /// The pool of the source, where the new volume must be too.
        var pinnedTo: PoolAddress?
        /// The zone that the caller or the source prescribes.
        var zone: String?
        var pool: PoolAddress?
        var update: ProviderUpdate?
        var explanation: PlacementExplanation?
    }

    static let kind = FlowKind("volume.create")

    /// What the flow holds while it runs: its volume for itself, its source against deletion.
    static func locks(volume: VolumeID, source: VolumeCreation.Source) -> Set<FlowLock> {
        switch source {
        case .nothing: [.exclusive(.volume(volume))]
        case .snapshot(let id): [.exclusive(.volume(volume)), .shared(.snapshot(id))]
        case .volume(let id): [.exclusive(.volume(volume)), .shared(.volume(id))]
        }
    }

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        [
            .transaction("placeVolume", at: .scheduler, execute: place),
            .call(
                "createOnBackend",
                at: { $0.pool.map { .backend($0.backend) } ?? .anywhere },
                execute: create,
                record: recordProvider,
                undo: remove
            ),
            .transaction("markAvailable", execute: markAvailable),
        ]
    }

    private func place(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID) else { throw StepRefusal.gone("volume", memo.volumeID.rawValue) }
        let specs = try volume.volumeTypeID.flatMap { try transaction.volumeType($0) }?.extraSpecs ?? [:]
        let request = PlacementRequest(
            size: volume.size,
            availabilityZones: memo.zone.map { [$0] } ?? [],
            extraSpecs: specs,
            pinnedTo: memo.pinnedTo
        )
        let candidates = try transaction.presentCandidates(environment.backends)
        let placement = environment.scheduler.place(request, among: candidates)
        memo.explanation = placement.explanation
        guard let pool = placement.pool else {
            scope.logger.warning("no pool fits", metadata: ["explanation": "\(placement.explanation.operatorText)"])
            throw StepRefusal(
                code: "noValidBackend",
                message: "No valid backend was found: \(placement.explanation.userSentence)",
                correction: "Ask for less or for another type or zone, or let the operator add capacity.",
                detail: placement.explanation.operatorText
            )
        }
        memo.pool = pool
        volume.host = pool
        volume.availabilityZone = candidates.first { $0.address == pool }?.availabilityZone ?? volume.availabilityZone
        volume.scheduledAt = scope.now
        volume.serviceID = environment.backends.serviceID(of: pool.backend)
        volume.updatedAt = scope.now
        try transaction.update(volume)
    }

    private func create(_ memo: inout Memo, _ scope: StepScope) async throws {
        let backend = try environment.backends.ready(memo.pool)
        let volume = try environment.volume(memo.volumeID)
        let progress = scope.byteProgress
        switch memo.source {
        case .nothing:
            memo.update = try await backend.driver.createVolume(volume)
        case .snapshot(let id):
            let driver: any SnapshotDriver = try backend.ability("make volumes of snapshots")
            memo.update = try await driver.createVolume(volume, from: try environment.snapshot(id), progress: progress)
        case .volume(let id):
            let driver: any CloneDriver = try backend.ability("clone volumes")
            memo.update = try await driver.cloneVolume(volume, from: try environment.volume(id), progress: progress)
        }
    }

    private func recordProvider(_ transaction: WriteTransaction, _ memo: inout Memo, _: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID), let update = memo.update else { return }
        volume.apply(update)
        volume.sharesTargets = false
        try transaction.update(volume)
    }

    private func remove(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        try await environment.backends.ready(memo.pool).driver.deleteVolume(volume)
    }

    private func markAvailable(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID) else { throw StepRefusal.gone("volume", memo.volumeID.rawValue) }
        volume.launchedAt = scope.now
        volume.updatedAt = scope.now
        try transaction.update(volume)
        try transaction.advance(volume.id, from: [.creating], to: .available, at: scope.now)
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        _ = try transaction.move(memo.volumeID, from: [.creating], to: .error, at: scope.now)
        let isPlacement = failure.code == "noValidBackend"
        try transaction.tell(
            isPlacement ? .schedulingVolume : .creatingOnBackend,
            isPlacement ? .noUsableBackend : .driverFailedToCreate,
            about: .volume(memo.volumeID),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }
}
