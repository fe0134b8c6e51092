public import ScoriaModel

/// Compares what a volume type asks for with what a pool offers, by the field's little language (`scheduler.md` 3).
public enum ExtraSpecMatch {
    /// Whether a capability answers a request; of a list, whether any element does.
    ///
    /// A nil capability is one that the pool does not report, which answers nothing.
    public static func passes(_ capability: JSONValue?, request: String?) -> Bool {
        guard let capability else { return false }
        guard case .array(let elements) = capability else { return matches(capability, request: request) }
        return elements.contains { matches($0, request: request) }
    }

    /// Whether one value answers a request.
    ///
    /// `<or>` and the operators look at single words; any other request is compared as a whole, and only with a text: the number
    /// 10 is not the text `10`.
    public static func matches(_ value: JSONValue, request: String?) -> Bool {
        guard let request else { return value == .null }
        guard value != .null else { return false }
        let words = request.split(whereSeparator: \.isWhitespace)
        guard let first = words.first else { return value == .string(request) }
        if first == "<or>" { return isAny(of: words.dropFirst(), value) }
        guard let comparison = operators[String(first)] else { return value == .string(request) }
        guard words.count > 1 else { return false }
        return comparison(value, String(words[1]))
    }

    /// `<or> a <or> b`: the words at the first, third, … place; what stands between is not looked at.
    private static func isAny(of words: ArraySlice<Substring>, _ value: JSONValue) -> Bool {
        guard let text = value.string else { return false }
        return words.enumerated().contains { offset, word in offset.isMultiple(of: 2) && word == text }
    }

    private static let operators: [String: @Sendable (JSONValue, String) -> Bool] = [
        "=": { numbers($0, $1, >=) },  // the field's meaning of this sign, however odd
        "==": { numbers($0, $1, ==) },
        "!=": { numbers($0, $1, !=) },
        ">=": { numbers($0, $1, >=) },
        "<=": { numbers($0, $1, <=) },
        "s==": { value, word in value.string == word },
        "s!=": { value, word in value.string != word },
        "s<": { texts($0, $1, <) },
        "s<=": { texts($0, $1, <=) },
        "s>": { texts($0, $1, >) },
        "s>=": { texts($0, $1, >=) },
        "<in>": contains,
        "<is>": { value, word in truth(of: value) == isTrue(word) },
    ]

    private static func numbers(_ value: JSONValue, _ word: String, _ holds: (Double, Double) -> Bool) -> Bool {
        guard let left = number(of: value), let right = Double(word) else { return false }
        return holds(left, right)
    }

    private static func number(of value: JSONValue) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .bool(let flag): flag ? 1 : 0
        case .string(let text): Double(text.trimmingSpaces())
        case .null, .array, .object: nil
        }
    }

    /// Orders by code points, since an operator's spec must not depend on a locale.
    private static func texts(_ value: JSONValue, _ word: String, _ holds: (Int, Int) -> Bool) -> Bool {
        guard let text = value.string else { return false }
        let order = text == word ? 0 : text.unicodeScalars.lexicographicallyPrecedes(word.unicodeScalars) ? -1 : 1
        return holds(order, 0)
    }

    @Sendable private static func contains(_ value: JSONValue, _ word: String) -> Bool {
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
