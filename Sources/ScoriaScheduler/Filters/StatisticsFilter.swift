import ScoriaDriver

/// Passes over pools whose report cannot be true, instead of computing with it; always in force.
struct StatisticsFilter: PlacementFilter {
    let name = "StatisticsFilter"

    func objection(to candidate: PoolCandidate, for request: PlacementRequest) -> Objection? {
        guard let nonsense = Self.nonsense(in: candidate.pool) else { return nil }
        return Objection(
            filter: name,
            userPhrase: .init(one: "reports no usable capacity", many: "report no usable capacity"),
            asked: "statistics that can be true",
            found: nonsense
        )
    }

    /// Bounds far beyond all storage, so that no product of two figures is infinite.
    private static let largestCapacity = 1e15
    private static let largestRatio = 1e6

    private static func nonsense(in pool: PoolStatistics) -> String? {
        let figures: [(String, Double?)] = [
            ("total_capacity_gb", pool.totalCapacity.gibibytes),
            ("free_capacity_gb", pool.freeCapacity.gibibytes),
            ("provisioned_capacity_gb", pool.provisionedCapacity),
            ("allocated_capacity_gb", pool.allocatedCapacity),
        ]
        for case (let name, let value?) in figures where !(0...largestCapacity).contains(value) {
            return "\(name) is \(value)"
        }
        if !(0...100).contains(pool.reservedPercentage) { return "reserved_percentage is \(pool.reservedPercentage)" }
        if case .ratio(let ratio) = pool.overSubscription, !(ratio > 0 && ratio <= largestRatio) {
            return "max_over_subscription_ratio is \(ratio)"
        }
        return nil
    }
}
