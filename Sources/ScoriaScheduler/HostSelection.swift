/// How the pools that fit are put into order (`scheduler_weight_handler`).
public enum HostSelection: String, Sendable, Hashable, CaseIterable {
    /// The highest sum of normalised weights first; equal pools keep the order in which they came.
    case ordered = "OrderedHostWeightHandler"
    /// By lot, each pool with a chance in proportion to the sum of its raw weights (`scheduler.md` 5).
    case stochastic = "StochasticHostWeightHandler"

    /// The places of the pools, the chosen one first.
    ///
    /// `sums` are of normalised weights for ``ordered``, of raw ones for ``stochastic``.
    func order(_ sums: [Double], using generator: inout any RandomNumberGenerator) -> [Int] {
        guard !sums.isEmpty else { return [] }
        switch self {
        case .ordered:
            return sums.indices.sorted { sums[$0] == sums[$1] ? $0 < $1 : sums[$0] > sums[$1] }
        case .stochastic:
            let winner = Self.winner(of: sums, at: generator.unitInterval())
            return Array(sums.indices[winner...]) + Array(sums.indices[..<winner])
        }
    }

    /// The pool in whose stretch of the line of all weights the lot falls.
    private static func winner(of sums: [Double], at lot: Double) -> Int {
        let mark = lot * sums.reduce(0, +)
        var end = 0.0
        for (index, sum) in sums.enumerated() {
            end += sum
            if end > mark { return index }
        }
        return 0
    }
}
