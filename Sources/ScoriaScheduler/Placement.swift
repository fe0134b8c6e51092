public import ScoriaModel

/// The explained result of scheduling.
public enum Placement: Sendable, Hashable {
    /// The pool that was chosen, and why it and not another.
    case chosen(PoolAddress, PlacementExplanation)
    /// No pool passed, and why each did not.
    case refused(PlacementExplanation)

    /// Why.
    public var explanation: PlacementExplanation {
        switch self {
        case .chosen(_, let explanation), .refused(let explanation): explanation
        }
    }

    /// Where; nil when refused.
    public var pool: PoolAddress? {
        if case .chosen(let address, _) = self { return address }
        return nil
    }
}

/// What became of every pool, with the figures, to be stored with the volume and shown.
public struct PlacementExplanation: Sendable, Hashable, Codable {
    /// What was asked, for the operator.
    public let request: String
    /// Every pool that was looked at: the best first, then those that were dropped in the order they came.
    public let pools: [PoolVerdict]

    /// What became of one pool.
    public struct PoolVerdict: Sendable, Hashable, Codable {
        public let pool: PoolAddress
        /// Why it was dropped; nil when it fits.
        public let objection: Objection?
        /// What each weigher said; empty when it was dropped.
        public let weights: [Weight]
        public let isChosen: Bool

        /// The sum by which pools are ordered.
        public var weight: Double { weights.reduce(0) { $0 + $1.weighted } }
    }

    /// What one weigher said of one pool.
    public struct Weight: Sendable, Hashable, Codable {
        public let weigher: String
        public let raw: Double
        /// Between 0 and 1 among the pools that fit.
        public let normalised: Double
        public let multiplier: Double

        /// What counts.
        public var weighted: Double { normalised * multiplier }
    }
}

extension PlacementExplanation {
    /// The outcome in plain words, without the name of any backend or pool.
    ///
    /// Of a refusal, how many pools lack what: "3 pools lack 200 GiB free; 1 pool has no multiattach."
    public var userSentence: String {
        let fitting = pools.count { $0.objection == nil }
        if fitting > 0 { return fitting == 1 ? "1 pool fits." : "\(fitting) pools fit." }
        let reasons = tally.map { phrase, count in phrase.sentence(count: count) }
        if !reasons.isEmpty { return reasons.joined(separator: "; ") + "." }
        return pools.isEmpty ? "No storage pool has reported yet." : "The storage that this has to be on is not there at present."
    }

    /// What was asked, and what became of each pool with all figures, one line each.
    public var operatorText: String {
        (["asked: \(request)"] + pools.map(\.operatorLine)).joined(separator: "\n")
    }

    /// How often each phrase applies, the most frequent first, then in the order of the filters' findings.
    private var tally: [(Objection.Phrase, Int)] {
        var counts: [(Objection.Phrase, Int)] = []
        for phrase in pools.compactMap({ $0.objection?.userPhrase }) {
            if let index = counts.firstIndex(where: { $0.0 == phrase }) {
                counts[index].1 += 1
            } else {
                counts.append((phrase, 1))
            }
        }
        // Pairs of equal counts keep their order: the sort is stable.
        return counts.sorted { $0.1 > $1.1 }
    }
}

extension PlacementExplanation.PoolVerdict {
    var operatorLine: String {
        if let objection {
            return "\(pool): dropped by \(objection.filter): asked \(objection.asked), found \(objection.found)"
        }
        let terms = weights.map { "\($0.weigher) \($0.raw.plain) normalised \($0.normalised.plain) times \($0.multiplier.plain)" }
        return "\(pool): \(isChosen ? "chosen" : "fits"), weight \(weight.plain) (\(terms.joined(separator: ", ")))"
    }
}
