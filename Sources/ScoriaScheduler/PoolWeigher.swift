/// One preference among the pools that fit.
///
/// A further weigher is a file in `Weighers/` and a line where the scheduler is made.
public protocol PoolWeigher: Sendable {
    /// The name in the configuration (`scheduler_default_weighers`) and in explanations.
    var name: String { get }

    /// How much this preference counts; negative turns it around.
    var multiplier: Double { get }

    /// The raw weight of each pool, in the order given; any finite scale.
    func rawWeights(of candidates: [PoolCandidate], for request: PlacementRequest) -> [Double]
}

/// Brings weights to the range from 0 to 1, so that preferences of different scales can be added; equal weights become 0.
func normalised(_ weights: [Double]) -> [Double] {
    guard let low = weights.min(), let high = weights.max(), high > low else { return weights.map { _ in 0 } }
    return weights.map { ($0 - low) / (high - low) }
}
