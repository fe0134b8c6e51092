public import ScoriaModel

/// One condition that a listed row must meet.
public struct ListFilter: Hashable, Sendable {
    /// What is asked of the value.
    public enum Condition: Hashable, Sendable {
        /// The text is this one.
        case equals(String)
        /// The text contains this one, without regard to case.
        case contains(String)
        /// The number is this one.
        case isNumber(Int64)
        /// The truth value is this one.
        case isTrue(Bool)
        /// The map has all these members.
        case hasMembers([String: String])
        /// The moment meets each comparison.
        case times([TimeComparison])
    }

    /// The field's name for the attribute, in one spelling (`name`, never `display_name`).
    public var attribute: String
    public var condition: Condition

    /// A condition on an attribute.
    public init(_ attribute: String, _ condition: Condition) {
        self.attribute = attribute
        self.condition = condition
    }
}

/// One comparison of a moment, of the `created_at` and `updated_at` filters (3.60).
public struct TimeComparison: Hashable, Sendable {
    /// The operators, as the wire writes them.
    public enum Operator: String, Sendable, CaseIterable {
        case isAfter = "gt"
        case isNotBefore = "gte"
        case equals = "eq"
        case differs = "neq"
        case isBefore = "lt"
        case isNotAfter = "lte"
    }

    public var comparison: Operator
    public var moment: Timestamp

    /// A comparison with a moment.
    public init(_ comparison: Operator, _ moment: Timestamp) {
        self.comparison = comparison
        self.moment = moment
    }

    /// Reads a comma list of `operator:time`; an operator that is missing is `eq`.
    static func list(_ text: String, for name: String) throws(Fault) -> [TimeComparison] {
        var comparisons: [TimeComparison] = []
        for part in text.split(separator: ",") {
            var time = part[...]
            var comparison = Operator.equals
            if let colon = part.firstIndex(of: ":"), let known = Operator(rawValue: String(part[..<colon]).trimmed) {
                comparison = known
                time = part[part.index(after: colon)...]
            }
            guard let moment = Timestamp(rawValue: time.trimmed) else {
                throw Fault(
                    .badRequest,
                    "Invalid input received: \"\(part.shortened(to: 64))\" is no comparison of times for \(name).",
                    correction: "Write operator:time with gt, gte, eq, neq, lt or lte and a time such as 2026-11-21T10:00:00."
                )
            }
            comparisons.append(TimeComparison(comparison, moment))
        }
        return comparisons
    }
}
