/// A regular expression of the request schemas, recognised and matched by hand.
///
/// The schemas use few patterns, and matching these directly costs nanoseconds where a general engine costs microseconds. A pattern that is not
/// known stops the compilation of its schema, so that none is ever ignored.
enum SchemaPattern: Sendable {
    /// Text of certain ASCII characters, with a number of characters in a range.
    case characters(ASCIISet, count: ClosedRange<Int>)
    /// After trimming white space, at least `minimum` and at most 255 characters.
    case trimmed(minimum: Int)
    /// A UUID in any of the forms that the field takes.
    case uuid
    /// Something besides white space.
    case notBlank
    /// No control, format, private or unassigned character, no line separators, and only the first plane.
    case printable
    /// A whole number without a sign and without leading zeros.
    case plainInteger
    /// A whole number with a sign or without, and white space around.
    case signedInteger
    /// Nothing, or a whole percentage such as `100%`.
    case percentage
    /// The name of a quota: a resource, or a resource and a type.
    case quotaName

    /// Recognises a pattern; nil when it is not known.
    init?(_ pattern: String) {
        switch pattern {
        case #"^\s*(?:\S(?:[\s\S]{0,253}\S)?)?\s*$"#: self = .trimmed(minimum: 0)
        case #"^\s*\S(?:[\s\S]{0,253}\S)?\s*$"#: self = .trimmed(minimum: 1)
        case #"\S"#: self = .notBlank
        case #"^\s*[+-]?[0-9]+\s*$"#: self = .signedInteger
        case #"^(0|[1-9][0-9]*)$"#: self = .plainInteger
        case #"^$|^(100|[0-9]{1,2})%$"#: self = .percentage
        case #"^[^\u0000-\u001f\u007f-\u009f\u00ad\u2028\u2029]*$"#: self = .printable
        case #"^(volumes|per_volume_gigabytes|snapshots|gigabytes|backups|backup_gigabytes|groups|(volumes|gigabytes|snapshots)_.+)$"#:
            self = .quotaName
        case #"^(urn:)?(uuid:)?\{?[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}\}?$"#:
            self = .uuid
        default:
            guard let (characters, count) = Self.characterClass(pattern) else { return nil }
            self = .characters(characters, count: count)
        }
    }

    /// Whether the whole text matches.
    func matches(_ text: String) -> Bool {
        switch self {
        case .characters(let allowed, let count):
            count.contains(text.utf8.count) && text.utf8.allSatisfy(allowed.contains)
        case .trimmed(let minimum):
            (minimum...255).contains(Self.trimmedCount(text))
        case .uuid: Self.isUUID(text.utf8[...])
        case .notBlank: !text.allSatisfy(\.isWhitespace)
        case .printable: text.unicodeScalars.allSatisfy(Self.isPrintable)
        case .signedInteger: Self.isSignedInteger(text)
        case .plainInteger: text == "0" || (text.utf8.allSatisfy(ASCIISet.digits.contains) && !text.isEmpty && !text.hasPrefix("0"))
        case .percentage: text.isEmpty || Self.isPercentage(text.utf8[...])
        case .quotaName: Self.isQuotaName(text)
        }
    }

    /// What the text should have been, to follow "must be".
    var expectation: String {
        switch self {
        case .characters(let allowed, let count):
            allowed == .digits ? "a whole number" : "\(count.lowerBound) to \(count.upperBound) characters out of \(allowed.description)"
        case .trimmed(let minimum): "\(minimum) to 255 characters"
        case .uuid: "a UUID"
        case .notBlank: "text that is not blank"
        case .printable: "text without control characters and without characters beyond the first Unicode plane"
        case .signedInteger, .plainInteger: "a whole number"
        case .percentage: "a whole percentage such as 50%"
        case .quotaName: "the name of a quota"
        }
    }

    // MARK: Recognition

