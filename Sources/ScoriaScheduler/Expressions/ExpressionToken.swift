/// A word of an expression and where it begins.
struct ExpressionToken: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// Digits, or digits with a fraction.
        case number(String)
        /// Letters, underscores and dots.
        case word(String)
        /// What stands between quotation marks, without them.
        case text(String)
        /// An operator or a bracket; the spellings of `and`, `or` and `not` are one here.
        case sign(String)
        case end
    }

    let kind: Kind
    let column: Int

    /// The token as a reader of an error knows it.
    var shown: String {
        switch kind {
        case .number(let text), .word(let text), .sign(let text): "'\(text.shortened(to: 40))'"
        case .text(let text): "the text '\(text.shortened(to: 40))'"
        case .end: "the end"
        }
    }
}

/// Cuts an expression into tokens (`scheduler.md` 6).
struct ExpressionTokenizer {
    private let characters: [Character]
    private var position = 0

    /// Signs, the longer before their own beginnings.
    private static let signs = ["&&", "||", "<=", ">=", "!=", "==", "<>", "<", ">", "!", "?", ":", "(", ")", ",", "+", "-", "*", "/", "^"]
    private static let words = ["and": "and", "AND": "and", "or": "or", "OR": "or", "not": "not", "NOT": "not"]
    private static let sameAs = ["&&": "and", "||": "or", "!": "not", "<>": "!="]

    init(_ text: String) {
        characters = Array(text)
    }

    static func tokens(of text: String) throws(ExpressionError) -> [ExpressionToken] {
        var tokenizer = Self(text)
        var tokens: [ExpressionToken] = []
        repeat { tokens.append(try tokenizer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next() throws(ExpressionError) -> ExpressionToken {
        while let character = peek, character.isWhitespace { position += 1 }
        let column = position + 1
        guard let character = peek else { return ExpressionToken(kind: .end, column: column) }
        if character.isDecimalDigit { return ExpressionToken(kind: .number(number()), column: column) }
        if character.isWordPart {
            let word = take(while: \.isWordPart)
            return ExpressionToken(kind: Self.words[word].map { .sign($0) } ?? .word(word), column: column)
        }
        if character == "'" || character == "\"" { return ExpressionToken(kind: .text(try quoted(character)), column: column) }
        for sign in Self.signs where starts(with: sign) {
            position += sign.count
            return ExpressionToken(kind: .sign(Self.sameAs[sign] ?? sign), column: column)
        }
        throw ExpressionError(column, "the character \(character) has no meaning here")
    }

    /// Digits, and a fraction when digits follow the point.
    private mutating func number() -> String {
        let whole = take(while: \.isDecimalDigit)
        guard peek == ".", position + 1 < characters.count, characters[position + 1].isDecimalDigit else { return whole }
        position += 1
        return whole + "." + take(while: \.isDecimalDigit)
    }

    /// A text to its closing mark on the same line; a backslash keeps the next character from closing it.
    private mutating func quoted(_ mark: Character) throws(ExpressionError) -> String {
        let column = position + 1
        position += 1
        var text = ""
        while let character = peek, !character.isNewline {
            position += 1
            if character == mark {
                // The mark written twice stands for itself.
                guard peek == mark else { return ExpressionValue.withoutQuotes(text) }
                position += 1
            }
            text.append(character)
            if character == "\\", let next = peek {
                text.append(next)
                position += 1
            }
        }
        throw ExpressionError(column, "this text has no closing \(mark)")
    }

    private var peek: Character? { position < characters.count ? characters[position] : nil }

    private func starts(with sign: String) -> Bool {
        characters[position...].starts(with: sign)
    }

    private mutating func take(while belongs: (Character) -> Bool) -> String {
        let start = position
        while let character = peek, belongs(character) { position += 1 }
        return String(characters[start..<position])
    }
}

extension Character {
    fileprivate var isDecimalDigit: Bool { isASCII && isNumber }
    fileprivate var isWordPart: Bool { isASCII && isLetter || self == "_" || self == "." }
}
