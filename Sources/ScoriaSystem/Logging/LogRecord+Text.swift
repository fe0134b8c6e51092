import Logging
import ScoriaModel

extension LogRecord {
    /// The record for people: `2026-11-21T10:40:08.123456Z info message key=value key="two words"`.
    var textLine: [UInt8] {
        var line = Array("\(time.rawValue)Z \(level) ".utf8)
        line.appendEscaped(message, quoted: false)
        for (key, value) in metadata { line.append(key: key, value) }
        line.append(UInt8(ascii: "\n"))
        return line
    }
}

extension [UInt8] {
    /// Appends ` key=value`; the members of a dictionary each on its own, as `key.member=value`.
    fileprivate mutating func append(key: String, _ value: Logger.MetadataValue) {
        if case .dictionary(let members) = value {
            for (name, member) in members.sorted(by: { $0.key < $1.key }) { append(key: "\(key).\(name)", member) }
            return
        }
        append(UInt8(ascii: " "))
        for byte in key.utf8 { append(Self.isPlain(byte) ? byte : UInt8(ascii: "_")) }
        append(UInt8(ascii: "="))
        let text = value.plainText
        if !text.isEmpty, text.utf8.allSatisfy(Self.isPlain) {
            append(contentsOf: text.utf8)
        } else {
            append(UInt8(ascii: "\""))
            appendEscaped(text, quoted: true)
            append(UInt8(ascii: "\""))
        }
    }

    /// Appends a text that cannot end its line, nor, when quoted, its quotes.
    fileprivate mutating func appendEscaped(_ text: String, quoted: Bool) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": append(contentsOf: "\\n".utf8)
            case "\r": append(contentsOf: "\\r".utf8)
            case "\t": append(contentsOf: "\\t".utf8)
            case "\"" where quoted, "\\" where quoted:
                append(UInt8(ascii: "\\"))
                append(UInt8(truncatingIfNeeded: scalar.value))
            case _ where Self.isControl(scalar):
                append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".utf8)
            default:
                append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    /// Bytes that need no quotes.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: "@"),
            UInt8(ascii: "#"), UInt8(ascii: "+"), UInt8(ascii: "%"), UInt8(ascii: ","):
            true
        default: false
        }
    }

    /// Characters that terminals and collectors act upon: control, format (direction marks among them) and line separators.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value < 0x20 }
        return switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension Logger.MetadataValue {
    /// The value in one piece.
    fileprivate var plainText: String {
        switch self {
        case .string(let text): text
        case .stringConvertible(let value): value.description
        case .array(let values): "[" + values.map(\.plainText).joined(separator: ", ") + "]"
        case .dictionary(let members):
            "{" + members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.plainText)" }.joined(separator: ", ") + "}"
        }
    }
}
