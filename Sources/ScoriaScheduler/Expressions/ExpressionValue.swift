import Glibc
import ScoriaModel

/// What an expression and its parts come to.
public enum ExpressionValue: Sendable, Hashable {
    case integer(Int)
    /// A number that is not whole, or too large for 64 bits; always finite.
    case decimal(Double)
    case truth(Bool)
    case text(String)
    /// The arguments of a function.
    case list([ExpressionValue])

    /// Whether it counts as true: anything but 0, false, an empty text and an empty list.
    public var isTrue: Bool {
        switch self {
        case .integer(let value): value != 0
        case .decimal(let value): value != 0
        case .truth(let value): value
        case .text(let value): !value.isEmpty
        case .list(let values): !values.isEmpty
        }
    }

    /// The value as a number, which a truth value is too; nil for texts and lists.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .decimal(let value): value
        case .truth(let value): value ? 1 : 0
        case .text, .list: nil
        }
    }

    private var whole: Int? {
        switch self {
        case .integer(let value): value
        case .truth(let value): value ? 1 : 0
        case .decimal, .text, .list: nil
        }
    }

    /// The value in an error.
    var shown: String {
        switch self {
        case .integer(let value): "\(value)"
        case .decimal(let value): "\(value)"
        case .truth(let value): "\(value)"
        case .text(let value): "the text '\(value.shortened(to: 40))'"
        case .list: "a list"
        }
    }

    static func withoutQuotes(_ text: String) -> String {
        text.contains { $0 == "'" || $0 == "\"" } ? text.filter { $0 != "'" && $0 != "\"" } : text
    }

    /// A reported or requested value as expressions see it: whole numbers where possible, cut off rather than rounded.
    ///
    /// Source: `scheduler.md` 6. Fails with what is wrong about the value.
    init(looked value: JSONValue, as name: String, at column: Int) throws(ExpressionError) {
        switch value {
        case .null: throw ExpressionError(column, "\(name) is null")
        case .bool(let flag): self = .integer(flag ? 1 : 0)
        case .integer(let number): self = .integer(Int(number))
        case .number(let number):
            guard number.isFinite else { throw ExpressionError(column, "\(name) is \(number)") }
            self = Int(exactly: number.rounded(.towardZero)).map { .integer($0) } ?? .decimal(number.rounded(.towardZero))
        case .string(let text):
            if let number = NumberText.integer(text) {
                self = .integer(number)
            } else if let number = NumberText.double(text) {
                guard number.isFinite else { throw ExpressionError(column, "\(name) is '\(text)', no finite number") }
                self = .decimal(number)
            } else {
                self = .text(Self.withoutQuotes(text))
            }
        case .array, .object: throw ExpressionError(column, "\(name) is \(value.plain.shortened(to: 60)), neither a number nor a text")
        }
    }
}

// MARK: - Operators

extension ExpressionValue {
    typealias Arithmetic = (Self, Self, Int) throws(ExpressionError) -> Self

    static func plus(_ left: Self, _ right: Self, _ column: Int) throws(ExpressionError) -> Self {
        if case .text(let first) = left, case .text(let second) = right { return .text((first + second).shortened(to: 4096)) }
        return try calculate(left, right, "+", column, { $0.addingReportingOverflow($1) }, +)
    }

    static func minus(_ left: Self, _ right: Self, _ column: Int) throws(ExpressionError) -> Self {
        try calculate(left, right, "-", column, { $0.subtractingReportingOverflow($1) }, -)
    }

    static func times(_ left: Self, _ right: Self, _ column: Int) throws(ExpressionError) -> Self {
        if case .text(let text) = left, let times = right.whole { return try repeated(text, times, column) }
        if case .text(let text) = right, let times = left.whole { return try repeated(text, times, column) }
        return try calculate(left, right, "*", column, { $0.multipliedReportingOverflow(by: $1) }, *)
    }

    /// A text several times over, within bounds; none at all for a negative number.
    private static func repeated(_ text: String, _ times: Int, _ column: Int) throws(ExpressionError) -> Self {
        guard times > 0 else { return .text("") }
        guard times <= 4096, text.utf8.count * times <= 4096 else { throw ExpressionError(column, "the result is too long a text") }
        return .text(String(repeating: text, count: times))
    }

