/// The identity of one resource, typed by what it identifies so that a snapshot's id cannot be passed for a volume's.
///
/// The text is a UUID in the canonical 36-character lower-case form that the Block Storage API uses.
public struct ID<Resource>: Hashable, Sendable, RawRepresentable, Codable, CustomStringConvertible {
    /// The canonical text.
    public let rawValue: String

    /// Takes text that is already known to be an id of this kind, such as a column of our own database.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// Reads an id that came from outside; nil when the text is not a UUID.
    ///
    /// Upper-case digits and the form without hyphens are accepted, as the field accepts them, and made canonical.
    public init?(parsing text: some StringProtocol) {
        guard let canonical = canonicalUUID(text) else { return nil }
        rawValue = canonical
    }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var description: String { rawValue }
}

extension ID: Comparable {
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The project (tenant) that owns a resource; any text that the identity service hands out.
public struct ProjectID: Hashable, Sendable, RawRepresentable, Codable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }
}

/// The user who asked; any text that the identity service hands out.
public struct UserID: Hashable, Sendable, RawRepresentable, Codable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }
}

/// The id of one API request, `req-<uuid>`, which follows the work into flows, messages and logs.
public struct RequestID: Hashable, Sendable, RawRepresentable, Codable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }
}

/// The canonical form of a UUID text, or nil when it is not 32 hexadecimal digits with hyphens in the usual places or nowhere.
func canonicalUUID(_ text: some StringProtocol) -> String? {
    var digits: [UInt8] = []
    digits.reserveCapacity(36)
    var hyphens = 0
    for (offset, byte) in text.utf8.enumerated() {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"):
            digits.append(byte)
        case UInt8(ascii: "A")...UInt8(ascii: "F"):
            digits.append(byte | 0x20)
        case UInt8(ascii: "-") where offset == 8 || offset == 13 || offset == 18 || offset == 23:
            hyphens += 1
        default:
            return nil
        }
        guard digits.count <= 32 else { return nil }
    }
    guard digits.count == 32, hyphens == 0 || hyphens == 4 else { return nil }
    for offset in [8, 13, 18, 23] { digits.insert(UInt8(ascii: "-"), at: offset) }
    return String(decoding: digits, as: UTF8.self)
}
