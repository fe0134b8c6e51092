import ScoriaModel

/// Finds the pool for a request: filters drop pools, weighers order the rest, the first is taken.
///
/// A pure function of its arguments and of the chance that was given to it: no state, no clock. Source: `scheduler.md` 1.
public struct Scheduler: Sendable {
    private let filters: [any PlacementFilter]
    private let weighers: [any PoolWeigher]
    private let selection: HostSelection
    private let random: @Sendable () -> any RandomNumberGenerator

    /// A scheduler with the field's default filters and weigher, none of which needs chance.
    ///
    /// `capacityWeightMultiplier` is the option `capacity_weight_multiplier`: negative packs pools instead of spreading.
    public init(capacityWeightMultiplier: Double = 1) {
        self.init(
            filters: [AvailabilityZoneFilter(), CapacityFilter(), CapabilitiesFilter()],
            weighers: [CapacityWeigher(multiplier: capacityWeightMultiplier)],
            selection: .ordered,
            random: { SystemRandomNumberGenerator() }
        )
    }

    /// A scheduler with these filters, in this order, between the checks that are always in force.
    init(
        filters: [any PlacementFilter],
        weighers: [any PoolWeigher],
        selection: HostSelection,
        random: @escaping @Sendable () -> any RandomNumberGenerator
    ) {
        self.filters = PlacementFilters.first + filters + [PlacementFilters.last]
        self.weighers = weighers
        self.selection = selection
        self.random = random
    }

    /// Chooses among `candidates` and says why.
    ///
    /// The explanation tells of at most `detail` pools in full and counts the rest.
    public func place(
        _ request: PlacementRequest,
        among candidates: [PoolCandidate],
        detail: Int = PlacementExplanation.usualDetail
    ) -> Placement {
        let sifted = sift(candidates, for: request, examples: detail)
        let ranking = rank(sifted.fitting, for: request)
        let explanation = PlacementExplanation(
            request: request.operatorText,
            poolCount: candidates.count,
            fittingCount: ranking.order.count,
            reasons: sifted.reasons.map(\.reason),
            pools: verdicts(ranking, sifted, for: request, detail: detail)
        )
        guard let best = ranking.order.first else { return .refused(explanation) }
        return .chosen(sifted.fitting[best].address, explanation)
    }

    /// Why one pool cannot take the request, by the first filter that objects; nil when it can.
    public func objection(to candidate: PoolCandidate, for request: PlacementRequest) -> Objection? {
        for filter in filters {
            if let finding = filter.check(for: request)?.finding(on: candidate) { return finding.objection(by: filter.name) }
        }
        return nil
    }

    /// The pools that fit, the best first, with the sum of their weights.
    func ranked(_ request: PlacementRequest, among candidates: [PoolCandidate]) -> [(candidate: PoolCandidate, weight: Double)] {
        let fitting = sift(candidates, for: request, examples: 0).fitting
        let ranking = rank(fitting, for: request)
        return ranking.order.map { (fitting[$0], ranking.sums[$0]) }
    }
}

// MARK: - Filtering

extension Scheduler {
    /// What the filters left, and why the others are gone.
    private struct Sifted {
        var fitting: [PoolCandidate] = []
        var reasons: [DroppedPools] = []
    }

    /// The pools that one filter dropped for one reason: their number, and some of them.
    private struct DroppedPools {
        let filter: String
        let phrase: Objection.Phrase?
        var count: Int
        var examples: [(place: Int, pool: PoolAddress, finding: Finding)]

        var reason: PlacementExplanation.Reason { .init(filter: filter, userPhrase: phrase, count: count) }
    }

