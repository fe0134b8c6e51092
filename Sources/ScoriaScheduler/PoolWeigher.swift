/// One preference among the pools that fit.
///
/// A further weigher is a file in `Weighers/` and a line in ``SchedulerConfiguration``.
protocol PoolWeigher: Sendable {
    /// The name in the configuration (`scheduler_default_weighers`) and in explanations.
    var name: String { get }

    /// How much this preference counts; negative turns it around.
    var multiplier: Double { get }

    /// The raw weight of each pool, in the order given; any finite scale.
    func rawWeights(
        of candidates: [PoolCandidate],
        for request: PlacementRequest,
        using generator: inout any RandomNumberGenerator
    ) -> [Double]

    /// What an operator should know of a pool's weight; nil when nothing is out of the ordinary.
    func remark(on candidate: PoolCandidate, for request: PlacementRequest) -> String?
}

extension PoolWeigher {
    func remark(on candidate: PoolCandidate, for request: PlacementRequest) -> String? { nil }
}

/// Brings weights to the range from 0 to 1, so that preferences of different scales can be added; equal weights become 0.
func normalised(_ weights: [Double]) -> [Double] {
    guard let low = weights.min(), let high = weights.max(), high > low else { return weights.map { _ in 0 } }
    return weights.map { ($0 - low) / (high - low) }
}
