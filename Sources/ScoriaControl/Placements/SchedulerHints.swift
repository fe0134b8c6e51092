import ScoriaModel
import ScoriaScheduler
import ScoriaStore

/// What a caller wishes of the place of a new volume: `OS-SCH-HNT:scheduler_hints` (`scheduler.md` 8).
public struct SchedulerHints: Sendable, Hashable, Codable {
    /// Volumes beside which the new one is to be.
    ///
    /// Nil without such a wish.
    public var sameHost: [String]?
    /// Volumes beside which the new one must not be.
    ///
    /// Nil without such a wish.
    public var differentHost: [String]?
    /// The instance whose host is to hold the volume.
    public var localToInstance: String?
    /// A query over the pools' states, as JSON text.
    public var query: String?

    /// No wish, unless said otherwise.
    public init(
        sameHost: [String]? = nil,
        differentHost: [String]? = nil,
        localToInstance: String? = nil,
        query: String? = nil
    ) {
        self.sameHost = sameHost
        self.differentHost = differentHost
        self.localToInstance = localToInstance
        self.query = query
    }
}

extension StoreReading {
    /// What is known of a volume that needs a place, in the scheduler's terms: its type's extra specs and what the hints mean now.
    ///
    /// Volumes that a hint names count only when they are of the same project.
    func placementRequest(for volume: Volume, hints: SchedulerHints = SchedulerHints()) throws -> PlacementRequest {
        let type = try volume.volumeTypeID.flatMap { try volumeType($0) }
        return PlacementRequest(size: volume.size, extraSpecs: type?.extraSpecs ?? [:])
    }
}
