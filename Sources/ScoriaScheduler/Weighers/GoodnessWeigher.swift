/// Prefers the pool whose own `goodness_function` says the most, from 0 to 100 (`scheduler.md` 5).
///
/// No function, a result that is no number of that range, and an error all count as 0.
struct GoodnessWeigher: PoolWeigher {
    let name = "GoodnessWeigher"
    let multiplier = 1.0

    func rawWeights(
        of candidates: [PoolCandidate],
        for request: PlacementRequest,
        using generator: inout any RandomNumberGenerator
    ) -> [Double] {
        candidates.map { Self.verdict(on: $0, for: request).weight }
    }

    func remark(on candidate: PoolCandidate, for request: PlacementRequest) -> String? {
        Self.verdict(on: candidate, for: request).remark?.shortened()
    }

    /// The best of the values, since any spelling of a storage protocol may be the one that the function knows.
    private static func verdict(on candidate: PoolCandidate, for request: PlacementRequest) -> (weight: Double, remark: String?) {
        guard let function = candidate.prepared.goodnessFunction else { return (0, "no goodness_function") }
        var best: (weight: Double, remark: String?)?
        for value in function.values(of: candidate, for: request) {
            let rating = rating(of: value)
            if rating.weight > best?.weight ?? -1 { best = rating }
        }
        return best ?? (0, nil)
    }

    private static func rating(of value: Result<ExpressionValue, ExpressionError>) -> (weight: Double, remark: String?) {
        switch value {
        case .failure(let error): return (0, "goodness_function: \(error)")
        case .success(.truth(let flag)): return (flag ? 100 : 0, nil)
        case .success(let value):
            guard let number = value.number else { return (0, "goodness_function gives \(value.shown), no number") }
            guard (0...100).contains(number) else { return (0, "goodness_function gives \(number.plain), not from 0 to 100") }
            return (number, nil)
        }
    }
}
