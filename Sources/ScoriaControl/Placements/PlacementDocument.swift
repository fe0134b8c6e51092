import Logging
import ScoriaFlow
public import ScoriaModel
public import ScoriaScheduler
import ScoriaStore

/// The explanation of a placement as it is stored and shown: the sentence for the owner, and for the operator each pool with each figure.
///
/// Bounded: of a thousand pools the best and the first that were dropped are told one by one, the rest are counted by what they lack.
public struct PlacementDocument: Sendable, Hashable {
    /// The document in the form in which it is stored and given to administrators.
    public let json: JSONValue

    /// How many pools are told one by one.
    static let mostPools = 64
    /// How long a text that comes from a backend or a request may be, in characters.
    static let longestText = 400

    /// The document of an explanation.
    public init(_ explanation: PlacementExplanation) {
        let told = Self.choice(of: explanation.pools)
        var members: [String: JSONValue] = [
            "summary": .string(explanation.userSentence),
            "asked": .string(Self.bounded(explanation.request)),
            "pools_considered": .integer(Int64(explanation.pools.count)),
            "pools_fitting": .integer(Int64(explanation.pools.count { $0.objection == nil })),
            "pools": .array(told.map(Self.verdict)),
        ]
        let omitted = Self.omitted(from: explanation.pools, told: Set(told.map(\.pool)))
        if !omitted.isEmpty { members["omitted"] = .array(omitted) }
        json = .object(members)
    }

    /// Reads a stored document; nil when a release wrote something else.
    public init?(stored text: String) {
        // A text that cannot be read is shown as no explanation rather than hiding the operation.
        guard let value = try? JSONValue(parsing: text), value.object != nil else { return nil }
        json = value
    }

    /// The same as an object for administrators, with the pool that was chosen.
    public func json(choosing pool: PoolAddress?) -> JSONValue {
        var members = json.object ?? [:]
        members["pool"] = pool.map { .string($0.rawValue) } ?? .null
        return .object(members)
    }

    /// The outcome in plain words, without the name of any backend or pool.
    public var summary: String { json["summary"]?.string ?? "" }

    /// What was asked, and what became of each pool, one line each.
    public var operatorText: String {
        var lines = ["asked: \(json["asked"]?.string ?? "")"]
        lines += (json["pools"]?.array ?? []).map(Self.line)
        for group in json["omitted"]?.array ?? [] {
            let filter = group["filter"]?.string.map { " dropped by \($0)" } ?? " that fit"
            lines.append("and \(group["pools"]?.integer ?? 0) more\(filter)")
        }
        return lines.joined(separator: "\n")
    }

    /// The fitting pools, best first, and those that were dropped; when there are too many, some of both.
    private static func choice(of pools: [PlacementExplanation.PoolVerdict]) -> [PlacementExplanation.PoolVerdict] {
        guard pools.count > mostPools else { return pools }
        let fitting = pools.filter { $0.objection == nil }
        let dropped = pools.filter { $0.objection != nil }
        let best = fitting.prefix(max(mostPools / 2, mostPools - dropped.count))
        return Array(best) + dropped.prefix(mostPools - best.count)
    }

    private static func verdict(_ verdict: PlacementExplanation.PoolVerdict) -> JSONValue {
        var members: [String: JSONValue] = ["pool": .string(bounded(verdict.pool.rawValue)), "fits": .bool(verdict.objection == nil)]
        if let objection = verdict.objection {
            members["filter"] = .string(objection.filter)
            members["asked"] = .string(bounded(objection.asked))
            members["found"] = .string(bounded(objection.found))
        } else {
            members["chosen"] = .bool(verdict.isChosen)
            members["weight"] = number(verdict.weight)
            members["weights"] = .array(
                verdict.weights.map { weight in
                    [
                        "weigher": .string(weight.weigher), "raw": number(weight.raw), "normalised": number(weight.normalised),
                        "multiplier": number(weight.multiplier),
                    ]
                }
            )
        }
        return .object(members)
    }

    /// The pools that are not told one by one, counted by the filter that dropped them.
    private static func omitted(from pools: [PlacementExplanation.PoolVerdict], told: Set<PoolAddress>) -> [JSONValue] {
        var counts: [String: Int64] = [:]
        for verdict in pools where !told.contains(verdict.pool) { counts[verdict.objection?.filter ?? "", default: 0] += 1 }
        return counts.sorted { $0.key < $1.key }.map { filter, count in
            ["filter": filter.isEmpty ? .null : .string(filter), "pools": .integer(count)]
        }
    }

    private static func line(_ pool: JSONValue) -> String {
        let name = pool["pool"]?.string ?? ""
        if let filter = pool["filter"]?.string {
            return "\(name): dropped by \(filter): asked \(pool["asked"]?.string ?? ""), found \(pool["found"]?.string ?? "")"
        }
        let terms = (pool["weights"]?.array ?? []).map { weight in
            "\(weight["weigher"]?.string ?? "") \(text(weight["raw"])) normalised \(text(weight["normalised"])) times \(text(weight["multiplier"]))"
        }
        let verb = pool["chosen"] == true ? "chosen" : "fits"
        return "\(name): \(verb), weight \(text(pool["weight"])) (\(terms.joined(separator: ", ")))"
    }

    private static func text(_ value: JSONValue?) -> String {
        switch value {
        case .integer(let number): "\(number)"
        case .number(let number): "\((number * 10_000).rounded() / 10_000)"
        default: "0"
        }
    }

    /// JSON knows neither infinity nor what is no number.
    private static func number(_ value: Double) -> JSONValue {
        value.isFinite ? .number(value) : .string("\(value)")
    }

    private static func bounded(_ text: String) -> String {
        text.count > longestText ? text.prefix(longestText) + "…" : text
    }
}

extension WriteTransaction {
    /// Keeps why a flow's attempt went where it went.
    func record(_ placement: Placement, attempt: Int, scope: StepScope) throws {
        let document = PlacementDocument(placement.explanation)
        if placement.pool == nil {
            scope.logger.warning("no pool fits", metadata: ["explanation": "\(document.operatorText)"])
        }
        try insert(
            PlacementRecord(attempt: attempt, pool: placement.pool, explanation: document.json.jsonText, createdAt: scope.now),
            flow: scope.flowID
        )
    }
}
