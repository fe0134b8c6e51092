internal import ScoriaControl
internal import ScoriaModel

/// How handlers read bodies whose shape has been checked by the route's schema.
extension JSONValue {
    /// The map of texts under a key; a null value counts as an empty text.
    func texts(_ key: String) -> [String: String]? {
        self[key]?.object?.mapValues { $0.string ?? "" }
    }

    /// The truth under a key in any of the words that the field takes; nil when it is absent.
    func flag(_ key: String) -> Bool? {
        switch self[key] {
        case .bool(let value): value
        case .string(let text): ["1", "t", "true", "on", "y", "yes"].contains(text.lowercased())
        case .integer(let number): number != 0
        default: nil
        }
    }

    /// The whole number under a key, also when it is written as text.
    func number(_ key: String) -> Int64? {
        switch self[key] {
        case .integer(let number): number
        case .number(let number) where number == number.rounded(): Int64(exactly: number)
        case .string(let text): Int64(text.filter { $0 != " " })
        default: nil
        }
    }

    /// The text under the first of some keys that is there, without white space at its ends.
    func trimmedText(_ keys: String...) -> String? {
        for key in keys {
            if let text = self[key]?.string { return text.trimmingWhiteSpace() }
        }
        return nil
    }

    /// The change of a text that a body asks for under the first of two keys that is there; null clears it.
    func change(_ key: String, _ otherKey: String) -> FieldChange<String?> {
        guard let value = self[key] ?? self[otherKey] else { return .keep }
        return .set(value.string?.trimmingWhiteSpace())
    }
}

extension String {
    fileprivate func trimmingWhiteSpace() -> String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
