import Logging
import ScoriaDriver
import ScoriaFlow
import ScoriaModel
import ScoriaScheduler
import ScoriaStore

/// The flow that makes a volume: placed, made on the backend, available.
///
/// When the backend fails, everything is undone there and the flow begins again on the next pool, as often as the operator allows.
struct CreateVolume: Flow {
    struct Memo: Codable, Sendable {
        var volumeID: VolumeID
        var source: VolumeCreation.Source
        /// The pool of the source, where the new volume must be too.
        var pinnedTo: PoolAddress?
        /// The zone that the caller or the source prescribes.
        var zone: String?
        var hints = SchedulerHints()
        var pool: PoolAddress?
        var update: ProviderUpdate?
        /// The attempt in hand; 1 is the first.
        var attempt = 0
        /// The pools that were tried in vain.
        var tried: [PoolAddress] = []
        /// The backends that could not be asked to remove what they may hold of this volume.
        var unreachable: [BackendAddress] = []
        /// Whether another pool would do as well.
        var hasAlternative = false
        /// Why no pool fits, when none does.
        var refusal: PlacementRefusal?
        /// Whether the backend in hand has to be asked again later to remove what it may hold.
        var leavesRemains = false
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
            .transaction("placeVolume", at: .scheduler, execute: place, undo: giveUpPlace),
            // The placement is on record even when it is a refusal, which is why it is not refused in the step before.
            .transaction("requirePlace") { _, memo, _ in
                if let refusal = memo.refusal { throw refusal.error }
            },
            .call(
                "createOnBackend",
                at: { .at($0.pool?.backend) },
                // Rather another pool soon than this one late.
                retryFor: { $0.hasAlternative ? RetryPolicy(attempts: 2, firstPauseSeconds: 1) : .standard },
                deadlineSeconds: Step<Memo>.deadlineOfBulkWorkSeconds,
                execute: create,
                record: recordProvider,
                undo: remove
            ),
            .transaction("markAvailable", execute: markAvailable),
        ]
    }

    /// Chooses the pool, and takes the room there in the same transaction.
    private func place(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID) else { throw StepRefusal.gone("volume", memo.volumeID.rawValue) }
        let candidates = try transaction.presentCandidates(environment.backends)
        let placement = environment.scheduler.place(try request(for: volume, memo, candidates, in: transaction), among: candidates)
        memo.attempt += 1
        memo.refusal = PlacementRefusal(placement)
        memo.hasAlternative =
            placement.fittingPools > 1 && memo.pinnedTo == nil && memo.attempt < environment.settings.placementAttempts
        try transaction.record(placement, attempt: memo.attempt, scope: scope)
        guard let pool = placement.pool else { return }
        memo.pool = pool
        volume.host = pool
        volume.availabilityZone = candidates.first { $0.address == pool }?.availabilityZone ?? volume.availabilityZone
        volume.scheduledAt = scope.now
        volume.serviceID = environment.backends.serviceID(of: pool.backend)
        volume.clusterName = environment.backends.clusterName(of: pool)
        volume.updatedAt = scope.now
        try transaction.update(volume)
        try transaction.reserve(volume.size, on: pool, for: .volume, volume: volume.id, flow: scope.flowID)
    }

    private func request(
        for volume: Volume,
        _ memo: Memo,
        _ candidates: [PoolCandidate],
        in transaction: WriteTransaction
    ) throws -> PlacementRequest {
        var request = try transaction.placementRequest(for: volume, hints: memo.hints)
        request.availabilityZones = memo.zone.map { [$0] } ?? []
        request.pinnedTo = memo.pinnedTo
        request.excludedPools = Set(memo.tried + candidates.map(\.address).filter { memo.unreachable.contains($0.backend) })
        return request
    }

    /// Gives the room back; what the backend may still hold keeps its room until another flow has removed it.
    private func giveUpPlace(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard let pool = memo.pool else { return }
        if memo.leavesRemains, let volume = try transaction.volume(memo.volumeID) {
            try transaction.startRemoval(of: volume, from: pool, update: memo.update, scope: scope, environment: environment)
            memo.unreachable.append(pool.backend)
        } else {
            try transaction.release(reservationsOf: scope.flowID)
        }
        memo.tried.append(pool)
        (memo.pool, memo.update, memo.leavesRemains) = (nil, nil, false)
        guard var volume = try transaction.volume(memo.volumeID) else { return }
        (volume.host, volume.serviceID, volume.providerID, volume.providerLocation) = (nil, nil, nil, nil)
        volume.updatedAt = scope.now
        try transaction.update(volume)
    }

    /// Another pool may do what this one could not; see ``hopeless`` for when none can.
    func beginsAgain(after failure: FlowFailure, memo: inout Memo, in transaction: WriteTransaction, scope: StepScope) throws -> Bool {
        guard failure.step == "createOnBackend" else { return false }
        try transaction.setPlacementError(failure.message, attempt: memo.attempt, flow: scope.flowID)
        guard memo.pinnedTo == nil, !Self.hopeless.contains(failure.code), memo.attempt < environment.settings.placementAttempts,
            let volume = try transaction.volume(memo.volumeID)
        else { return false }
        let candidates = try transaction.presentCandidates(environment.backends)
        // Where there is no other pool, the failure itself says more than "no pool fits".
        let next = environment.scheduler.place(try request(for: volume, memo, candidates, in: transaction), among: candidates)
        guard next.pool != nil else { return false }
        scope.logger.notice(
            "the volume could not be made there; it goes to another pool",
            metadata: ["pool": "\(memo.tried.last?.rawValue ?? "")", "attempt": "\(memo.attempt)", "error": "\(failure.message)"]
        )
        return true
    }

    /// The failures that every backend would have (`driver-interface.md` 3): what the volume is made of is missing or spoilt.
    private static let hopeless: Set<String> = [DriverError.Code.notFound.description, DriverError.Code.corrupted.description]

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
        let limits = try environment.store.read { try $0.backendSpecs(of: volume) }
        // A backend without the ability ignores the limits, as in the field; QoS_support in extra specs keeps volumes away from it.
        if !limits.isEmpty, let driver = backend.driver as? any QoSDriver { try await driver.setQoS(limits, of: volume) }
    }

    private func recordProvider(_ transaction: WriteTransaction, _ memo: inout Memo, _: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID), let update = memo.update else { return }
        volume.apply(update)
        volume.sharesTargets = false
        try transaction.update(volume)
    }

    /// Removes what was half made; a backend that is away is asked again by a flow of its own, so that this one need not wait for it.
    private func remove(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.unusableVolume(memo.volumeID)
        do {
            try await environment.backends.ready(memo.pool).driver.deleteVolume(volume)
        } catch let error as DriverError where error.disposition != .permanent {
            memo.leavesRemains = true
        }
    }

    private func markAvailable(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID) else { throw StepRefusal.gone("volume", memo.volumeID.rawValue) }
        volume.launchedAt = scope.now
        volume.updatedAt = scope.now
        try transaction.update(volume)
        if try transaction.move(volume.id, from: [.creating], to: .available, at: scope.now) != nil { return }
        // What an administrator has set meanwhile stays, unless it says that the volume is not wanted: then it is undone.
        guard !volume.status.isError, !volume.status.isPassing else { throw StepRefusal.movedOn("volume", volume.id.rawValue) }
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        _ = try transaction.move(memo.volumeID, from: [.creating], to: .error, at: scope.now)
        if failure.step == "createOnBackend" {
            try transaction.setPlacementError(failure.message, attempt: memo.attempt, flow: scope.flowID)
        }
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
