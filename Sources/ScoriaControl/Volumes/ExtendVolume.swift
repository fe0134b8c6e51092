import ScoriaDriver
import ScoriaFlow
public import ScoriaModel
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
    }

    static let kind = FlowKind("volume.extend")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        [
            .transaction("findRoom", at: .scheduler, execute: findRoom),
            .call(
                "extendOnBackend",
                at: { memo in environment.station(of: memo.volumeID) },
                isPointOfNoReturn: true,
                execute: extend
            ),
            .transaction("recordSize", execute: recordSize),
        ]
    }

    private func findRoom(_ transaction: WriteTransaction, _ memo: inout Memo, _: StepScope) throws {
        guard let volume = try transaction.volume(memo.volumeID) else { throw StepRefusal.gone("volume", memo.volumeID.rawValue) }
        guard let refusal = try transaction.checkRoom(for: volume, growingTo: memo.size, environment: environment) else { return }
        throw StepRefusal(
            code: "noValidBackend",
            message: "The volume cannot grow to \(memo.size) where it is: \(refusal)",
            correction: "Ask for less, or let the operator add capacity."
        )
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
