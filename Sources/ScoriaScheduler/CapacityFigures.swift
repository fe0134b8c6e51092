import ScoriaDriver

/// The capacity arithmetic of one pool for thin or thick volumes (`scheduler.md` 4).
///
/// One place for the filter, which compares, and the weigher, which ranks.
public struct CapacityFigures: Sendable, Hashable {
    /// Total capacity in gibibytes.
    public let total: Double
    public let free: Double
    public let provisioned: Double
    /// Gibibytes held back, rounded down as the field does.
    public let reserved: Double
    /// How often the available capacity may be promised; 1 for thick.
    public let ratio: Double
    /// Whether promises may exceed the capacity for this request: it wants thin and the pool can.
    public let isThin: Bool

    /// The figures of a pool; nil when total or free capacity is not a number.
    init?(of pool: PoolStatistics, wantsThin: Bool) {
        guard let total = pool.totalCapacity.gibibytes, let free = pool.freeCapacity.gibibytes else { return nil }
        self.total = total
        self.free = free
        provisioned = pool.provisionedCapacity ?? pool.allocatedCapacity
        reserved = (total * Double(pool.reservedPercentage) / 100).rounded(.down)
        isThin = wantsThin && pool.supportsThin
        ratio = isThin ? Self.ratio(pool.overSubscription, total: total, free: free, provisioned: provisioned) : 1
    }

    /// Gibibytes that may be used at all.
    public var available: Double { total - reserved }

    /// Gibibytes that may still be promised, to two decimals.
    public var virtualFree: Double {
        let exact = isThin ? available * ratio - provisioned : min(free, available - provisioned)
        return (exact * 100).rounded() / 100
    }

    /// The ratio in force.
    ///
    /// The automatic one begins at 20 and then follows how much of what was promised is really used. Backends that round report a
    /// little more free than total; that counts as nothing used.
    static func ratio(_ setting: OverSubscription, total: Double, free: Double, provisioned: Double) -> Double {
        switch setting {
        case .ratio(let value): value
        case .automatic: provisioned == 0 ? 20 : 1 + provisioned / (max(0, total - free) + 1)
        }
    }
}
