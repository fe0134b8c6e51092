/// Reads an expression by descent, one function for each rank of operators, the loosest first (`scheduler.md` 6).
struct ExpressionParser {
    typealias Node = Expression.Node

    /// Far more than anybody writes, and far less than the stack bears.
    static let depthLimit = 64
    static let lengthLimit = 16_384

    private let tokens: [ExpressionToken]
    private var position = 0
    private var depth = 0

    static func parse(_ text: String) throws(ExpressionError) -> Node {
        guard text.utf8.count <= lengthLimit else {
            throw ExpressionError(lengthLimit + 1, "an expression may have \(lengthLimit) bytes at most")
        }
        var parser = Self(tokens: try ExpressionTokenizer.tokens(of: text))
        let node = try parser.list()
        guard parser.current.kind == .end else { throw parser.unexpected("an operator") }
        return node
    }

    private init(tokens: [ExpressionToken]) {
        self.tokens = tokens
    }

    // MARK: - Ranks, loosest first

    private mutating func list() throws(ExpressionError) -> Node {
        let elements = try row(",") { (parser) throws(ExpressionError) in try parser.either() }
        return elements.count == 1 ? elements[0] : .list(elements)
    }

    private mutating func either() throws(ExpressionError) -> Node {
        let operands = try row("or") { (parser) throws(ExpressionError) in try parser.both() }
        return operands.count == 1 ? operands[0] : .either(operands)
    }

    private mutating func both() throws(ExpressionError) -> Node {
        let operands = try row("and") { (parser) throws(ExpressionError) in try parser.condition() }
        return operands.count == 1 ? operands[0] : .both(operands)
    }

    private mutating func condition() throws(ExpressionError) -> Node {
        let condition = try comparison()
        guard take("?") != nil else { return condition }
        let yes = try comparison()
        guard take(":") != nil else { throw unexpected("the ':' of a '?'") }
        let no = try comparison()
        // Readers differ in what a ? b : c ? d : e means, and the ancestor drops the second half without a word.
        if current.kind == .sign("?") {
            throw ExpressionError(current.column, "write a second '?' with its parts into parentheses")
        }
        return .condition(condition, yes, no)
    }

    private mutating func comparison() throws(ExpressionError) -> Node {
        let signs: [String: Expression.Comparison] = [
            "<": .less, "<=": .lessOrEqual, ">": .greater, ">=": .greaterOrEqual, "==": .equal, "!=": .notEqual,
        ]
        let (first, links) = try chain(signs) { (parser) throws(ExpressionError) in try parser.negation() }
        return links.isEmpty ? first : .comparison(first, links)
    }

    private mutating func negation() throws(ExpressionError) -> Node {
        guard take("not") != nil else { return try sum() }
        return .not(try deeper { (parser) throws(ExpressionError) in try parser.negation() })
    }

    private mutating func sum() throws(ExpressionError) -> Node {
        let signs: [String: Expression.Operator] = ["+": .plus, "-": .minus]
        let (first, links) = try chain(signs) { (parser) throws(ExpressionError) in try parser.product() }
        return links.isEmpty ? first : .arithmetic(first, links)
    }

    private mutating func product() throws(ExpressionError) -> Node {
        let signs: [String: Expression.Operator] = ["*": .times, "/": .divided]
        let (first, links) = try chain(signs) { (parser) throws(ExpressionError) in try parser.signed() }
        return links.isEmpty ? first : .arithmetic(first, links)
    }

    private mutating func signed() throws(ExpressionError) -> Node {
        if take("+") != nil { return try deeper { (parser) throws(ExpressionError) in try parser.signed() } }
        guard let column = take("-") else { return try power() }
        return .negative(try deeper { (parser) throws(ExpressionError) in try parser.signed() }, column: column)
    }

    private mutating func power() throws(ExpressionError) -> Node {
        let base = try operand()
        guard let column = take("^") else { return base }
        return .power(base, try deeper { (parser) throws(ExpressionError) in try parser.power() }, column: column)
    }

    // MARK: - Operands

    private mutating func operand() throws(ExpressionError) -> Node {
        let token = current
        switch token.kind {
        case .number(let digits):
            position += 1
            return .constant(try Self.number(digits, token.column))
        case .text(let text):
            position += 1
            return .constant(.text(text))
        case .word(let word):
            position += 1
            return current.kind == .sign("(") ? try call(word, token.column) : try Self.name(word, token.column)
        case .sign("("):
            return try bracketed()
        case .sign, .end:
            throw unexpected("a value")
        }
    }

    private mutating func call(_ word: String, _ column: Int) throws(ExpressionError) -> Node {
        guard let function = Expression.Function(rawValue: word) else {
            throw ExpressionError(column, "unknown function \(word.shortened(to: 40)): there are abs, max and min")
        }
        return .call(function, try bracketed(), column: column)
    }

    private mutating func bracketed() throws(ExpressionError) -> Node {
        position += 1
        let inner = try deeper { (parser) throws(ExpressionError) in try parser.list() }
        guard take(")") != nil else { throw unexpected("')'") }
        return inner
    }

    /// `object.field` is looked up when the expression is asked; any other word is a text.
    private static func name(_ word: String, _ column: Int) throws(ExpressionError) -> Node {
        let parts = word.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return .constant(.text(word)) }
        guard let object = Expression.Object(rawValue: String(parts[0])) else {
            let known = Expression.Object.allCases.map(\.rawValue).joined(separator: ", ")
            throw ExpressionError(column, "unknown name \(word.shortened(to: 40)): names begin with one of \(known)")
        }
        return .field(object, String(parts[1]), column: column)
    }

    private static func number(_ digits: String, _ column: Int) throws(ExpressionError) -> ExpressionValue {
        if let whole = Int(digits) { return .integer(whole) }
        guard let number = Double(digits), number.isFinite else {
            throw ExpressionError(column, "this number is larger than any number")
        }
        return .decimal(number)
    }

    // MARK: - Reading on

    private var current: ExpressionToken { tokens[min(position, tokens.count - 1)] }

    /// Steps over a sign and tells where it was; nil when something else is there.
    private mutating func take(_ sign: String) -> Int? {
        guard current.kind == .sign(sign) else { return nil }
        defer { position += 1 }
        return current.column
    }

    private mutating func row(
        _ sign: String,
        _ operand: (inout Self) throws(ExpressionError) -> Node
    ) throws(ExpressionError) -> [Node] {
        var operands = [try operand(&self)]
        while take(sign) != nil { operands.append(try operand(&self)) }
        return operands
    }

    private mutating func chain<Sign>(
        _ signs: [String: Sign],
        _ operand: (inout Self) throws(ExpressionError) -> Node
    ) throws(ExpressionError) -> (Node, [Expression.Link<Sign>]) {
        let first = try operand(&self)
        var links: [Expression.Link<Sign>] = []
        while case .sign(let text) = current.kind, let sign = signs[text] {
            let column = current.column
            position += 1
            links.append(Expression.Link(sign: sign, operand: try operand(&self), column: column))
        }
        return (first, links)
    }

    /// Reads one level further in, up to the limit.
    private mutating func deeper(_ read: (inout Self) throws(ExpressionError) -> Node) throws(ExpressionError) -> Node {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else {
            throw ExpressionError(current.column, "more than \(Self.depthLimit) parentheses or signs inside each other")
        }
        return try read(&self)
    }

    private func unexpected(_ wanted: String) -> ExpressionError {
        ExpressionError(current.column, "\(wanted) should be here, not \(current.shown)")
    }
}
