import ScoriaModel

/// How the text of an option becomes a value, and how a value is written.
struct OptionKind<Value: Sendable>: Sendable {
    /// What to write, for documents: "a whole number".
    let words: String
    /// Reads a text that is already free of substitutions.
    let read: @Sendable (String) -> Reading<Value>
    let write: @Sendable (Value) -> String
}

/// A value, or why there is none.
enum Reading<Value: Sendable>: Sendable {
    case value(Value)
    case wrong(what: String, correction: String)
}

extension OptionKind {
    /// The same, where an empty text means none.
    var optional: OptionKind<Value?> {
        OptionKind<Value?>(
            words: words,
            read: { text in text.isEmpty ? .value(nil) : read(text).mapped { $0 } },
            write: { $0.map(write) ?? "" }
        )
    }
}

extension Reading {
    fileprivate func mapped<Other>(_ change: (Value) -> Other) -> Reading<Other> {
        switch self {
        case .value(let value): .value(change(value))
        case .wrong(let what, let correction): .wrong(what: what, correction: correction)
        }
    }
}

extension OptionKind where Value == String {
    /// Any text that is not empty.
    static let text = OptionKind(
        words: "text",
        read: { $0.isEmpty ? .wrong(what: "The value is empty.", correction: "Write a value, or remove the line.") : .value($0) },
        write: \.self
    )

    /// An absolute path.
    static let path = OptionKind(
        words: "an absolute path",
        read: { text in
            guard text.hasPrefix("/"), !text.contains("\0") else {
                return .wrong(what: "'\(text)' is not an absolute path.", correction: "Write the whole path, beginning with /.")
            }
            return .value(text.count > 1 && text.hasSuffix("/") ? String(text.dropLast()) : text)
        },
        write: \.self
    )

    /// A name or address of a machine.
    static let host = OptionKind(
        words: "an address or host name",
        read: { text in
            let isHost = !text.isEmpty && text.utf8.allSatisfy { isHostByte($0) }
            guard isHost else {
                return .wrong(
                    what: "'\(text)' is neither an address nor a host name.",
                    correction: "Write one without port and brackets, such as 127.0.0.1 or ::1."
                )
            }
            return .value(text)
        },
        write: \.self
    )

    /// A name that becomes a part of `host@backend#pool`.
    static let nodeName = OptionKind(
        words: "a name without @ and #",
        read: { text in
            guard !text.isEmpty, !text.contains(where: { $0 == "@" || $0 == "#" || $0.isWhitespace }) else {
                return .wrong(
                    what: "'\(text)' cannot be part of host@backend#pool.",
                    correction: "Write a name without @, # and spaces."
                )
            }
            return .value(text)
        },
        write: \.self
    )

    /// The base of links.
    static let httpURL = OptionKind(
        words: "a URL",
        read: { text in
            guard text.hasPrefix("http://") || text.hasPrefix("https://"), !text.contains(where: \.isWhitespace) else {
                return .wrong(what: "'\(text)' is not a URL.", correction: "Write it whole, such as https://storage.example.org:8776.")
            }
            return .value(text.hasSuffix("/") ? String(text.dropLast()) : text)
        },
        write: \.self
    )

    /// What iSCSI names begin with.
    static let qualifiedNamePrefix = OptionKind(
        words: "the beginning of an iSCSI name",
        read: { text in
            let isName = text.utf8.allSatisfy { isHostByte($0) } && (text.hasPrefix("iqn.") || text.hasPrefix("eui."))
            guard isName, text.utf8.count <= 180 else {
                return .wrong(
                    what: "'\(text)' cannot begin an iSCSI name.",
                    correction: "Write at most 180 letters, digits, dots, hyphens and colons, such as iqn.2010-10.org.openstack:."
                )
            }
            return .value(text)
        },
        write: \.self
    )

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "%"):
            true
        default: false
        }
    }
}

extension OptionKind where Value == Secret? {
    /// A text that is shown nowhere, not even where it is wrong.
    static let secret = OptionKind(
        words: "text, kept secret",
        read: { text in .value(text.isEmpty ? nil : Secret(text)) },
        write: { _ in "" }
    )
}

extension OptionKind where Value: FixedWidthInteger {
    /// A whole number within bounds.
    static func integer(_ bounds: ClosedRange<Value>) -> OptionKind {
        let words =
            bounds.upperBound == .max
            ? "a whole number, at least \(bounds.lowerBound)" : "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        return OptionKind(
            words: words,
            read: { text in
                guard let number = Value(text) else {
                    return .wrong(what: "'\(text)' is not a whole number.", correction: "Write \(words).")
                }
                guard bounds.contains(number) else {
                    return .wrong(what: "\(number) is out of bounds.", correction: "Write \(words).")
                }
                return .value(number)
            },
            write: \.description
        )
    }

    /// A whole number that is not less than this.
    static func integer(atLeast lowest: Value) -> OptionKind { integer(lowest ... .max) }
}