    /// Reads `^[class]*$`, `^[class]+$` and `^[class]{m,n}$`.
    private static func characterClass(_ pattern: String) -> (ASCIISet, ClosedRange<Int>)? {
        guard pattern.hasPrefix("^["), pattern.hasSuffix("$") else { return nil }
        var rest = pattern.utf8.dropFirst(2).dropLast()
        var characters = ASCIISet()
        var previous: UInt8?
        while let byte = rest.popFirst(), byte != UInt8(ascii: "]") {
            guard byte < 0x80, byte != UInt8(ascii: "^") else { return nil }
            if byte == UInt8(ascii: "\\") {
                guard let escaped = rest.popFirst(), escaped < 0x80 else { return nil }
                characters.insert(escaped)
                previous = nil
            } else if byte == UInt8(ascii: "-"), let first = previous, let last = rest.first, last != UInt8(ascii: "]"), first < last {
                for member in first...last { characters.insert(member) }
                rest = rest.dropFirst()
                previous = nil
            } else {
                characters.insert(byte)
                previous = byte
            }
        }
        switch String(Substring(rest)) {
        case "*": return (characters, 0...Int.max)
        case "+": return (characters, 1...Int.max)
        case "{1,255}": return (characters, 1...255)
        default: return nil
        }
    }

    // MARK: Matching

    private static func trimmedCount(_ text: String) -> Int {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return scalars.count
    }

    private static func isUUID(_ text: Substring.UTF8View) -> Bool {
        var rest = text
        if rest.starts(with: "urn:".utf8) { rest = rest.dropFirst(4) }
        if rest.starts(with: "uuid:".utf8) { rest = rest.dropFirst(5) }
        if rest.first == UInt8(ascii: "{") { rest = rest.dropFirst() }
        for (group, digits) in [8, 4, 4, 4, 12].enumerated() {
            if group > 0, rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
            for _ in 0..<digits {
                guard let byte = rest.popFirst(), ASCIISet.hexadecimal.contains(byte) else { return false }
            }
        }
        if rest.first == UInt8(ascii: "}") { rest = rest.dropFirst() }
        return rest.isEmpty
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x7F { return scalar.value >= 0x20 }
        guard scalar.value <= 0xFFFF else { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }

    private static func isSignedInteger(_ text: String) -> Bool {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, first.properties.isWhitespace { scalars.removeFirst() }
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        if scalars.first == "+" || scalars.first == "-" { scalars.removeFirst() }
        return !scalars.isEmpty && scalars.allSatisfy { ("0"..."9").contains($0) }
    }

    private static func isPercentage(_ text: Substring.UTF8View) -> Bool {
        guard text.last == UInt8(ascii: "%") else { return false }
        let digits = text.dropLast()
        if digits.elementsEqual("100".utf8) { return true }
        return (1...2).contains(digits.count) && digits.allSatisfy(ASCIISet.digits.contains)
    }

    private static func isQuotaName(_ text: String) -> Bool {
        switch text {
        case "volumes", "per_volume_gigabytes", "snapshots", "gigabytes", "backups", "backup_gigabytes", "groups": true
        default: ["volumes_", "gigabytes_", "snapshots_"].contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
        }
    }
}

/// A set of ASCII characters, as a bit map.
struct ASCIISet: Hashable, Sendable, CustomStringConvertible {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    mutating func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << UInt64(byte) } else if byte < 128 { high |= 1 << UInt64(byte - 64) }
    }

    func contains(_ byte: UInt8) -> Bool {
        byte < 64 ? low >> UInt64(byte) & 1 == 1 : byte < 128 && high >> UInt64(byte - 64) & 1 == 1
    }

    /// The members, with letters and digits named as such.
    var description: String {
        let signs = (UInt8(33)..<127).filter { contains($0) && !Self.alphanumeric.contains($0) }
        let names = ["letters, digits"] + (contains(32) ? ["space"] : [])
        return (names + [String(decoding: signs, as: UTF8.self)]).joined(separator: ", ")
    }

    static let digits = ASCIISet("0123456789")
    static let hexadecimal = ASCIISet("0123456789abcdefABCDEF")
    private static let alphanumeric = ASCIISet("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

    init() {}

    private init(_ text: String) {
        for byte in text.utf8 { insert(byte) }
    }
}
