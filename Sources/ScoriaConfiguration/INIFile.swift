/// A configuration file in the format of `cinder.conf`, read but not yet understood.
///
/// `[section]` heads, `name = value` or `name: value`, comments that begin a line with `#` or `;`, values that go on over
/// indented lines, and values in quotes, which are taken off. The last of several values counts.
struct INIFile: Sendable {
    /// One `name = value`.
    struct Entry: Sendable, Hashable {
        let section: String
        let name: String
        var value: String
        let line: Int
    }

    /// A head, as often as it occurs.
    struct Head: Sendable, Hashable {
        let name: String
        let line: Int
    }

    let path: String
    private(set) var heads: [Head] = []
    private(set) var entries: [Entry] = []
    private(set) var problems: [ConfigurationProblem] = []

    /// Reads the text of a file; `path` is for problems only.
    ///
    /// Whatever is wrong with a line ends up in ``problems`` and the next lines are read all the same, so that one look shows
    /// everything.
    init(path: String, bytes: [UInt8]) {
        self.path = path
        guard let text = String(validating: bytes, as: UTF8.self) else {
            problem(line: Self.lineOfFirstBadByte(bytes), "The file is not text in UTF-8.", "Save it in UTF-8.")
            return
        }
        var section: String?
        var isOpen = false
        for (index, rawLine) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = rawLine.trimmingEnd()
            let number = index + 1
            guard let first = line.first(where: { $0 != "\u{FEFF}" }) else {
                isOpen = false
                continue
            }
            if first.isBlank {
                goOn(with: line, number: number, isOpen: isOpen)
            } else if first == "#" || first == ";" {
                isOpen = false
            } else if first == "[" {
                isOpen = false
                section = readHead(line, number: number) ?? section
            } else {
                isOpen = readEntry(line, number: number, section: section)
            }
        }
    }

    private mutating func goOn(with line: Substring, number: Int, isOpen: Bool) {
        let rest = line.trimmed()
        if isOpen {
            entries[entries.count - 1].value += entries[entries.count - 1].value.isEmpty ? rest : "\n" + rest
        } else if !rest.hasPrefix("#"), !rest.hasPrefix(";") {
            problem(
                line: number,
                "The line is indented but continues nothing.",
                "Begin it in the first column, or put it directly under the option that it belongs to."
            )
        }
    }

    private mutating func readHead(_ line: Substring, number: Int) -> String? {
        let body = line.drop { $0 == "[" || $0 == "\u{FEFF}" }
        guard let end = body.firstIndex(of: "]"), body[..<end].trimmed() != "" else {
            problem(line: number, "This is not the head of a section.", "Write it as [name].")
            return nil
        }
        let name = body[..<end].trimmed()
        heads.append(Head(name: name, line: number))
        return name
    }

    private mutating func readEntry(_ line: Substring, number: Int, section: String?) -> Bool {
        guard let separator = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
            problem(line: number, "The line is neither a section, a comment nor an option.", "Write it as name = value.")
            return false
        }
        let name = line[..<separator].drop { $0 == "\u{FEFF}" }.trimmed()
        guard !name.isEmpty else {
            problem(line: number, "There is no name before the sign.", "Write it as name = value.")
            return false
        }
        guard let section else {
            problem(line: number, "\(name) stands before any section.", "Write [DEFAULT] above it.")
            return false
        }
        let value = Self.unquoted(line[line.index(after: separator)...].trimmed())
        entries.append(Entry(section: section, name: name, value: value, line: number))
        return true
    }

    private mutating func problem(line: Int, _ what: String, _ correction: String) {
        problems.append(ConfigurationProblem(.error, at: .file(path: path, line: line), what, correction))
    }

    private static func unquoted(_ text: String) -> String {
        guard text.count > 1, let first = text.first, first == text.last, first == "\"" || first == "'" else { return text }
        return String(text.dropFirst().dropLast())
    }

    private static func lineOfFirstBadByte(_ bytes: [UInt8]) -> Int {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        return (lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0) + 1
    }
}

extension Character {
    /// A space, tab or carriage return.
    fileprivate var isBlank: Bool { self == " " || self == "\t" || self == "\r" }
}

extension StringProtocol {
    /// The text without the blanks at its end.
    fileprivate func trimmingEnd() -> SubSequence {
        guard let last = lastIndex(where: { !$0.isBlank && $0 != "\r\n" }) else { return self[startIndex..<startIndex] }
        return self[...last]
    }

    /// The text without the blanks and line breaks around it.
    func trimmed() -> String {
        let isSpace: (Character) -> Bool = { $0.isBlank || $0.isNewline }
        guard let last = lastIndex(where: { !isSpace($0) }) else { return "" }
        return String(self[...last].drop(while: isSpace))
    }
}
