/// A moment in UTC with microseconds, in the form that the API and the database share.
///
/// The text has no zone suffix, as the field writes it (`2026-11-21T10:17:42.000123`), so it sorts as text and is copied from the
/// database into an answer without conversion.
public struct Timestamp: Hashable, Sendable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00 UTC.
    public let microseconds: Int64

    /// A moment given in microseconds since 1970.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    public static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    /// The moment `seconds` later (earlier, when negative).
    public func advanced(bySeconds seconds: Double) -> Timestamp {
        Timestamp(microseconds: microseconds + Int64(seconds * 1_000_000))
    }

    /// Seconds from `earlier` to this moment.
    public func seconds(since earlier: Timestamp) -> Double {
        Double(microseconds - earlier.microseconds) / 1_000_000
    }
}

extension Timestamp: RawRepresentable, Codable, CustomStringConvertible {
    /// The text `YYYY-MM-DDTHH:MM:SS.ffffff`.
    public var rawValue: String {
        let (days, ofDay) = microseconds.flooredQuotientAndRemainder(by: 86_400_000_000)
        let (year, month, day) = civilDate(fromDays: days)
        let seconds = ofDay / 1_000_000
        var text: [UInt8] = []
        text.reserveCapacity(26)
        text.append(decimal: year, width: 4)
        text.append(UInt8(ascii: "-"))
        text.append(decimal: month, width: 2)
        text.append(UInt8(ascii: "-"))
        text.append(decimal: day, width: 2)
        text.append(UInt8(ascii: "T"))
        text.append(decimal: seconds / 3600, width: 2)
        text.append(UInt8(ascii: ":"))
        text.append(decimal: seconds / 60 % 60, width: 2)
        text.append(UInt8(ascii: ":"))
        text.append(decimal: seconds % 60, width: 2)
        text.append(UInt8(ascii: "."))
        text.append(decimal: ofDay % 1_000_000, width: 6)
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads ISO 8601 text in UTC: a date, optionally a time with up to six fractional digits, optionally `Z` or `+00:00`; else nil.
    public init?(rawValue: String) {
        var reader = DigitReader(rawValue.utf8)
        guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2), reader.skip("-"),
            let day = reader.number(2), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        var ofDay: Int64 = 0
        if reader.skip("T") || reader.skip(" ") {
            guard let hour = reader.number(2), reader.skip(":"), let minute = reader.number(2), hour < 24, minute < 60 else { return nil }
            ofDay = (hour * 3600 + minute * 60) * 1_000_000
            if reader.skip(":") {
                guard let second = reader.number(2), second < 61 else { return nil }
                ofDay += second * 1_000_000
                if reader.skip(".") {
                    guard let fraction = reader.fraction() else { return nil }
                    ofDay += fraction
                }
            }
            if !reader.skip("Z") { _ = reader.skip("+00:00") }
        }
        guard reader.isAtEnd else { return nil }
        microseconds = daysFromCivil(year: year, month: month, day: day) * 86_400_000_000 + ofDay
    }

    public var description: String { rawValue }
}

/// The date of a day number since 1970, in the proleptic Gregorian calendar.
func civilDate(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let (era, ofEra) = shifted.flooredQuotientAndRemainder(by: 146_097)
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let dayOfYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}

/// The day number since 1970 of a date.
func daysFromCivil(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = shiftedYear.flooredQuotientAndRemainder(by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
}

extension Int64 {
    func flooredQuotientAndRemainder(by divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension [UInt8] {
    fileprivate mutating func append(decimal value: Int64, width: Int) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
            divisor /= 10
        }
    }
}

/// Reads fixed-width numbers and literal separators from the front of a text.
private struct DigitReader {
    private var rest: Substring.UTF8View
    init(_ text: String.UTF8View) { rest = text[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func number(_ width: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<width {
            guard let byte = rest.first, (48...57).contains(byte) else { return nil }
            value = value * 10 + Int64(byte - 48)
            rest = rest.dropFirst()
        }
        return value
    }

    /// Up to six digits after a decimal point, as microseconds.
    mutating func fraction() -> Int64? {
        var value: Int64 = 0
        var digits = 0
        while let byte = rest.first, (48...57).contains(byte), digits < 6 {
            value = value * 10 + Int64(byte - 48)
            digits += 1
            rest = rest.dropFirst()
        }
        guard digits > 0 else { return nil }
        for _ in digits..<6 { value *= 10 }
        return value
    }

    mutating func skip(_ literal: String) -> Bool {
        guard rest.starts(with: literal.utf8) else { return false }
        rest = rest.dropFirst(literal.utf8.count)
        return true
    }
}
