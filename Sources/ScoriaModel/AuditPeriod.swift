/// A span of time for which a usage audit tells what there was: from `beginning` on, up to but not including `ending`.
public struct AuditPeriod: Sendable, Hashable {
    public let beginning: Timestamp
    public let ending: Timestamp

    /// A period; nil when it has no length.
    public init?(from beginning: Timestamp, to ending: Timestamp) {
        guard beginning < ending else { return nil }
        self.beginning = beginning
        self.ending = ending
    }
}

/// How the calendar is cut into audit periods: the field's `volume_usage_audit_period`.
///
/// `hour`, `day`, `month` or `year`, with an optional `@` and where in it a period begins: the minute, hour, day or month. All in UTC.
public struct AuditPeriodRule: Sendable, Hashable, CustomStringConvertible {
    /// The length of a period.
    public enum Unit: String, Sendable, CaseIterable {
        case hour, day, month, year

        /// What may stand behind the `@`; months are begun on a day that every month has.
        public var offsets: ClosedRange<Int> {
            switch self {
            case .hour: 0...59
            case .day: 0...23
            case .month: 1...28
            case .year: 1...12
            }
        }
    }

    public let unit: Unit
    /// The minute, hour, day or month in which a period begins.
    public let offset: Int

    /// Calendar months.
    public static let month = AuditPeriodRule(unit: .month, offset: 1)

    private init(unit: Unit, offset: Int) {
        self.unit = unit
        self.offset = offset
    }

    /// Reads `month`, `day@18` and the like; nil for anything else.
    ///
    /// An offset of 0 is the first one there is, as in the field.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        guard let unit = Unit(rawValue: String(parts[0])) else { return nil }
        guard parts.count > 1 else {
            self.init(unit: unit, offset: unit.offsets.lowerBound)
            return
        }
        guard parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(parts[1]) else { return nil }
        let offset = max(number, unit.offsets.lowerBound)
        guard unit.offsets.contains(offset) else { return nil }
        self.init(unit: unit, offset: offset)
    }

    public var description: String { offset == unit.offsets.lowerBound ? unit.rawValue : "\(unit.rawValue)@\(offset)" }

    /// The last period that is over at a moment.
    public func lastCompleted(at now: Timestamp) -> AuditPeriod {
        let ending = boundary(atOrBefore: now)
        let beginning = boundary(atOrBefore: Timestamp(microseconds: ending.microseconds - 1))
        guard let period = AuditPeriod(from: beginning, to: ending) else {
            preconditionFailure("a boundary before \(ending) is \(beginning)")
        }
        return period
    }

    /// The last moment at which one period ends and the next one begins.
    private func boundary(atOrBefore now: Timestamp) -> Timestamp {
        let (day, _) = now.microseconds.flooredQuotientAndRemainder(by: Self.day)
        let date = civilDate(fromDays: day)
        switch unit {
        case .hour: return Self.step(now, length: Self.hour, shift: Int64(offset) * 60_000_000)
        case .day: return Self.step(now, length: Self.day, shift: Int64(offset) * Self.hour)
        case .month:
            let here = Self.start(year: date.year, month: date.month, day: Int64(offset))
            if here <= now { return here }
            return date.month == 1
                ? Self.start(year: date.year - 1, month: 12, day: Int64(offset))
                : Self.start(year: date.year, month: date.month - 1, day: Int64(offset))
        case .year:
            let here = Self.start(year: date.year, month: Int64(offset), day: 1)
            return here <= now ? here : Self.start(year: date.year - 1, month: Int64(offset), day: 1)
        }
    }

    private static let hour: Int64 = 3_600_000_000
    private static let day: Int64 = 24 * hour

    private static func step(_ now: Timestamp, length: Int64, shift: Int64) -> Timestamp {
        let (number, _) = (now.microseconds - shift).flooredQuotientAndRemainder(by: length)
        return Timestamp(microseconds: number * length + shift)
    }

    private static func start(year: Int64, month: Int64, day number: Int64) -> Timestamp {
        Timestamp(microseconds: daysFromCivil(year: year, month: month, day: number) * day)
    }
}
