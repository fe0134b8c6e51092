import ScoriaDriver
import ScoriaFlow
public import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// What a caller asks for when an object of a backend is to become a snapshot.
public struct ManageSnapshotRequest: Sendable {
    /// The volume whose snapshot the object is.
    public var volumeID: VolumeID
    /// How the backend knows the object, by convention `source-name`.
    public var reference: [String: JSONValue]
    public var name: String?
    public var description: String?
    public var metadata: [String: String]

    /// A wish to manage an object as a snapshot of a volume.
    public init(
        volumeID: VolumeID,
        reference: [String: JSONValue],
        name: String? = nil,
        description: String? = nil,
        metadata: [String: String] = [:]
    ) {
        self.volumeID = volumeID
        self.reference = reference
        self.name = name
        self.description = description
        self.metadata = metadata
    }
}

extension Control {
    /// Accepts that an object of a backend becomes a snapshot; returns it in `creating`, as large as its volume until the backend was asked.
    public func manageSnapshot(_ request: ManageSnapshotRequest, by caller: Caller) async throws -> Snapshot {
        let (ids, now, settings, backends) = (ids, clock.now(), settings, backends)
        return try await flows.transaction(by: caller) { transaction, flows in
            guard let volume = try transaction.volume(request.volumeID, in: caller.scope) else {
                throw ControlError.notFound("Volume", request.volumeID.rawValue)
            }
            try volume.checkSnapshottable(allowsAttached: true)
            guard let host = volume.host else { throw ControlError.notFound("Volume", request.volumeID.rawValue) }
            try backends.refuseUnavailable(host)
            let type = try volume.volumeTypeID.flatMap { try transaction.volumeType($0) }
            try transaction.charge(.snapshot(size: volume.size, type: type, settings: settings), to: volume.projectID, settings: settings)
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
                ManageSnapshot.self,
                memo: ManageSnapshot.Memo(
                    snapshotID: snapshot.id,
                    volumeID: volume.id,
                    reference: ReferenceText(request.reference),
                    former: volume.size,
                    backend: host.backend
                ),
                about: .snapshot(snapshot.id),
                project: volume.projectID,
                locks: [
                    .exclusive(.snapshot(snapshot.id)), .shared(.volume(volume.id)),
                    .exclusive(.reference(request.reference, on: host.backend)),
                ],
                in: transaction
            )
            return snapshot
        }
    }
}

/// The flow that makes an object of a backend a snapshot of ours.
struct ManageSnapshot: Flow {
    struct Memo: Codable, Sendable {
        var snapshotID: SnapshotID
        var volumeID: VolumeID
        var reference: ReferenceText
        /// The size that was charged before the object's own was known.
        var former: GibiByteCount
        var size: GibiByteCount?
        var update: ProviderUpdate?
        /// Where the volume is.
        var backend: BackendAddress?
    }

    static let kind = FlowKind("snapshot.manage")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        let station: @Sendable (Memo) -> Station = { .at($0.backend) }
        return [
            .call("measure", at: station, execute: measure),
            .transaction("takeSize", execute: takeSize, undo: giveSizeBack),
            .call("manageOnBackend", at: station, execute: manage, undo: release),
            .transaction("markAvailable", execute: markAvailable),
        ]
    }

    private func measure(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        let driver: any ManageSnapshotDriver = try environment.backends.ready(volume.host).ability("manage existing snapshots")
        memo.size = try await driver.sizeOfExistingSnapshot(try memo.reference.members, of: volume)
    }

    private func takeSize(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard var snapshot = try transaction.snapshot(memo.snapshotID), let size = memo.size else {
            throw StepRefusal.gone("snapshot", memo.snapshotID.rawValue)
        }
        let type = try snapshot.volumeTypeID.flatMap { try transaction.volumeType($0) }
        let growth = Int64(size.rawValue - snapshot.size.rawValue)
        try StepRefusal.onRefusal {
            let gigabytes = environment.settings.snapshotsCountGigabytes ? growth : 0
            try transaction.charge(
                QuotaCharge(gigabytes: gigabytes, typeName: type?.name),
                to: snapshot.projectID,
                settings: environment.settings
            )
        }
        snapshot.size = size
        snapshot.updatedAt = scope.now
        try transaction.update(snapshot)
        // Whether the backend counted the object before it was ours, only its next report can tell.
        if let host = try transaction.volume(memo.volumeID)?.host {
            try transaction.reserve(size, on: host, for: .snapshot, snapshot: snapshot.id, flow: scope.flowID)
        }
    }

    /// What a failed adoption leaves behind counts no more than what was charged for it at the request.
    private func giveSizeBack(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        try transaction.release(reservationsOf: scope.flowID)
        guard var snapshot = try transaction.snapshot(memo.snapshotID) else { return }
        snapshot.size = GibiByteCount(min(snapshot.size.rawValue, memo.former.rawValue))
        snapshot.updatedAt = scope.now
        try transaction.update(snapshot)
    }

    private func manage(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        let driver: any ManageSnapshotDriver = try environment.backends.ready(volume.host).ability("manage existing snapshots")
        memo.update = try await driver.manageExistingSnapshot(
            try environment.snapshot(memo.snapshotID),
            of: volume,
            reference: try memo.reference.members
        )
    }

    private func release(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        // A driver without the ability has taken nothing.
        guard let driver = try environment.backends.ready(volume.host).driver as? any ManageSnapshotDriver else { return }
        try await driver.releaseExistingSnapshot(
            try environment.unusableSnapshot(memo.snapshotID),
            of: volume,
            to: try memo.reference.members
        )
    }

    private func markAvailable(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard var snapshot = try transaction.snapshot(memo.snapshotID) else {
            throw StepRefusal.gone("snapshot", memo.snapshotID.rawValue)
        }
        if let update = memo.update { snapshot.apply(update) }
        snapshot.progress = "100%"
        snapshot.updatedAt = scope.now
        try transaction.update(snapshot)
        guard try transaction.move(snapshot.id, from: [.creating], to: .available, at: scope.now) != nil else {
            throw StepRefusal(code: "statusChanged", message: "The snapshot \(snapshot.id) is no longer 'creating'.")
        }
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        _ = try transaction.move(memo.snapshotID, from: [.creating], to: .error, at: scope.now)
        try transaction.tell(
            .init(id: MessageAction.creatingSnapshot.id, text: "manage existing snapshot"),
            failure.code == "overQuota" ? .quotaExceeded : .snapshotCreationFailed,
            about: .snapshot(memo.snapshotID),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }
}
