/// A version of the Block Storage API, `3.minor`.
public struct Microversion: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The part behind the point.
    public let minor: UInt8

    /// The version `3.minor`.
    public init(_ minor: UInt8) {
        self.minor = minor
    }

    /// What a request without a version header gets.
    public static let minimum = Microversion(0)
    /// The newest version that is spoken, and what `latest` means.
    public static let maximum = Microversion(71)

    /// The text, such as `3.27`.
    public var description: String { "3.\(minor)" }

    /// The value of the reply's `OpenStack-API-Version` header.
    public var headerValue: String { "volume 3.\(minor)" }

    public static func < (left: Self, right: Self) -> Bool { left.minor < right.minor }
}

extension Microversion {
    /// The header that selects a version, and that every routed reply carries.
    public static let headerName = "OpenStack-API-Version"

    /// What the version headers of a request come to.
    public enum Negotiation: Hashable, Sendable {
        /// The request is served in this version.
        case accepted(Microversion)
        /// The request is not served; `replyHeader` is the value of the reply's version header, which some refusals lack.
        case refused(Fault, replyHeader: String?)
    }

    /// Chooses the version from the values of all `OpenStack-API-Version` headers, in the order they came.
    ///
    /// The rules are the field's (`errors.tsv`, `traps.md` 4): nothing sent means 3.0, `latest` the maximum; of several entries the first whose
    /// text contains `volume` counts, also `volumev3`; headers for other services only are a 400 without a version header.
    public static func negotiate(_ headerValues: [String]) -> Negotiation {
        guard let first = headerValues.first else { return .accepted(.minimum) }
        if headerValues.count == 1, let version = usual(first) { return .accepted(version) }
        for value in headerValues {
            for entry in value.split(separator: ",", omittingEmptySubsequences: false) where entry.mentionsVolume {
                return negotiate(entry: entry)
            }
        }
        return .refused(
            Fault(
                .badRequest,
                "The \(headerName) header names no version of the volume service.",
                correction: "Send \"\(headerName): volume 3.NN\" with NN from 0 to \(maximum.minor), or \"volume latest\"."
            ),
            replyHeader: nil
        )
    }

    /// The version of the header as every client sends it, `volume 3.NN`; nil for any other form, which is then looked at in full.
    private static func usual(_ value: String) -> Microversion? {
        let prefix = "volume 3.".utf8
        guard value.utf8.starts(with: prefix) else { return nil }
        var minor: UInt8 = 0
        let digits = value.utf8.dropFirst(prefix.count)
        guard (1...2).contains(digits.count) else { return nil }
        for byte in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            minor = minor * 10 + byte - UInt8(ascii: "0")
        }
        let isCanonical = digits.count == 1 || minor >= 10
        return isCanonical && minor <= maximum.minor ? Microversion(minor) : nil
    }

    private static func negotiate(entry: Substring) -> Negotiation {
        let words = entry.split(whereSeparator: \.isWhitespace)
        guard words.count == 2 else { return malformed(entry) }
        if words[1] == "latest" { return .accepted(.maximum) }
        let parts = words[1].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0] != "0", isCanonicalNumber(parts[0]), isCanonicalNumber(parts[1]) else { return malformed(entry) }
        guard parts[0] == "3", let minor = UInt8(parts[1]), minor <= maximum.minor else {
            let message = "Version \(words[1]) is not supported by the API. The minimum is \(minimum) and the maximum is \(maximum)."
            // The field repeats what was asked for, but not the major versions that it once had.
            return .refused(Fault(.notAcceptable, message), replyHeader: ["1", "2"].contains(parts[0]) ? nil : "volume \(words[1])")
        }
        return .accepted(Microversion(minor))
    }

    private static func malformed(_ entry: Substring) -> Negotiation {
        .refused(
            Fault(
                .badRequest,
                "The API version \"\(entry.shortened(to: 64))\" has the wrong form.",
                correction: "Send \"\(headerName): volume 3.NN\" with NN from 0 to \(maximum.minor), or \"volume latest\"."
            ),
            replyHeader: nil
        )
    }

    private static func isCanonicalNumber(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) else {
            return false
        }
        return first != UInt8(ascii: "0") || text.utf8.count == 1
    }
}

extension Substring {
    fileprivate var mentionsVolume: Bool {
        let word = "volume".utf8
        var rest = utf8
        while rest.count >= word.count {
            if rest.starts(with: word) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}

extension StringProtocol {
    /// The text itself, or its beginning when it is longer than `limit` characters, so that an answer never repeats a huge input.
    func shortened(to limit: Int) -> String {
        count <= limit ? String(self) : String(prefix(limit)) + "…"
    }
}