    /// Always a fraction, also of whole numbers.
    static func divided(_ left: Self, _ right: Self, _ column: Int) throws(ExpressionError) -> Self {
        let (dividend, divisor) = try numbers(left, right, "/", column)
        guard divisor != 0 else { throw ExpressionError(column, "division by zero") }
        return try finite(dividend / divisor, column)
    }

    static func power(_ base: Self, _ exponent: Self, _ column: Int) throws(ExpressionError) -> Self {
        if let whole = base.whole, let times = exponent.whole, times >= 0, let exact = wholePower(whole, times) {
            return .integer(exact)
        }
        let (left, right) = try numbers(base, exponent, "^", column)
        if left == 0, right < 0 { throw ExpressionError(column, "division by zero") }
        if left < 0, right != right.rounded() { throw ExpressionError(column, "a root of a negative number") }
        return try finite(pow(left, right), column)
    }

    /// A power by repeated squaring; nil when it leaves 64 bits.
    private static func wholePower(_ base: Int, _ exponent: Int) -> Int? {
        var result = 1
        var square = base
        var rest = exponent
        while rest > 0 {
            if rest & 1 == 1 {
                let (next, overflow) = result.multipliedReportingOverflow(by: square)
                if overflow { return nil }
                result = next
            }
            rest >>= 1
            guard rest > 0 else { break }
            let (next, overflow) = square.multipliedReportingOverflow(by: square)
            if overflow { return nil }
            square = next
        }
        return result
    }

    func negated(_ column: Int) throws(ExpressionError) -> Self {
        if case .text = self { return .text("") }
        return try Self.minus(.integer(0), self, column)
    }

    /// The absolute value.
    func magnitude(_ column: Int) throws(ExpressionError) -> Self {
        switch self {
        case .integer(let value) where value == .min: return .decimal(Double(value).magnitude)
        case .integer(let value): return .integer(abs(value))
        case .decimal(let value): return .decimal(value.magnitude)
        case .truth(let value): return .integer(value ? 1 : 0)
        case .text, .list: throw ExpressionError(column, "abs of \(shown), which is no number")
        }
    }

    private static func calculate(
        _ left: Self,
        _ right: Self,
        _ sign: String,
        _ column: Int,
        _ exactly: (Int, Int) -> (partialValue: Int, overflow: Bool),
        _ roughly: (Double, Double) -> Double
    ) throws(ExpressionError) -> Self {
        if let first = left.whole, let second = right.whole {
            let (result, overflow) = exactly(first, second)
            if !overflow { return .integer(result) }
        }
        let (first, second) = try numbers(left, right, sign, column)
        return try finite(roughly(first, second), column)
    }

    private static func numbers(_ left: Self, _ right: Self, _ sign: String, _ column: Int) throws(ExpressionError) -> (Double, Double) {
        guard let first = left.number else { throw ExpressionError(column, "\(sign) needs numbers, and \(left.shown) is none") }
        guard let second = right.number else { throw ExpressionError(column, "\(sign) needs numbers, and \(right.shown) is none") }
        return (first, second)
    }

    private static func finite(_ value: Double, _ column: Int) throws(ExpressionError) -> Self {
        guard value.isFinite else { throw ExpressionError(column, "the result is larger than any number") }
        return .decimal(value)
    }

    /// Whether two values are equal; a text and a number never are.
    static func equals(_ left: Self, _ right: Self) -> Bool {
        switch (left, right) {
        case (.text(let first), .text(let second)): return first == second
        case (.list(let first), .list(let second)):
            return first.count == second.count && zip(first, second).allSatisfy { equals($0, $1) }
        default:
            if let first = left.whole, let second = right.whole { return first == second }
            guard let first = left.number, let second = right.number else { return false }
            return first == second
        }
    }

    /// Whether the first comes before the second: numbers by size, texts by code points.
    static func isLess(_ left: Self, _ right: Self, _ column: Int) throws(ExpressionError) -> Bool {
        if case .text(let first) = left, case .text(let second) = right { return first.precedes(second) }
        if let first = left.whole, let second = right.whole { return first < second }
        guard let first = left.number, let second = right.number else {
            throw ExpressionError(column, "\(left.shown) and \(right.shown) have no order")
        }
        return first < second
    }
}

extension String {
    /// Whether this comes before the other by code points, whatever the locale.
    func precedes(_ other: String) -> Bool {
        unicodeScalars.lexicographicallyPrecedes(other.unicodeScalars)
    }
}
