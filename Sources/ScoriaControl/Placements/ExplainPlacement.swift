public import ScoriaModel
import ScoriaScheduler
import ScoriaStore
import ScoriaSystem

extension Control {
    /// Where a new volume would go now, and why; nothing is made or taken.
    ///
    /// Asked as a volume is created, so that a request that failed can be asked again word for word. `pinnedTo` asks about one backend
    /// or pool only. Throws as ``createVolume(_:by:)`` does for what the request itself has wrong; quotas are not looked at.
    public func explainPlacement(
        of request: VolumeCreation,
        pinnedTo pool: PoolAddress? = nil,
        by caller: Caller
    ) throws -> PlacementAnswer {
        let (now, settings, zones, backends, scheduler) = (clock.now(), settings, backends.zones, backends, scheduler)
        let nowhere = VolumeID(rawValue: "00000000-0000-0000-0000-000000000000")
        return try store.read { reader in
            let source = try reader.source(of: request, for: caller)
            let type = try reader.volumeType(for: request, source: source, settings: settings, caller: caller)
            let size = try request.size(over: source)
            try type.checkSize(size)
            let zone = try request.zone(over: source, type: type, zones: zones, settings: settings)
            var volume = Volume(id: nowhere, projectID: caller.projectID, userID: caller.userID, size: size, createdAt: now)
            volume.name = request.name
            volume.description = request.description
            volume.metadata = request.metadata
            volume.volumeTypeID = type.id
            volume.isMultiattach = type.isMultiattach
            volume.availabilityZone = zone
            if case .snapshot(let id) = request.source { volume.snapshotID = id }
            if case .volume(let id) = request.source { volume.sourceVolumeID = id }
            var wish = try reader.placementRequest(for: volume, hints: request.hints)
            if request.availabilityZone != nil || source != nil { wish.availabilityZones = [zone] }
            wish.pinnedTo = source?.host ?? pool
            let placement = scheduler.place(wish, among: try reader.presentCandidates(backends), detail: 1000)
            return PlacementAnswer(pool: placement.pool, document: PlacementDocument(placement.explanation))
        }
    }
}

/// Where a volume would go, and why.
public struct PlacementAnswer: Sendable, Hashable {
    /// The pool; nil when none fits.
    public let pool: PoolAddress?
    public let document: PlacementDocument
}
