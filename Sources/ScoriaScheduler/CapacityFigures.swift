import ScoriaDriver

/// The capacity arithmetic of one pool for thin or thick volumes (`scheduler.md` 4).
///
/// One place for the filter, which compares, and the weigher, which ranks.
struct CapacityFigures: Sendable, Hashable {
    /// Total capacity in gibibytes.
    let total: Double
    let free: Double
    let provisioned: Double
    /// Gibibytes held back.
    let reserved: Double
    /// How often the available capacity may be promised; 1 for thick.
    let ratio: Double
    /// Whether promises may exceed the capacity for this request: it wants thin and the pool can.
    let isThin: Bool

    /// The figures of a pool; nil when total or free capacity is not a number.
    init?(of candidate: PoolCandidate, wantsThin: Bool) {
        let prepared = candidate.prepared
        guard let total = prepared.statistics.totalCapacity.gibibytes, let free = candidate.freeCapacity.gibibytes else { return nil }
        self.total = total
        self.free = free
        provisioned = candidate.provisionedCapacity
        reserved = prepared.reserved
        isThin = wantsThin && prepared.statistics.supportsThin
        ratio = isThin ? prepared.ratio : 1
    }

    /// Gibibytes that may be promised in all.
    var promisable: Double { (total - reserved) * ratio }

    /// Gibibytes that may still be promised, to two decimals.
    var virtualFree: Double {
        (isThin ? promisable - provisioned : min(free, promisable - provisioned)).toTwoDecimals
    }

    /// Whether a thin volume would take the promises beyond the ratio.
    ///
    /// The field compares the share of what may be promised with the ratio a second time. With ratios above 1 that never fails where
    /// there is room; with 1 it decides the last hundredth of a gibibyte.
    func exceedsRatio(with size: Double) -> Bool {
        isThin && (provisioned + size) / promisable.toTwoDecimals > ratio
    }

    /// The ratio in force for a report's thin volumes.
    ///
    /// The automatic one begins at 20 and then follows how much of what was promised is really used. Backends that round report a
    /// little more free than total; that counts as nothing used.
    static func ratio(of pool: PoolStatistics) -> Double {
        guard pool.supportsThin, let total = pool.totalCapacity.gibibytes, let free = pool.freeCapacity.gibibytes else { return 1 }
        switch pool.overSubscription {
        case .ratio(let value): return value
        case .automatic:
            let provisioned = pool.provisionedCapacity ?? pool.allocatedCapacity
            return provisioned == 0 ? 20 : 1 + provisioned / (max(0, total - free) + 1)
        }
    }

    /// The result with the figures that made it, for the operator.
    var account: String {
        let last = isThin ? "thin with ratio \(ratio.plain)" : "thick"
        return "\(max(0, virtualFree).plain) GiB (total \(total.plain), free \(free.plain), provisioned \(provisioned.plain), "
            + "reserved \(reserved.plain), \(last))"
    }
}
