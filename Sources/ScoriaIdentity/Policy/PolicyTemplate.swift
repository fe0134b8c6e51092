/// The value of a check: text in which `%(name)s` stands for an attribute of the object.
struct PolicyTemplate: Equatable, Sendable {
    enum Part: Equatable, Sendable {
        case text(String)
        /// An attribute of the object by its name.
        case attribute(String)
    }

    let parts: [Part]

    /// A template; what is wrong with the text is told from its beginning.
    init(_ text: String) throws(PolicySyntaxError) {
        var parts: [Part] = []
        var plain = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        var index = 0
        while index < scalars.count {
            guard scalars[index] == "%" else {
                guard scalars[index] != "(", scalars[index] != ")" else {
                    throw PolicySyntaxError(
                        offset: index,
                        reason: "A parenthesis inside a word belongs to the word; put a blank before \"and\" or \"or\"."
                    )
                }
                plain.append(scalars[index])
                index += 1
                continue
            }
            if index + 1 < scalars.count, scalars[index + 1] == "%" {
                plain.append("%")
                index += 2
                continue
            }
            guard index + 1 < scalars.count, scalars[index + 1] == "(",
                let close = scalars[index...].firstIndex(of: ")"), close + 1 < scalars.count, scalars[close + 1] == "s", close > index + 2,
                !scalars[(index + 2)..<close].contains("(")
            else {
                throw PolicySyntaxError(offset: index, reason: "Behind % stands (name)s, as in %(project_id)s; %% is a percent sign.")
            }
            if !plain.isEmpty { parts.append(.text(String(plain))) }
            plain = String.UnicodeScalarView()
            var name = String.UnicodeScalarView()
            name.append(contentsOf: scalars[(index + 2)..<close])
            parts.append(.attribute(String(name)))
            index = close + 2
        }
        if !plain.isEmpty { parts.append(.text(String(plain))) }
        self.parts = parts
    }

    /// The text, when no attribute stands in it.
    var constant: String? {
        switch parts.count {
        case 0: ""
        case 1: if case .text(let text) = parts[0] { text } else { nil }
        default: nil
        }
    }

    /// The attribute, when there is nothing else.
    var attribute: String? {
        guard parts.count == 1, case .attribute(let name) = parts[0] else { return nil }
        return name
    }
}