extension OptionKind where Value == Double {
    /// Any finite number.
    static let number = OptionKind(
        words: "a number",
        read: { text in
            guard let number = Double(text), number.isFinite else {
                return .wrong(what: "'\(text)' is not a number.", correction: "Write a number such as 1.0.")
            }
            return .value(number)
        },
        write: \.description
    )

    /// A number within bounds.
    static func number(_ bounds: ClosedRange<Double>) -> OptionKind {
        let words = "a number from \(bounds.lowerBound) to \(bounds.upperBound)"
        return OptionKind(
            words: words,
            read: { text in
                guard let number = Double(text) else { return .wrong(what: "'\(text)' is not a number.", correction: "Write \(words).") }
                guard bounds.contains(number) else { return .wrong(what: "\(number) is out of bounds.", correction: "Write \(words).") }
                return .value(number)
            },
            write: \.description
        )
    }
}

extension OptionKind where Value == Bool {
    /// The field's words for yes and no.
    static let boolean = OptionKind(
        words: "true or false",
        read: { text in
            switch text.lowercased() {
            case "true", "1", "on", "yes": .value(true)
            case "false", "0", "off", "no": .value(false)
            default: .wrong(what: "'\(text)' is neither true nor false.", correction: "Write true or false.")
            }
        },
        write: \.description
    )
}

extension OptionKind where Value == [String] {
    /// Names with commas between them.
    static let list = OptionKind(
        words: "names with commas between them",
        read: { text in .value(text.split(separator: ",").map { $0.trimmed() }.filter { !$0.isEmpty }) },
        write: { $0.joined(separator: ",") }
    )
}

extension OptionKind where Value: RawRepresentable<String> & CaseIterable {
    /// One of a few words or of their other names; for the rest that people may write, `elsewhere` has a sentence.
    static func choice(
        aliases: [String: Value] = [:],
        elsewhere: @escaping @Sendable (String) -> String? = { _ in nil }
    ) -> OptionKind where Value: Sendable {
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        return OptionKind(
            words: Value.allCases.count == 1 ? words : "one of \(words)",
            read: { text in
                if let value = Value(rawValue: text) ?? aliases[text] { return .value(value) }
                let instead = Value.allCases.count == 1 ? "Write \(words)." : "Write one of \(words)."
                return .wrong(what: elsewhere(text) ?? "'\(text)' is not known here.", correction: instead)
            },
            write: \.rawValue
        )
    }
}

extension OptionKind where Value == OverSubscriptionSetting {
    /// A factor of at least 1, or `auto`.
    static let overSubscription = OptionKind(
        words: "a number, at least 1, or auto",
        read: { text in
            if text == "auto" { return .value(.automatic) }
            guard let ratio = Double(text), ratio.isFinite, ratio >= 1 else {
                return .wrong(what: "'\(text)' is no ratio.", correction: "Write a number of at least 1, or auto.")
            }
            return .value(.ratio(ratio))
        },
        write: { setting in
            switch setting {
            case .ratio(let ratio): ratio.description
            case .automatic: "auto"
            }
        }
    )
}

extension OptionKind where Value == DatabaseLocation {
    /// A database URL; the value is never repeated in a problem, since such URLs carry passwords.
    static let database = OptionKind(
        words: "a URL of the form sqlite:///path",
        read: { text in
            guard text.hasPrefix("sqlite://") else {
                return .wrong(
                    what: "This is not a database that this version can use.",
                    correction: "Write sqlite:/// and an absolute path, such as sqlite:////var/lib/scoria/scoria.sqlite."
                )
            }
            // Three slashes and a relative path are what the field calls relative; ours has to be absolute, with either count.
            let path = "/" + text.dropFirst("sqlite://".count).drop { $0 == "/" }
            guard path.count > 1, !path.contains("?") else {
                return .wrong(what: "There is no path in the URL.", correction: "Write sqlite:/// and an absolute path.")
            }
            return .value(.sqlite(path: path))
        },
        write: { location in
            switch location {
            case .sqlite(let path): "sqlite://\(path)"
            }
        }
    )
}

extension OptionKind where Value == [String: JSONValue] {
    /// A JSON object.
    static let jsonObject = OptionKind(
        words: "a JSON object",
        read: { text in
            guard let value = try? JSONParser().parse(Array(text.utf8)),  // the reason is told below, in the words of this file
                let members = value.object
            else {
                return .wrong(what: "The value is not a JSON object.", correction: "Write one such as {\"tier\": \"gold\"}.")
            }
            return .value(members)
        },
        write: { members in members.isEmpty ? "{}" : "\(members)" }
    )
}
