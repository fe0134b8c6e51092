import ScoriaDriver
import ScoriaFlow
public import ScoriaModel
import ScoriaScheduler
import ScoriaStore
import ScoriaSystem

/// What a caller asks for when an object of a backend is to become a volume.
public struct ManageVolumeRequest: Sendable {
    /// The backend, and if given the pool, on which the object lies.
    public var host: PoolAddress
    /// How the backend knows the object, by convention `source-name`.
    public var reference: [String: JSONValue]
    public var name: String?
    public var description: String?
    /// The name or id of a volume type; nil takes the default.
    public var volumeType: String?
    /// The zone that the volume says it is in; nil takes the backend's.
    public var availabilityZone: String?
    public var metadata: [String: String]
    public var isBootable: Bool

    /// A wish to manage an object; all but where and what it is are optional.
    public init(
        host: PoolAddress,
        reference: [String: JSONValue],
        name: String? = nil,
        description: String? = nil,
        volumeType: String? = nil,
        availabilityZone: String? = nil,
        metadata: [String: String] = [:],
        isBootable: Bool = false
    ) {
        self.host = host
        self.reference = reference
        self.name = name
        self.description = description
        self.volumeType = volumeType
        self.availabilityZone = availabilityZone
        self.metadata = metadata
        self.isBootable = isBootable
    }
}

extension Control {
    /// Accepts that an object of a backend becomes a volume; returns it in `managing`, with no size until the backend was asked.
    public func manageVolume(_ request: ManageVolumeRequest, by caller: Caller) async throws -> Volume {
        let (ids, now, settings, backends) = (ids, clock.now(), settings, backends)
        return try await flows.transaction(by: caller) { transaction, flows in
            let type = try transaction.volumeType(of: request, caller: caller, settings: settings)
            try transaction.refuseEncryption(of: type)
            try transaction.refuseManaged(request.reference)
            try backends.refuseUnavailable(request.host)
            let zone = request.availabilityZone ?? backends.backend(at: request.host.backend)?.availabilityZone
            var volume = Volume(id: ids.id(), projectID: caller.projectID, userID: caller.userID, size: GibiByteCount(0), createdAt: now)
            volume.status = .managing
            volume.host = request.host
            volume.clusterName = backends.clusterName(of: request.host)
            volume.availabilityZone = zone
            volume.name = request.name
            volume.description = request.description
            volume.metadata = request.metadata
            volume.volumeTypeID = type.id
            volume.isMultiattach = type.isMultiattach
            volume.isBootable = request.isBootable
            try transaction.charge(QuotaCharge(volumes: 1, typeName: type.name), to: caller.projectID, settings: settings)
            try transaction.insert(volume)
            try flows.start(
                ManageVolume.self,
                memo: ManageVolume.Memo(volumeID: volume.id, target: request.host, reference: ReferenceText(request.reference)),
                about: .volume(volume.id),
                locks: [.exclusive(.volume(volume.id)), .exclusive(.reference(request.reference, on: request.host.backend))],
                in: transaction
            )
            return volume
        }
    }
}

extension WriteTransaction {
    fileprivate func volumeType(of request: ManageVolumeRequest, caller: Caller, settings: ControlSettings) throws -> VolumeType {
        guard let wanted = request.volumeType else { return try defaultVolumeType(for: caller, settings: settings) }
        guard let type = try volumeType(byNameOrID: wanted) else {
            throw ControlError.badRequest("Invalid volume type: Cannot find requested '\(wanted)' volume type")
        }
        return type
    }

    /// Refuses a reference that is the name of a volume of ours.
    fileprivate func refuseManaged(_ reference: [String: JSONValue]) throws {
        guard let name = reference["source-name"]?.string, name.hasPrefix("volume-"),
            let id = VolumeID(parsing: name.dropFirst("volume-".count)), try volume(id) != nil
        else { return }
        throw ControlError.badRequest("Invalid volume: Unable to manage existing volume. The volume is already managed")
    }
}

/// The flow that makes an object of a backend ours: found fit, measured, charged, taken over.
struct ManageVolume: Flow {
    struct Memo: Codable, Sendable {
        var volumeID: VolumeID
        /// What the caller has named: a backend, or a pool of it.
        var target: PoolAddress
        var reference: ReferenceText
        var size: GibiByteCount?
        var update: ProviderUpdate?
        /// Why no pool there fits, when none does.
        var refusal: PlacementRefusal?
    }

    static let kind = FlowKind("volume.manage")

    let environment: FlowEnvironment

