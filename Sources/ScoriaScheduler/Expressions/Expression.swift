public import ScoriaModel

/// A filter or goodness function, read once and ready to be asked for any pool and request (`scheduler.md` 6).
///
/// Reading and asking never trap, whatever the text or the values: depth and length are bounded, and what cannot be computed is an
/// ``ExpressionError`` with the column.
public struct Expression: Sendable, Hashable {
    /// The things whose fields an expression may name.
    public enum Object: String, Sendable, Hashable, CaseIterable {
        case stats, capabilities, volume, type, extra, qos

        /// Why a field may be missing, for the error.
        var absence: String {
            switch self {
            case .stats: "the scheduler knows no such figure of pools"
            case .capabilities: "the pool does not report it"
            case .volume: "the request does not say it"
            case .type: "volume types have no such field, or the volume has no type"
            case .extra: "the volume type has no such extra spec"
            case .qos: "the volume type's QoS specs have no such key"
            }
        }
    }

    enum Function: String, Sendable, Hashable {
        case abs, max, min
    }

    enum Operator: Sendable, Hashable {
        case plus, minus, times, divided
    }

    enum Comparison: Sendable, Hashable {
        case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual
    }

    /// A further operand of a row of equal rank, with the operator before it.
    struct Link<Sign: Sendable & Hashable>: Sendable, Hashable {
        let sign: Sign
        let operand: Node
        let column: Int
    }

    indirect enum Node: Sendable, Hashable {
        case constant(ExpressionValue)
        case field(Object, String, column: Int)
        case call(Function, Node, column: Int)
        case power(Node, Node, column: Int)
        case negative(Node, column: Int)
        case arithmetic(Node, [Link<Operator>])
        case not(Node)
        case comparison(Node, [Link<Comparison>])
        case condition(Node, Node, Node)
        case both([Node])
        case either([Node])
        case list([Node])
    }

    /// The text it was read from.
    public let text: String
    private let root: Node

    /// Reads an expression; fails with the first thing that is wrong.
    public init(_ text: String) throws(ExpressionError) {
        self.text = text
        root = try ExpressionParser.parse(text)
    }

    /// Computes the value, asking `field` for each name; nil means that there is no such field.
    public func evaluate(_ field: (Object, String) -> JSONValue?) throws(ExpressionError) -> ExpressionValue {
        try Self.value(of: root, field)
    }

    private typealias Lookup = (Object, String) -> JSONValue?

    private static func value(of node: Node, _ field: Lookup) throws(ExpressionError) -> ExpressionValue {
        switch node {
        case .constant(let value): return value
        case .field(let object, let key, let column):
            let name = "\(object.rawValue).\(key)"
            guard let found = field(object, key) else {
                throw ExpressionError(column, "unknown name \(name): \(object.absence)")
            }
            return try ExpressionValue(looked: found, as: name, at: column)
        case .call(let function, let arguments, let column):
            return try call(function, try value(of: arguments, field), column)
        case .power(let base, let exponent, let column):
            return try ExpressionValue.power(try value(of: base, field), try value(of: exponent, field), column)
        case .negative(let operand, let column): return try value(of: operand, field).negated(column)
        case .arithmetic(let first, let links): return try arithmetic(first, links, field)
        case .not(let operand): return .truth(!(try value(of: operand, field).isTrue))
        case .comparison(let first, let links): return .truth(try comparison(first, links, field))
        case .condition(let condition, let yes, let no):
            return try value(of: try value(of: condition, field).isTrue ? yes : no, field)
        case .both(let operands): return try operand(of: operands, thatIs: false, field)
        case .either(let operands): return try operand(of: operands, thatIs: true, field)
        case .list(let elements):
            var values: [ExpressionValue] = []
            for element in elements { values.append(try value(of: element, field)) }
            return .list(values)
        }
    }

    /// The first operand that decides, else the last; all are computed, so that a mistake shows whatever the values are.
    private static func operand(of operands: [Node], thatIs decisive: Bool, _ field: Lookup) throws(ExpressionError) -> ExpressionValue {
        var result: ExpressionValue?
        for operand in operands {
            let value = try value(of: operand, field)
            if result == nil || result?.isTrue != decisive { result = value }
        }
        return result ?? .truth(!decisive)
    }

    private static func arithmetic(_ first: Node, _ links: [Link<Operator>], _ field: Lookup) throws(ExpressionError) -> ExpressionValue {
        var result = try value(of: first, field)
        for link in links {
            let operand = try value(of: link.operand, field)
            switch link.sign {
            case .plus: result = try ExpressionValue.plus(result, operand, link.column)
            case .minus: result = try ExpressionValue.minus(result, operand, link.column)
            case .times: result = try ExpressionValue.times(result, operand, link.column)
            case .divided: result = try ExpressionValue.divided(result, operand, link.column)
            }
        }
        return result
    }

    /// Compares neighbours, and stops at the first pair that fails.
    private static func comparison(_ first: Node, _ links: [Link<Comparison>], _ field: Lookup) throws(ExpressionError) -> Bool {
        var left = try value(of: first, field)
        for link in links {
            let right = try value(of: link.operand, field)
            let holds =
                switch link.sign {
                case .equal: ExpressionValue.equals(left, right)
                case .notEqual: !ExpressionValue.equals(left, right)
                case .less: try ExpressionValue.isLess(left, right, link.column)
                case .greater: try ExpressionValue.isLess(right, left, link.column)
                case .lessOrEqual: !(try ExpressionValue.isLess(right, left, link.column))
                case .greaterOrEqual: !(try ExpressionValue.isLess(left, right, link.column))
                }
            guard holds else { return false }
            left = right
        }
        return true
    }

    private static func call(_ function: Function, _ argument: ExpressionValue, _ column: Int) throws(ExpressionError) -> ExpressionValue {
        guard case .list(let values) = argument else {
            guard function == .abs else { throw ExpressionError(column, "\(function) needs two values or more") }
            return try argument.magnitude(column)
        }
        guard function != .abs, var best = values.first else {
            throw ExpressionError(column, "abs needs one value")
        }
        for value in values.dropFirst() {
            let isBetter =
                function == .max ? try ExpressionValue.isLess(best, value, column) : try ExpressionValue.isLess(value, best, column)
            if isBetter { best = value }
        }
        return best
    }
}
