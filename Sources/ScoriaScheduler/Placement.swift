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

/// What became of the pools, with the figures, to be stored with the volume and shown.
///
/// Its size does not grow with the number of pools: the best and examples of each reason are told in full, all are counted.
public struct PlacementExplanation: Sendable, Hashable, Codable {
    /// How many pools are told of in full where nobody asks for more.
    public static let usualDetail = 64

    /// What was asked, for the operator.
    public let request: String
    /// How many pools were looked at.
    public let poolCount: Int
    /// How many of them could take the request.
    public let fittingCount: Int
    /// Why the others could not, with their number, in the order in which the reasons were found.
    public let reasons: [Reason]
    /// Pools in full: the best first, then those that were dropped in the order they came.
    public let pools: [PoolVerdict]

    /// How many pools one filter dropped for one reason.
    public struct Reason: Sendable, Hashable, Codable {
        /// The filter's name in the configuration.
        public let filter: String
        /// How the reason reads to a user; nil when it says nothing to a user.
        public let userPhrase: Objection.Phrase?
        public let count: Int
    }

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
        /// Between 0 and 1 among the pools that fit; the raw weight itself where pools are chosen by lot.
        public let normalised: Double
        public let multiplier: Double
        /// What is out of the ordinary, such as a function that cannot be computed; nil when nothing is.
        public let remark: String?

        /// What counts.
        public var weighted: Double { normalised * multiplier }
    }
}

extension PlacementExplanation {
    /// The outcome in plain words, without the name of any backend or pool.
    ///
    /// Of a refusal, how many pools lack what: "3 pools lack 200 GiB free; 1 pool has no multiattach."
    public var userSentence: String {
        if fittingCount > 0 { return fittingCount == 1 ? "1 pool fits." : "\(fittingCount) pools fit." }
        let sentences = tally.map { phrase, count in phrase.sentence(count: count) }
        if !sentences.isEmpty { return sentences.joined(separator: "; ") + "." }
        return poolCount == 0 ? "No storage pool has reported yet." : "The storage that this has to be on is not there at present."
    }

    /// What was asked, and what became of the pools with all figures, one line each.
    public var operatorText: String {
        var lines = ["asked: \(request)"] + pools.map(\.operatorLine)
        let told = pools.count
        if told < poolCount {
            lines.append("and \(poolCount - told) more pools; of all \(poolCount), \(fittingCount) fit")
            lines += reasons.map { "\($0.count) dropped by \($0.filter)\($0.userPhrase.map { ": \($0.many)" } ?? "")" }
        }
        return lines.joined(separator: "\n")
    }

    /// How often each phrase applies, the most frequent first, then in the order of the filters' findings.
    private var tally: [(Objection.Phrase, Int)] {
        var counts: [(phrase: Objection.Phrase, count: Int)] = []
        for reason in reasons {
            guard let phrase = reason.userPhrase else { continue }
            if let index = counts.firstIndex(where: { $0.phrase == phrase }) {
                counts[index].count += reason.count
            } else {
                counts.append((phrase, reason.count))
            }
        }
        // Pairs of equal counts keep their order: the sort is stable.
        return counts.sorted { $0.count > $1.count }
    }
}

extension PlacementExplanation.PoolVerdict {
    var operatorLine: String {
        if let objection {
            return "\(pool): dropped by \(objection.filter): asked \(objection.asked), found \(objection.found)"
        }
        let terms = weights.map { weight in
            "\(weight.weigher) \(weight.raw.plain) normalised \(weight.normalised.plain) times \(weight.multiplier.plain)"
                + (weight.remark.map { " [\($0)]" } ?? "")
        }
        return "\(pool): \(isChosen ? "chosen" : "fits"), weight \(weight.plain) (\(terms.joined(separator: ", ")))"
    }
}