    var steps: [Step<Memo>] {
        let station: @Sendable (Memo) -> Station = { .backend($0.target.backend) }
        return [
            .transaction("checkPool", at: .scheduler, execute: checkPool),
            // The placement is on record even when it is a refusal.
            .transaction("requirePool") { _, memo, _ in
                if let refusal = memo.refusal { throw refusal.errorForManaging }
            },
            .call("measure", at: station, execute: measure),
            .transaction("takeSize", execute: takeSize, undo: giveSizeBack),
            .call("manageOnBackend", at: station, execute: manage, record: recordProvider, undo: release),
            .transaction("markAvailable", execute: markAvailable),
        ]
    }

    /// Finds the pool among those of the backend, which must take volumes of the type; the object's room is taken already.
    private func checkPool(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID) else { throw StepRefusal.gone("volume", memo.volumeID.rawValue) }
        var request = try transaction.placementRequest(for: volume)
        request.operation = .manage
        request.pinnedTo = memo.target
        let placement = environment.scheduler.place(request, among: try transaction.presentCandidates(environment.backends))
        memo.refusal = PlacementRefusal(placement)
        try transaction.record(placement, attempt: 1, scope: scope)
        guard let pool = placement.pool else { return }
        volume.host = pool
        volume.serviceID = environment.backends.serviceID(of: pool.backend)
        volume.updatedAt = scope.now
        try transaction.update(volume)
    }

    private func measure(_ memo: inout Memo, _: StepScope) async throws {
        let driver: any ManageDriver = try environment.backends.ready(memo.target).ability("manage existing volumes")
        memo.size = try await driver.sizeOfExisting(try memo.reference.members)
    }

    private func takeSize(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID), let size = memo.size else {
            throw StepRefusal.gone("volume", memo.volumeID.rawValue)
        }
        let type = try volume.volumeTypeID.flatMap { try transaction.volumeType($0) }
        try StepRefusal.onRefusal {
            try transaction.charge(
                .extension(from: volume.size, to: size, type: type),
                to: volume.projectID,
                settings: environment.settings
            )
        }
        volume.size = size
        volume.updatedAt = scope.now
        try transaction.update(volume)
        // Whether the backend counted the object before it was ours, only its next report can tell.
        if let host = volume.host { try transaction.reserve(size, on: host, for: .volume, volume: volume.id, flow: scope.flowID) }
    }

    private func giveSizeBack(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        try transaction.release(reservationsOf: scope.flowID)
        guard var volume = try transaction.volume(memo.volumeID) else { return }
        volume.size = GibiByteCount(0)
        volume.updatedAt = scope.now
        try transaction.update(volume)
    }

    private func manage(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.volume(memo.volumeID)
        let driver: any ManageDriver = try environment.backends.ready(volume.host).ability("manage existing volumes")
        memo.update = try await driver.manageExisting(volume, reference: try memo.reference.members)
    }

    private func recordProvider(_ transaction: WriteTransaction, _ memo: inout Memo, _: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID), let update = memo.update else { return }
        volume.apply(update)
        volume.sharesTargets = false
        try transaction.update(volume)
    }

    private func release(_ memo: inout Memo, _: StepScope) async throws {
        let volume = try environment.unusableVolume(memo.volumeID)
        // A driver without the ability has taken nothing.
        guard let driver = try environment.backends.ready(volume.host).driver as? any ManageDriver else { return }
        try await driver.releaseExisting(volume, to: try memo.reference.members)
    }

    private func markAvailable(_ transaction: WriteTransaction, _ memo: inout Memo, _ scope: StepScope) throws {
        guard var volume = try transaction.volume(memo.volumeID) else { throw StepRefusal.gone("volume", memo.volumeID.rawValue) }
        volume.launchedAt = scope.now
        volume.updatedAt = scope.now
        try transaction.update(volume)
        try transaction.advance(volume.id, from: [.managing], to: .available, at: scope.now)
    }

    func ended(_ failure: FlowFailure, memo: Memo, in transaction: WriteTransaction, scope: StepScope) throws {
        _ = try transaction.move(memo.volumeID, from: [.managing], to: .errorManaging, at: scope.now)
        let detail: MessageDetail =
            switch failure.code {
            case "noValidBackend": .noUsableBackend
            case "overQuota": .quotaExceeded
            default: .driverFailedToCreate
            }
        try transaction.tell(
            .init(id: MessageAction.creatingOnBackend.id, text: "manage existing volume"),
            detail,
            about: .volume(memo.volumeID),
            failure: failure,
            scope: scope,
            environment: environment
        )
    }
}
