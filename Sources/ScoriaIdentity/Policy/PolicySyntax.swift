/// A rule as it was written: the tree of its checks, with the place of each.
indirect enum PolicySyntax: Equatable, Sendable {
    /// `@`, or an empty text.
    case always
    /// `!`.
    case never
    /// `kind:match`; `offset` counts Unicode scalars from the beginning of the text.
    case check(kind: String, match: String, offset: Int)
    case not(PolicySyntax)
    case all([PolicySyntax])
    case any([PolicySyntax])
}

/// Why a text is no rule, and where in it.
struct PolicySyntaxError: Error, Equatable, Sendable {
    /// How many Unicode scalars stand before the place.
    let offset: Int
    /// What is wrong and what to write instead, as a sentence.
    let reason: String
}

/// Reads the field's rule language.
///
/// The binding is `not`, then `and`, then `or`. Words are parted by white space; parentheses stand at the beginning or the end of a
/// word, those inside belong to the word, as in `%(project_id)s`. Where the field takes a text that it does not understand for
/// `!`, this reader says what is wrong with it.
struct PolicyRuleParser {
    /// How deep parentheses and `not` may be nested.
    static let maximumDepth = 64
    /// How many checks one rule may have.
    static let maximumChecks = 1000

    private enum Token {
        case open
        case close
        case and
        case or
        case not
        case check(PolicySyntax)
    }

    private let tokens: [(token: Token, offset: Int)]
    private let end: Int
    private var position = 0
    private var depth = 0

    /// The tree of a rule's text.
    static func parse(_ text: String) throws(PolicySyntaxError) -> PolicySyntax {
        if text.isEmpty { return .always }
        var parser = try PolicyRuleParser(text)
        let tree = try parser.alternatives()
        if let rest = parser.next { throw parser.surplus(rest.token, at: rest.offset) }
        return tree
    }

    /// One check on its own, as the list form has it.
    static func parseCheck(_ text: String) throws(PolicySyntaxError) -> PolicySyntax {
        try check(Array(text.unicodeScalars), at: 0)
    }

    private init(_ text: String) throws(PolicySyntaxError) {
        let scalars = Array(text.unicodeScalars)
        var tokens: [(token: Token, offset: Int)] = []
        var index = 0
        while index < scalars.count {
            guard !scalars[index].properties.isWhitespace else {
                index += 1
                continue
            }
            var end = index
            while end < scalars.count, !scalars[end].properties.isWhitespace { end += 1 }
            try Self.split(scalars[index..<end], &tokens)
            index = end
        }
        guard !tokens.isEmpty else {
            throw PolicySyntaxError(offset: 0, reason: "The rule is blank. Write \"@\" for everybody or \"!\" for nobody.")
        }
        guard tokens.count <= 4 * Self.maximumChecks else {
            throw PolicySyntaxError(offset: tokens[4 * Self.maximumChecks].offset, reason: "The rule is too long.")
        }
        self.tokens = tokens
        end = scalars.count
    }

    /// The parentheses around a word, and the word.
    private static func split(
        _ word: ArraySlice<Unicode.Scalar>,
        _ tokens: inout [(token: Token, offset: Int)]
    ) throws(PolicySyntaxError) {
        var inner = word
        while inner.first == "(" {
            tokens.append((.open, inner.startIndex))
            inner = inner.dropFirst()
        }
        var closing = 0
        while inner.last == ")" {
            closing += 1
            inner = inner.dropLast()
        }
        if !inner.isEmpty {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: inner)
            switch String(text).lowercased() {
            case "and": tokens.append((.and, inner.startIndex))
            case "or": tokens.append((.or, inner.startIndex))
            case "not": tokens.append((.not, inner.startIndex))
            default: tokens.append((.check(try check(Array(inner), at: inner.startIndex)), inner.startIndex))
            }
        }
        for place in 0..<closing { tokens.append((.close, inner.endIndex + place)) }
    }

    /// `kind:match`, `@` or `!`.
    private static func check(_ scalars: [Unicode.Scalar], at offset: Int) throws(PolicySyntaxError) -> PolicySyntax {
        if scalars == ["@"] { return .always }
        if scalars == ["!"] { return .never }
        guard let colon = scalars.firstIndex(of: ":") else {
            let word = text(scalars[...])
            throw PolicySyntaxError(
                offset: offset,
                reason: "'\(word.prefix(64))' is no check. A check is \"kind:value\", such as \"role:member\"; "
                    + "between checks stands \"and\" or \"or\"."
            )
        }
        let kind = text(scalars[..<colon])
        let match = text(scalars[(colon + 1)...])
        guard !kind.isEmpty else { throw PolicySyntaxError(offset: offset, reason: "Nothing stands before the colon.") }
        guard !match.isEmpty else {
            throw PolicySyntaxError(offset: offset + colon, reason: "Nothing stands behind the colon of '\(kind.prefix(64)):'.")
        }
        return .check(kind: kind, match: match, offset: offset)
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    // MARK: Grammar

    private var next: (token: Token, offset: Int)? { position < tokens.count ? tokens[position] : nil }

    private mutating func alternatives() throws(PolicySyntaxError) -> PolicySyntax {
        var parts = [try conjunction()]
        while case .or? = next?.token {
            position += 1
            parts.append(try conjunction())
        }
        return parts.count == 1 ? parts[0] : .any(parts)
    }

    private mutating func conjunction() throws(PolicySyntaxError) -> PolicySyntax {
        var parts = [try operand()]
        while case .and? = next?.token {
            position += 1
            parts.append(try operand())
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func operand() throws(PolicySyntaxError) -> PolicySyntax {
        guard let (token, offset) = next else {
            throw PolicySyntaxError(offset: end, reason: "The rule ends where a check is expected.")
        }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw PolicySyntaxError(offset: offset, reason: "The rule is nested deeper than \(Self.maximumDepth) levels.")
        }
        position += 1
        switch token {
        case .check(let check): return check
        case .not: return .not(try operand())
        case .open:
            let inner = try alternatives()
            guard let closing = next else {
                throw PolicySyntaxError(offset: offset, reason: "This parenthesis is never closed.")
            }
            guard case .close = closing.token else { throw surplus(closing.token, at: closing.offset) }
            position += 1
            return inner
        case .close: throw PolicySyntaxError(offset: offset, reason: "A check is expected before this parenthesis.")
        case .and, .or:
            throw PolicySyntaxError(offset: offset, reason: "\"and\" and \"or\" stand between two checks; one is missing here.")
        }
    }

    private func surplus(_ token: Token, at offset: Int) -> PolicySyntaxError {
        if case .close = token { return PolicySyntaxError(offset: offset, reason: "This parenthesis closes nothing.") }
        return PolicySyntaxError(offset: offset, reason: "\"and\" or \"or\" is missing before this.")
    }
}
