import Logging
import ScoriaFlow
public import ScoriaModel
public import ScoriaScheduler
import ScoriaStore

/// The explanation of a placement as it is stored and shown: the sentence for the owner, and for the operator each pool with each figure.
///
/// Bounded: of a thousand pools the best and some that were dropped for each reason are told one by one, all are counted.
public struct PlacementDocument: Sendable, Hashable {
    /// The document in the form in which it is stored and given to administrators.
    public let json: JSONValue

    /// The document of an explanation, which tells of some pools in full and counts the others.
    public init(_ explanation: PlacementExplanation) {
        var members: [String: JSONValue] = [
            "summary": .string(explanation.userSentence),
            "asked": .string(Self.bounded(explanation.request)),
            "pools_considered": .integer(Int64(explanation.poolCount)),
            "pools_fitting": .integer(Int64(explanation.fittingCount)),
            "pools": .array(explanation.pools.map(Self.verdict)),
        ]
        members["dropped"] = .array(
            explanation.reasons.prefix(Self.mostReasons).map { reason in
                [
                    "filter": .string(reason.filter), "pools": .integer(Int64(reason.count)),
                    "reason": reason.userPhrase.map { .string($0.many) } ?? .null,
                ]
            }
        )
        json = .object(members)
    }

    /// How many reasons are counted one by one.
    private static let mostReasons = 64
    /// How long a text that comes from a backend or a request may be, in characters.
    private static let longestText = 400

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
        let (told, all) = (json["pools"]?.array?.count ?? 0, Int(json["pools_considered"]?.integer ?? 0))
        guard told < all else { return lines.joined(separator: "\n") }
        lines.append("and \(all - told) more; of all \(all) pools \(json["pools_fitting"]?.integer ?? 0) fit")
        for group in json["dropped"]?.array ?? [] {
            let reason = group["reason"]?.string.map { ": they \($0)" } ?? ""
            lines.append("\(group["pools"]?.integer ?? 0) dropped by \(group["filter"]?.string ?? "")\(reason)")
        }
        return lines.joined(separator: "\n")
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
                    var members: [String: JSONValue] = [
                        "weigher": .string(weight.weigher), "raw": number(weight.raw), "normalised": number(weight.normalised),
                        "multiplier": number(weight.multiplier),
                    ]
                    members["remark"] = weight.remark.map { .string(bounded($0)) }
                    return .object(members)
                }
            )
        }
        return .object(members)
    }

    private static func line(_ pool: JSONValue) -> String {
        let name = pool["pool"]?.string ?? ""
        if let filter = pool["filter"]?.string {
            return "\(name): dropped by \(filter): asked \(pool["asked"]?.string ?? ""), found \(pool["found"]?.string ?? "")"
        }
        let terms = (pool["weights"]?.array ?? []).map { weight in
            "\(weight["weigher"]?.string ?? "") \(text(weight["raw"])) normalised \(text(weight["normalised"])) times \(text(weight["multiplier"]))\(weight["remark"]?.string.map { " [\($0)]" } ?? "")"
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
