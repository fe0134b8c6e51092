import ScoriaModel

/// Finds the pool for a request: filters drop pools, weighers order the rest, the first is taken.
///
/// A pure function: no state, no clock, no input but its arguments. Source: `scheduler.md` 1.
public struct Scheduler: Sendable {
    private let filters: [any PlacementFilter]
    private let weighers: [any PoolWeigher]

    /// A scheduler with the field's default filters and weigher.
    ///
    /// `capacityWeightMultiplier` is the option `capacity_weight_multiplier`: negative packs pools instead of spreading.
    public init(capacityWeightMultiplier: Double = 1) {
        self.init(filters: Self.knownFilters, weighers: [CapacityWeigher(multiplier: capacityWeightMultiplier)])
    }

    /// A scheduler with these filters, in this order, after the checks that are always in force.
    public init(filters: [any PlacementFilter], weighers: [any PoolWeigher]) {
        self.filters = Self.alwaysInForce + filters
        self.weighers = weighers
    }

    /// The checks without which a placement makes no sense.
    private static let alwaysInForce: [any PlacementFilter] = [
        ServiceStateFilter(), PinFilter(), AttemptedPoolsFilter(), StatisticsFilter(),
    ]

    /// The filters that the configuration can name, in the default order.
    public static let knownFilters: [any PlacementFilter] = [AvailabilityZoneFilter(), CapacityFilter(), CapabilitiesFilter()]

    /// Chooses among `candidates` and says why.
    public func place(_ request: PlacementRequest, among candidates: [PoolCandidate]) -> Placement {
        var fitting: [PoolCandidate] = []
        var dropped: [PlacementExplanation.PoolVerdict] = []
        for candidate in candidates {
            if let objection = objection(to: candidate, for: request) {
                dropped.append(.init(pool: candidate.address, objection: objection, weights: [], isChosen: false))
            } else {
                fitting.append(candidate)
            }
        }
        let ordered = order(fitting, for: request)
        let verdicts = ordered.enumerated().map { offset, pool in
            PlacementExplanation.PoolVerdict(pool: pool.address, objection: nil, weights: pool.weights, isChosen: offset == 0)
        }
        let explanation = PlacementExplanation(request: request.operatorText, pools: verdicts + dropped)
        guard let best = ordered.first else { return .refused(explanation) }
        return .chosen(best.address, explanation)
    }

    /// Why one pool cannot take the request, by the first filter that objects; nil when it can.
    public func objection(to candidate: PoolCandidate, for request: PlacementRequest) -> Objection? {
        for filter in filters {
            if let objection = filter.objection(to: candidate, for: request) { return objection }
        }
        return nil
    }

    private func order(
        _ candidates: [PoolCandidate],
        for request: PlacementRequest
    ) -> [(address: PoolAddress, weights: [PlacementExplanation.Weight])] {
        var weights = candidates.map { _ in [PlacementExplanation.Weight]() }
        for weigher in weighers {
            let raw = weigher.rawWeights(of: candidates, for: request)
            for (index, value) in normalised(raw).enumerated() {
                weights[index].append(
                    .init(weigher: weigher.name, raw: raw[index], normalised: value, multiplier: weigher.multiplier)
                )
            }
        }
        let sums = weights.map { $0.reduce(0) { $0 + $1.weighted } }
        // The standard sort is stable: equal pools keep the order in which they came.
        let order = candidates.indices.sorted { left, right in
            let stays = [left, right].map { candidates[$0].address == request.presentPool }
            return stays[0] == stays[1] ? sums[left] > sums[right] : stays[0]
        }
        return order.map { (candidates[$0].address, weights[$0]) }
    }
}

extension PlacementRequest {
    /// Where a retyped volume would not have to move.
    fileprivate var presentPool: PoolAddress? {
        if case .retype(let pool) = operation { return pool }
        return nil
    }

    fileprivate var operatorText: String {
        var parts: [String]
        switch operation {
        case .create: parts = ["create \(size)"]
        case .extend(let present, let isAttached):
            parts = ["extend from \(present) to \(size) while \(isAttached ? "attached" : "detached")"]
        case .retype(let pool): parts = ["retype \(size) on \(pool)"]
        }
        if !effectiveZones.isEmpty { parts.append("zone \(effectiveZones.joined(separator: " or "))") }
        if let pinnedTo { parts.append("on \(pinnedTo)") }
        if !excludedPools.isEmpty {
            parts.append("not on \(excludedPools.map(\.rawValue).sorted().joined(separator: ", "))")
        }
        parts += extraSpecs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return parts.joined(separator: "; ")
    }
}
