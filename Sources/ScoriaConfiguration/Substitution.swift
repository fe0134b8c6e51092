/// Replaces `$option`, `${option}` and `${section.option}` by the values of other options.
///
/// `$$` and `\$` stand for the sign itself.
struct Substitution {
    /// The text of an option as written or by default; nil when there is no such option.
    let lookup: (_ section: String?, _ option: String) -> String?

    /// A reference that leads nowhere or to itself.
    struct Failure: Error {
        let what: String
        let correction: String
    }

    /// The text with everything replaced, also within what was put in.
    func expand(_ text: String, within names: [String] = []) throws(Failure) -> String {
        guard text.contains("$") else { return text }
        var result = ""
        var rest = text[...]
        while let sign = rest.firstIndex(of: "$") {
            let next = rest.index(after: sign)
            if sign > rest.startIndex, rest[rest.index(before: sign)] == "\\" {
                result += rest[..<sign].dropLast() + "$"
                rest = rest[next...]
            } else if next < rest.endIndex, rest[next] == "$" {
                result += rest[..<next]
                rest = rest[rest.index(after: next)...]
            } else {
                result += rest[..<sign]
                rest = rest[next...]
                result += try value(of: Self.takeReference(from: &rest), within: names)
            }
        }
        return result + rest
    }

    /// Takes a reference off the front of a text that follows the sign.
    private static func takeReference(from rest: inout Substring) throws(Failure) -> String {
        if rest.first == "{" {
            guard let end = rest.firstIndex(of: "}") else {
                throw Failure(what: "A ${ has no }.", correction: "Write ${option}, or $$ for the sign itself.")
            }
            let name = rest[..<end].dropFirst()
            rest = rest[rest.index(after: end)...]
            return String(name)
        }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard !name.isEmpty else {
            throw Failure(what: "A $ names no option.", correction: "Write $option, or $$ for the sign itself.")
        }
        rest = rest[name.endIndex...]
        return String(name)
    }

    private func value(of reference: String, within names: [String]) throws(Failure) -> String {
        guard !names.contains(reference) else {
            throw Failure(
                what: "$\(reference) leads back to itself.",
                correction: "Write a value instead of one of the references \((names + [reference]).joined(separator: ", "))."
            )
        }
        let parts = reference.split(separator: ".", maxSplits: 1).map(String.init)
        let found = parts.count == 2 ? lookup(parts[0], parts[1]) : lookup(nil, reference)
        guard let found else {
            throw Failure(
                what: "$\(reference) names no option.",
                correction: "Name an option that exists, or write $$ for the sign itself."
            )
        }
        return try expand(found, within: names + [reference])
    }
}
