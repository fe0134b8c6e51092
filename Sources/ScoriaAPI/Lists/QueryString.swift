/// The query of a URL, decoded, in the order in which it came.
public struct QueryString: Hashable, Sendable {
    /// One `name=value`.
    public struct Item: Hashable, Sendable {
        public var name: String
        public var value: String
    }

    public private(set) var items: [Item] = []

    /// Decodes what stands behind the `?`; refused when it is no UTF-8 behind its escapes (400).
    public init(_ raw: String) throws(Fault) {
        guard !raw.isEmpty else { return }
        for part in raw.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(pair[0], plusIsSpace: true),
                let value = PercentEncoding.decode(pair.count > 1 ? pair[1] : "", plusIsSpace: true)
            else { throw Fault(.badRequest, "The query of the URL is not UTF-8 behind its percent signs.") }
            items.append(Item(name: name, value: value))
        }
    }

    /// The value of a name, the last one when there are several; nil when there is none.
    public subscript(name: String) -> String? { items.last { $0.name == name }?.value }

    /// The truth value of a parameter; `otherwise` when it is missing.
    ///
    /// A word that is none of the usual ones is refused (400).
    public func bool(_ name: String, otherwise: Bool = false) throws(Fault) -> Bool {
        guard let text = self[name] else { return otherwise }
        guard let value = BooleanWord.value(of: text) else {
            throw Fault(.badRequest, "Invalid input received: \"\(text.shortened(to: 64))\" is no truth value for \(name).")
        }
        return value
    }

    /// The query again, with one parameter set, in the place that it had or at the end.
    public func replacing(_ name: String, with value: String) -> String {
        var isSet = false
        var parts: [String] = []
        for item in items {
            guard item.name == name else {
                parts.append("\(PercentEncoding.encodeQuery(item.name))=\(PercentEncoding.encodeQuery(item.value))")
                continue
            }
            if !isSet { parts.append("\(name)=\(PercentEncoding.encodeQuery(value))") }
            isSet = true
        }
        if !isSet { parts.append("\(name)=\(PercentEncoding.encodeQuery(value))") }
        return parts.joined(separator: "&")
    }
}

/// The words that the field takes for a truth value, in any case.
public enum BooleanWord {
    /// What a word means; nil when it means neither.
    public static func value(of text: some StringProtocol) -> Bool? {
        switch text.lowercased().trimmed {
        case "1", "t", "true", "on", "y", "yes": true
        case "0", "f", "false", "off", "n", "no": false
        default: nil
        }
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
