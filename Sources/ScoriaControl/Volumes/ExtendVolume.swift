import ScoriaDriver
import ScoriaFlow
public import ScoriaModel
import ScoriaScheduler
import ScoriaStore
import ScoriaSystem

extension Control {
    /// Accepts a larger size for a volume; an attached one only when `whileAttached` (from microversion 3.42).
    public func extendVolume(_ id: VolumeID, to size: GibiByteCount, whileAttached: Bool, by caller: Caller) async throws {
        let (now, settings) = (clock.now(), settings)
        try await flows.transaction(by: caller) { transaction, flows in
            guard var volume = try transaction.volume(id, in: caller.scope) else {
                throw ControlError.notFound("Volume", id.rawValue)
            }
            guard volume.status != .inUse || !whileAttached || caller.permissions.contains(.extendAttached) else {
                throw ControlError.refused(by: "volume:extend_attached_volume")
            }
            let allowed: Set<VolumeStatus> = whileAttached ? [.available, .inUse] : [.available]
            guard allowed.contains(volume.status) else {
                throw ControlError.badRequest(
                    "Invalid volume: Volume \(id) status must be '\(allowed.map(\.rawValue).sorted().joined(separator: " or "))' to extend, currently '\(volume.status.rawValue)'."
                )
            }
            guard size > volume.size else {
                throw ControlError.badRequest(
                    "Invalid input received: New size for extend must be greater than current size. (current: \(volume.size.rawValue), extended: \(size.rawValue))."
                )
            }
            let type = try volume.volumeTypeID.flatMap { try transaction.volumeType($0) }
            try type?.checkSize(size)
            try transaction.charge(.extension(from: volume.size, to: size, type: type), to: volume.projectID, settings: settings)
            _ = try transaction.move(id, from: allowed, to: .extending, at: now)
            volume.previousStatus = volume.status
            volume.extendingTo = size
            volume.updatedAt = now
            try transaction.update(volume)
            try flows.start(
                ExtendVolume.self,
                memo: ExtendVolume.Memo(volumeID: id, size: size),
                about: .volume(id),
                project: volume.projectID,
                locks: [.exclusive(.volume(id)), .shared(.export(id))],
                in: transaction
            )
        }
    }
}

/// The flow that makes a volume larger.
struct ExtendVolume: Flow {
    struct Memo: Codable, Sendable {
        var volumeID: VolumeID
        var size: GibiByteCount
        /// Where the volume is.
        var backend: BackendAddress?
        /// Why it cannot grow there, when it cannot.
        var refusal: PlacementRefusal?
    }

    static let kind = FlowKind("volume.extend")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        [
            .transaction("findRoom", at: .scheduler, execute: findRoom),
            .transaction("requireRoom") { _, memo, _ in
                if let refusal = memo.refusal { throw refusal.error(growingTo: memo.size) }
            },
            .call(
                "extendOnBackend",
                at: { .at($0.backend) },
                isPointOfNoReturn: true,
                execute: extend
            ),
            .transaction("recordSize", execute: recordSize),
        ]
    }

    /// Asks the volume's own pool for the difference, and takes it in the same transaction.
    private func findRoom(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard let volume = try transaction.volume(memo.volumeID) else { throw StepRefusal.gone("volume", memo.volumeID.rawValue) }
        guard let host = volume.host else { return }
        memo.backend = host.backend
        // A pool that has never reported is the driver's to judge.
        if let candidate = try transaction.presentCandidates(environment.backends).first(where: { $0.address == host }) {
            var request = try transaction.placementRequest(for: volume)
            request.operation = .extend(from: volume.size, isAttached: volume.attachStatus != .detached)
            request.size = memo.size
            request.pinnedTo = host
            let placement = environment.scheduler.place(request, among: [candidate])
            memo.refusal = PlacementRefusal(placement)
            try transaction.record(placement, attempt: 1, scope: scope)
            guard memo.refusal == nil else { return }
        }
        try transaction.reserve(memo.size - volume.size, on: host, for: .growth, volume: volume.id, flow: scope.flowID)
    }

    private func extend(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        let driver: any ExtendDriver = try environment.backends.ready(volume.host).ability("extend volumes")
        try await driver.extendVolume(volume, to: memo.size, export: try environment.export(of: volume))
    }

    private func recordSize(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID) else { throw StepRefusal.gone("volume", memo.volumeID.rawValue) }
        volume.size = memo.size
        volume.extendingTo = nil
        volume.previousStatus = nil
        volume.updatedAt = scope.now
        try transaction.update(volume)
        try transaction.advance(volume.id, from: [.extending], to: try transaction.restingStatus(of: volume), at: scope.now)
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID) else { return }
        let wasTouched = failure.cause == .failed && failure.code != "noValidBackend"
        let next = wasTouched ? VolumeStatus.errorExtending : try transaction.restingStatus(of: volume)
        // How far a backend came that failed is for its next report to say; until then the room counts as taken.
        if !wasTouched { try transaction.release(reservationsOf: scope.flowID) }
        volume.extendingTo = nil
        volume.previousStatus = nil
        volume.updatedAt = scope.now
        try transaction.update(volume)
        _ = try transaction.move(volume.id, from: [.extending], to: next, at: scope.now)
        try transaction.tell(
            .extending,
            wasTouched ? .driverFailedToExtend : .noUsableBackend,
            about: .volume(volume.id),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }
}
