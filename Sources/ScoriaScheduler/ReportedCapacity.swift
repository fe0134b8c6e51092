/// What a pool has reported of its room, or what several pools have reported in all; in gibibytes.
public struct ReportedCapacity: Sendable, Hashable {
    public private(set) var total = 0.0
    public private(set) var free = 0.0
    /// In the volumes of our database.
    public private(set) var allocated = 0.0
    /// Promised to volumes, ours or not.
    public private(set) var provisioned = 0.0
    /// What may still be promised.
    public private(set) var virtualFree = 0.0

    /// No room at all.
    public init() {}

    /// What a pool has reported; nil when what it has or what is free is not a number.
    public init?(of pool: PoolCandidate) {
        guard let figures = CapacityFigures(of: pool, wantsThin: true), figures.total.isFinite, figures.free.isFinite else { return nil }
        total = figures.total
        free = figures.free
        allocated = pool.allocatedCapacity
        provisioned = figures.provisioned
        virtualFree = figures.virtualFree
    }

    /// Adds the room of another pool.
    public static func += (left: inout ReportedCapacity, right: ReportedCapacity) {
        left.total += right.total
        left.free += right.free
        left.allocated += right.allocated
        left.provisioned += right.provisioned
        left.virtualFree += right.virtualFree
    }
}
