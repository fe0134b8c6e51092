import ScoriaDriver

/// Prefers the pool with the most room to promise, or with a negative multiplier the fullest (`scheduler.md` 5).
struct CapacityWeigher: PoolWeigher {
    let name = "CapacityWeigher"
    let multiplier: Double

    /// The room that may still be promised; pools that cannot tell come last, whichever way the multiplier turns.
    func rawWeights(
        of candidates: [PoolCandidate],
        for request: PlacementRequest,
        using generator: inout any RandomNumberGenerator
    ) -> [Double] {
        let wantsThin = request.wantsThin
        let known = candidates.map { CapacityFigures(of: $0, wantsThin: wantsThin)?.virtualFree }
        let unknown = multiplier > 0 ? -1 : Self.aboveAll(known.compactMap(\.self))
        return known.map { $0 ?? unknown }
    }

    /// A weight far above all others, yet finite, so that the others stay apart after normalisation.
    private static func aboveAll(_ weights: [Double]) -> Double {
        guard let low = weights.min(), let high = weights.max() else { return 0 }
        return high > low ? high + 100 * (high - low) : high + 10_000
    }
}
