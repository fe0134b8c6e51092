import ScoriaModel

/// What a volume type asks of one capability, in the field's little language, read once for a request (`scheduler.md` 3).
struct ExtraSpecMatch: Sendable {
    private enum Question: Sendable {
        case isNull
        case equals(String)
        /// `<or> a <or> b`.
        case isAny([String])
        /// An operator without an operand, which nothing answers.
        case nothing
        case compares(@Sendable (Double, Double) -> Bool, Double)
        case orders(@Sendable (Int) -> Bool, String)
        case isText(String, Bool)
        case contains(String)
        case isTrue(Bool)
    }

    private let question: Question

    /// Reads a request.
    ///
    /// `<or>` and the operators look at single words; any other request is compared as a whole, and only with a text: the number
    /// 10 is not the text `10`.
    init(_ request: String?) {
        guard let request else {
            question = .isNull
            return
        }
        let words = request.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let sign = words.first else {
            question = .equals(request)
            return
        }
        if sign == "<or>" {
            // What stands between the first, third, … word is not looked at.
            question = .isAny(words.dropFirst().enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element))
        } else if Self.signs.contains(sign) {
            question = words.count > 1 ? Self.question(sign, words[1]) : .nothing
        } else {
            question = .equals(request)
        }
    }

    private static let signs: Set = [
        "=", "==", "!=", ">=", "<=", "s==", "s!=", "s<", "s<=", "s>", "s>=", "<in>", "<is>",
    ]

    private static func question(_ sign: String, _ word: String) -> Question {
        switch sign {
        case "s==": return .isText(word, true)
        case "s!=": return .isText(word, false)
        case "s<": return .orders({ $0 < 0 }, word)
        case "s<=": return .orders({ $0 <= 0 }, word)
        case "s>": return .orders({ $0 > 0 }, word)
        case "s>=": return .orders({ $0 >= 0 }, word)
        case "<in>": return .contains(word)
        case "<is>": return .isTrue(isTrue(word))
        default: break
        }
        guard let number = NumberText.double(word) else { return .nothing }
        switch sign {
        case "==": return .compares({ $0 == $1 }, number)
        case "!=": return .compares({ $0 != $1 }, number)
        case "<=": return .compares({ $0 <= $1 }, number)
        default: return .compares({ $0 >= $1 }, number)  // also "=": the field's meaning of this sign, however odd
        }
    }

    /// Whether a capability answers the request; of a list, whether any element does.
    ///
    /// A nil capability is one that the pool does not report, which answers nothing.
    func passes(_ capability: JSONValue?) -> Bool {
        guard let capability else { return false }
        guard case .array(let elements) = capability else { return matches(capability) }
        return elements.contains(where: matches)
    }

    /// Whether one value answers the request.
    func matches(_ value: JSONValue) -> Bool {
        if case .isNull = question { return value == .null }
        guard value != .null else { return false }
        switch question {
        case .isNull, .nothing: return false
        case .equals(let text): return value == .string(text)
        case .isAny(let texts): return value.string.map(texts.contains) ?? false
        case .compares(let holds, let number): return Self.number(of: value).map { holds($0, number) } ?? false
        case .orders(let holds, let word): return value.string.map { holds(Self.order($0, word)) } ?? false
        case .isText(let word, let same): return (value.string == word) == same
        case .contains(let word): return Self.contains(value, word)
        case .isTrue(let wanted): return Self.truth(of: value) == wanted
        }
    }

    private static func number(of value: JSONValue) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .bool(let flag): flag ? 1 : 0
        case .string(let text): NumberText.double(text)
        case .null, .array, .object: nil
        }
    }

    /// Orders by code points, since an operator's spec must not depend on a locale.
    private static func order(_ text: String, _ word: String) -> Int {
        text == word ? 0 : text.precedes(word) ? -1 : 1
    }

    private static func contains(_ value: JSONValue, _ word: String) -> Bool {
        switch value {
        case .string(let text): word.isEmpty || !text.ranges(of: word).isEmpty
        case .array(let elements): elements.contains(.string(word))
        case .object(let members): members[word] != nil
        case .null, .bool, .integer, .number: false
        }
    }

    private static func truth(of value: JSONValue) -> Bool {
        switch value {
        case .bool(let flag): flag
        case .string(let text): isTrue(text)
        case .integer(let number): number == 1
        case .null, .number, .array, .object: false
        }
    }

    private static func isTrue(_ text: String) -> Bool {
        ["1", "t", "true", "on", "y", "yes"].contains(text.trimmingSpaces().lowercased())
    }
}
