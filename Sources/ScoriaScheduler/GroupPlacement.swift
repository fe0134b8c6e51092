public import ScoriaModel

/// What a group of volumes needs: one backend that its type fits and that takes all its volumes.
public struct GroupPlacementRequest: Sendable, Hashable {
    /// The specs of the group type.
    public var groupSpecs: [String: String]
    public var availabilityZones: [String]
    /// What each volume needs; for a group that is only being founded, one of 0 GiB for each of its volume types.
    public var volumes: [PlacementRequest]

    /// The needs of a group.
    public init(groupSpecs: [String: String], availabilityZones: [String] = [], volumes: [PlacementRequest]) {
        self.groupSpecs = groupSpecs
        self.availabilityZones = availabilityZones
        self.volumes = volumes
    }
}

/// The explained result of placing a group.
public struct GroupPlacement: Sendable, Hashable {
    /// The pool that stands for the chosen backend: the best one for the first volume; nil when no backend takes all.
    public let pool: PoolAddress?
    /// The pool for each volume, in their order; empty when no backend takes all.
    public let volumePools: [PoolAddress]
    /// What became of the pools for the group type itself, and then for each volume alone.
    public let explanations: [PlacementExplanation]

    /// The outcome in plain words, without the name of any backend or pool.
    public var userSentence: String {
        if pool != nil { return "The group fits." }
        if let refused = explanations.first(where: { $0.fittingCount == 0 }) { return refused.userSentence }
        return "Each volume fits somewhere, but no backend takes all of them and the group's type together."
    }

    /// All explanations, one after another, for the operator.
    public var operatorText: String {
        explanations.enumerated()
            .map { offset, explanation in (offset == 0 ? "group type: " : "volume \(offset): ") + explanation.operatorText }
            .joined(separator: "\n")
    }
}

extension Scheduler {
    /// Chooses the backend for a group (`scheduler.md` 9).
    ///
    /// As in the field the choice falls on a backend, not a pool: one with a pool for the group type and pools for every volume, the
    /// best for the first volume first. Beyond the field, sizes count together: what one volume takes is gone for the next.
    public func placeGroup(
        _ request: GroupPlacementRequest,
        among candidates: [PoolCandidate],
        detail: Int = PlacementExplanation.usualDetail
    ) -> GroupPlacement {
        let ofGroup = PlacementRequest(
            size: GibiByteCount(0),
            availabilityZones: request.availabilityZones,
            extraSpecs: request.groupSpecs
        )
        let parts = [ofGroup] + request.volumes
        let explanations = parts.map { place($0, among: candidates, detail: detail).explanation }
        let forGroup = Set(ranked(ofGroup, among: candidates).map(\.candidate.address.backend))
        var tried: Set<BackendAddress> = []
        for (best, _) in ranked(request.volumes.first ?? ofGroup, among: candidates) {
            let backend = best.address.backend
            guard forGroup.contains(backend), tried.insert(backend).inserted else { continue }
            let pools = candidates.filter { $0.address.backend == backend }
            if let assigned = assign(request.volumes, to: pools) {
                return GroupPlacement(pool: best.address, volumePools: assigned, explanations: explanations)
            }
        }
        return GroupPlacement(pool: nil, volumePools: [], explanations: explanations)
    }

    /// A pool of one backend for each volume, the largest volumes first; nil when they do not all fit.
    private func assign(_ volumes: [PlacementRequest], to pools: [PoolCandidate]) -> [PoolAddress]? {
        var pools = pools
        var assigned = [PoolAddress?](repeating: nil, count: volumes.count)
        // Equal sizes keep their order: the sort is stable.
        for index in volumes.indices.sorted(by: { volumes[$0].sizeNeeded > volumes[$1].sizeNeeded }) {
            guard let best = ranked(volumes[index], among: pools).first?.candidate.address,
                let place = pools.firstIndex(where: { $0.address == best })
            else { return nil }
            assigned[index] = best
            pools[place].consume(volumes[index].sizeNeeded)
        }
        return assigned.compactMap(\.self)
    }
}