    private func sift(_ candidates: [PoolCandidate], for request: PlacementRequest, examples: Int) -> Sifted {
        let checks = filters.compactMap { filter in filter.check(for: request).map { (name: filter.name, check: $0) } }
        var sifted = Sifted()
        sifted.fitting.reserveCapacity(candidates.count)
        pools: for (place, candidate) in candidates.enumerated() {
            for (name, check) in checks {
                guard let finding = check.finding(on: candidate) else { continue }
                let known = sifted.reasons.firstIndex { $0.phrase == finding.phrase && $0.filter == name }
                let index = known ?? sifted.reasons.endIndex
                if known == nil { sifted.reasons.append(.init(filter: name, phrase: finding.phrase, count: 0, examples: [])) }
                sifted.reasons[index].count += 1
                if sifted.reasons[index].examples.count < examples {
                    sifted.reasons[index].examples.append((place, candidate.address, finding))
                }
                continue pools
            }
            sifted.fitting.append(candidate)
        }
        return sifted
    }
}

// MARK: - Weighing

extension Scheduler {
    /// The pools that fit, by their places: what each weigher said, the sums, and the order.
    private struct Ranking {
        var raw: [[Double]] = []
        var normalised: [[Double]] = []
        var sums: [Double]
        var order: [Int] = []
    }

    private func rank(_ candidates: [PoolCandidate], for request: PlacementRequest) -> Ranking {
        var generator = random()
        var ranking = Ranking(sums: Array(repeating: 0, count: candidates.count))
        for weigher in weighers {
            let raw = weigher.rawWeights(of: candidates, for: request, using: &generator)
            // A lot in proportion to weights would be distorted by bringing the smallest to 0.
            let counting = selection == .stochastic ? raw : normalised(raw)
            for index in candidates.indices { ranking.sums[index] += weigher.multiplier * counting[index] }
            ranking.raw.append(raw)
            ranking.normalised.append(counting)
        }
        ranking.order = selection.order(ranking.sums, using: &generator)
        if let present = request.presentPool {
            // Where the volume is comes first, then, for an address without a pool, any pool of its backend.
            let stays = ranking.order.firstIndex { candidates[$0].address == present }
            let place = stays ?? (present.pool == nil ? ranking.order.firstIndex { candidates[$0].address.isSame(as: present) } : nil)
            if let place { ranking.order.insert(ranking.order.remove(at: place), at: 0) }
        }
        return ranking
    }

    /// The verdicts that are told in full: half of the room at least for the pools that fit, the rest for examples of each reason in turn.
    private func verdicts(
        _ ranking: Ranking,
        _ sifted: Sifted,
        for request: PlacementRequest,
        detail: Int
    ) -> [PlacementExplanation.PoolVerdict] {
        let dropped = sifted.reasons.reduce(0) { $0 + $1.count }
        let told = min(ranking.order.count, max(detail / 2, detail - dropped))
        let best = ranking.order.prefix(told).enumerated().map { place, index in
            let candidate = sifted.fitting[index]
            let weights = weighers.indices.map { number in
                PlacementExplanation.Weight(
                    weigher: weighers[number].name,
                    raw: ranking.raw[number][index],
                    normalised: ranking.normalised[number][index],
                    multiplier: weighers[number].multiplier,
                    remark: weighers[number].remark(on: candidate, for: request)
                )
            }
            return PlacementExplanation.PoolVerdict(
                pool: candidate.address,
                objection: nil,
                weights: weights,
                isChosen: place == 0
            )
        }
        return best + examples(of: sifted.reasons, limit: detail - told)
    }

    /// Some dropped pools of each reason, in the order in which the pools came.
    private func examples(of reasons: [DroppedPools], limit: Int) -> [PlacementExplanation.PoolVerdict] {
        var chosen: [(place: Int, verdict: PlacementExplanation.PoolVerdict)] = []
        var round = 0
        while chosen.count < limit {
            let before = chosen.count
            for reason in reasons where round < reason.examples.count && chosen.count < limit {
                let example = reason.examples[round]
                let objection = example.finding.objection(by: reason.filter)
                chosen.append((example.place, .init(pool: example.pool, objection: objection, weights: [], isChosen: false)))
            }
            guard chosen.count > before else { break }
            round += 1
        }
        return chosen.sorted { $0.place < $1.place }.map(\.verdict)
    }
}
