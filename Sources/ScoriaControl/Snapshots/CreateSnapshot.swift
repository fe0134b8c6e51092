import ScoriaDriver
import ScoriaFlow
public import ScoriaModel
import ScoriaScheduler
import ScoriaStore
import ScoriaSystem

/// What a caller asks for when it takes a snapshot.
public struct SnapshotCreation: Sendable {
    public var volumeID: VolumeID
    public var name: String?
    public var description: String?
    public var metadata: [String: String]
    /// Whether an attached volume may be snapshotted: `force` below microversion 3.66, always from there on.
    public var allowsAttached: Bool

    /// A snapshot of a volume.
    public init(
        volumeID: VolumeID,
        name: String? = nil,
        description: String? = nil,
        metadata: [String: String] = [:],
        allowsAttached: Bool = false
    ) {
        self.volumeID = volumeID
        self.name = name
        self.description = description
        self.metadata = metadata
        self.allowsAttached = allowsAttached
    }
}

extension Control {
    /// Accepts a new snapshot; returns it in `creating`.
    public func createSnapshot(_ request: SnapshotCreation, by caller: Caller) async throws -> Snapshot {
        let (ids, now, settings, backends) = (ids, clock.now(), settings, backends)
        return try await flows.transaction(by: caller) { transaction, flows in
            guard let volume = try transaction.volume(request.volumeID, in: caller.scope) else {
                throw ControlError.notFound("Volume", request.volumeID.rawValue)
            }
            try backends.refuseFrozen(volume.host)
            try volume.checkSnapshottable(allowsAttached: request.allowsAttached)
            let type = try volume.volumeTypeID.flatMap { try transaction.volumeType($0) }
            try transaction.charge(
                .snapshot(size: volume.size, type: type, settings: settings),
                to: volume.projectID,
                settings: settings
            )
            var snapshot = Snapshot(
                id: ids.id(),
                volumeID: volume.id,
                projectID: volume.projectID,
                userID: caller.userID,
                size: volume.size,
                createdAt: now
            )
            snapshot.name = request.name
            snapshot.description = request.description
            snapshot.metadata = request.metadata
            snapshot.volumeTypeID = volume.volumeTypeID
            try transaction.insert(snapshot)
            try flows.start(
                CreateSnapshot.self,
                memo: CreateSnapshot.Memo(snapshotID: snapshot.id, volumeID: volume.id),
                about: .snapshot(snapshot.id),
                project: volume.projectID,
                locks: [.exclusive(.snapshot(snapshot.id)), .shared(.volume(volume.id))],
                in: transaction
            )
            return snapshot
        }
    }
}

extension Volume {
    func checkSnapshottable(allowsAttached: Bool) throws {
        let isMigrating = ![nil, "deleting", "error", "success"].contains(migrationStatus)
        let isFit = status == .available || (status == .inUse && allowsAttached)
        guard isFit, !isMigrating, host != nil else {
            throw ControlError.badRequest(
                "Invalid volume: Volume \(id) status must be available\(allowsAttached ? " or in-use" : ""), but current status is: \(status.rawValue).",
                correction: status == .inUse ? "Give force, or use microversion 3.66, to take a snapshot of an attached volume." : nil
            )
        }
    }
}

/// The flow that takes a snapshot.
struct CreateSnapshot: Flow {
    struct Memo: Codable, Sendable {
        var snapshotID: SnapshotID
        var volumeID: VolumeID
        /// Where the volume is.
        var backend: BackendAddress?
        var update: ProviderUpdate?
        /// Why the pool cannot take it, when it cannot.
        var refusal: PlacementRefusal?
    }

    static let kind = FlowKind("snapshot.create")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        [
            .transaction("reserveRoom", at: .scheduler, execute: reserve) { transaction, _, scope in
                try transaction.release(reservationsOf: scope.flowID)
            },
            .transaction("requireRoom") { _, memo, _ in
                if let refusal = memo.refusal { throw refusal.errorForSnapshot }
            },
            .call(
                "createOnBackend",
                at: { .at($0.backend) },
                deadlineSeconds: Step<Memo>.deadlineOfBulkWorkSeconds,
                execute: create,
                undo: remove
            ),
            .transaction("markAvailable", execute: markAvailable),
        ]
    }

    /// Asks the volume's own pool; what the snapshot may take counts at once, so that no volume is placed on it before the next report.
    private func reserve(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard let volume = try transaction.volume(memo.volumeID), let host = volume.host,
            let snapshot = try transaction.snapshot(memo.snapshotID)
        else { throw StepRefusal.gone("snapshot", memo.snapshotID.rawValue) }
        memo.backend = host.backend
        // A pool that has never reported is the driver's to judge.
        if let candidate = try transaction.presentCandidates(environment.backends).first(where: { $0.address == host }) {
            var request = try transaction.placementRequest(for: volume)
            request.operation = .createSnapshot
            request.size = snapshot.size
            request.pinnedTo = host
            let placement = environment.scheduler.place(request, among: [candidate])
            memo.refusal = PlacementRefusal(placement)
            try transaction.record(placement, attempt: 1, scope: scope)
            guard memo.refusal == nil else { return }
        }
        try transaction.reserve(snapshot.size, on: host, for: .snapshot, snapshot: snapshot.id, flow: scope.flowID)
    }

    private func create(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        let driver: any SnapshotDriver = try environment.backends.ready(volume.host).ability("take snapshots")
        memo.update = try await driver.createSnapshot(try environment.snapshot(memo.snapshotID), of: volume)
    }

    private func remove(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        // A driver without the ability has made nothing.
        guard let driver = try environment.backends.ready(volume.host).driver as? any SnapshotDriver else { return }
        try await driver.deleteSnapshot(try environment.unusableSnapshot(memo.snapshotID), of: volume)
    }

    private func markAvailable(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard var snapshot = try transaction.snapshot(memo.snapshotID) else {
            throw StepRefusal.gone("snapshot", memo.snapshotID.rawValue)
        }
        if let update = memo.update { snapshot.apply(update) }
        snapshot.progress = "100%"
        snapshot.updatedAt = scope.now
        try transaction.update(snapshot)
        if try transaction.move(snapshot.id, from: [.creating], to: .available, at: scope.now) != nil { return }
        // As for volumes: what an administrator has set meanwhile stays, unless it says that the snapshot is not wanted.
        guard snapshot.status == .available || snapshot.status == .backingUp else {
            throw StepRefusal.movedOn("snapshot", snapshot.id.rawValue)
        }
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        _ = try transaction.move(memo.snapshotID, from: [.creating], to: .error, at: scope.now)
        try transaction.tell(
            .creatingSnapshot,
            failure.code == PlacementRefusal.code ? .noUsableBackend : .snapshotCreationFailed,
            about: .snapshot(memo.snapshotID),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }
}
