/// Numbers as the field reads them from text, in extra specs, reports and expressions.
///
/// Stricter than the standard library in one way (no hexadecimal) and laxer in two (white space around, underscores between digits),
/// so that a text means the same here as in the ancestor.
enum NumberText {
    /// The whole number that a text is; nil when it is none, or one beyond 64 bits.
    static func integer(_ text: String) -> Int? {
        guard let digits = plainDigits(text, allowed: "+-0123456789") else { return nil }
        return Int(digits)
    }

    /// The number that a text is, also `nan` and `inf`; nil when it is none.
    static func double(_ text: String) -> Double? {
        let trimmed = text.trimmingSpaces()
        switch trimmed.lowercased() {
        case "nan", "+nan", "-nan": return .nan
        case "inf", "+inf", "infinity", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        default: return plainDigits(trimmed, allowed: "+-.eE0123456789").flatMap(Double.init)
        }
    }

    /// The text without white space around it and without underscores between digits; nil when it holds anything else.
    private static func plainDigits(_ text: String, allowed: StaticString) -> String? {
        let bytes = Array(text.trimmingSpaces().utf8)
        guard !bytes.isEmpty else { return nil }
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "_") {
                guard index > 0, index + 1 < bytes.count, isDigit(bytes[index - 1]), isDigit(bytes[index + 1]) else { return nil }
                continue
            }
            guard allowed.withUTF8Buffer({ $0.contains(byte) }) else { return nil }
            kept.append(byte)
        }
        return String(decoding: kept, as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

extension Double {
    /// The number with at most four decimals and none when it is whole.
    var plain: String {
        let rounded = (self * 10_000).rounded() / 10_000
        guard rounded == rounded.rounded(), abs(rounded) < 1e15 else { return "\(rounded)" }
        return "\(Int64(rounded))"
    }

    /// The number with two decimals, ties to even, exactly as decimal rounding of the binary value gives it.
    ///
    /// Multiplying and rounding is not enough: 2.675 is a little less than it looks, and one such cent decides whether a volume fits.
    var toTwoDecimals: Double {
        guard magnitude < 1e13 else { return self }
        let product = self * 100
        // What the multiplication lost, exactly.
        let lost = (-product).addingProduct(self, 100)
        let below = product.rounded(.down)
        let aboveHalf = (product - below - 0.5) + lost
        let isEven = below.truncatingRemainder(dividingBy: 2) == 0
        let whole = aboveHalf > 0 || (aboveHalf == 0 && !isEven) ? below + 1 : below
        return whole / 100
    }
}

extension StringProtocol {
    /// The text without the white space around it.
    func trimmingSpaces() -> String {
        guard let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[...last].drop(while: \.isWhitespace))
    }

    /// The text, or its beginning when it is long, so that what a backend or a user says cannot bloat an explanation.
    func shortened(to limit: Int = 200) -> String {
        guard utf8.count > limit else { return String(self) }
        return prefix(limit) + "…"
    }
}
