import ScoriaModel

/// Reads the literals in which the field's clients write maps in queries: `{'key': 'value'}`, also in JSON's quotation marks.
enum PythonLiteral {
    /// The map of a text; nil when it is none.
    ///
    /// Numbers, `True`, `False` and `None` as members become their text.
    static func textMap(_ text: String) -> [String: String]? {
        var reader = Reader(rest: text.unicodeScalars[...])
        guard let map = reader.map() else { return nil }
        reader.skipSpace()
        return reader.rest.isEmpty ? map : nil
    }

    private struct Reader {
        var rest: Substring.UnicodeScalarView

        mutating func map() -> [String: String]? {
            skipSpace()
            guard take("{") else { return nil }
            var members: [String: String] = [:]
            skipSpace()
            if take("}") { return members }
            while true {
                guard let key = scalar(), take(":"), let value = scalar() else { return nil }
                members[key] = value
                if take(",") {
                    skipSpace()
                    if take("}") { return members }
                    continue
                }
                return take("}") ? members : nil
            }
        }

        /// One text or word, and the white space around it.
        private mutating func scalar() -> String? {
            skipSpace()
            defer { skipSpace() }
            guard let first = rest.first else { return nil }
            if first == "u", let second = rest.dropFirst().first, second == "'" || second == "\"" { rest.removeFirst() }
            if let quote = rest.first, quote == "'" || quote == "\"" { return quoted(by: quote) }
            return word()
        }

        private mutating func quoted(by quote: Unicode.Scalar) -> String? {
            rest.removeFirst()
            var text = String.UnicodeScalarView()
            while let next = rest.popFirst() {
                if next == quote { return String(text) }
                guard next == "\\" else {
                    text.append(next)
                    continue
                }
                guard let escaped = rest.popFirst() else { return nil }
                switch escaped {
                case "n": text.append("\n")
                case "t": text.append("\t")
                case "r": text.append("\r")
                default: text.append(escaped)
                }
            }
            return nil
        }

        private mutating func word() -> String? {
            var text = String.UnicodeScalarView()
            while let next = rest.first, next.properties.isAlphabetic || ("0"..."9").contains(next) || "+-.".unicodeScalars.contains(next) {
                text.append(next)
                rest.removeFirst()
            }
            return text.isEmpty ? nil : String(text)
        }

        private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            guard rest.first == scalar else { return false }
            rest.removeFirst()
            return true
        }

        mutating func skipSpace() {
            while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
        }
    }
}
