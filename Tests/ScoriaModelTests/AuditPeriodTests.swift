import ScoriaModel
import Testing

@Suite("Audit periods cut the calendar as the field does")
struct AuditPeriodTests {
    /// The answers of the ancestor's own function for the same words and moments.
    @Test(
        "the last one that is over",
        arguments: [
            ("month", "2026-11-21T12:34:56", "2026-10-01T00:00:00", "2026-11-01T00:00:00"),
            ("month@15", "2026-11-14T12:00:00", "2026-09-15T00:00:00", "2026-10-15T00:00:00"),
            ("month", "2027-01-31T00:00:00", "2026-12-01T00:00:00", "2027-01-01T00:00:00"),
            ("month@2", "2027-01-01T23:00:00", "2026-11-02T00:00:00", "2026-12-02T00:00:00"),
            ("year", "2026-11-21T12:34:56", "2025-01-01T00:00:00", "2026-01-01T00:00:00"),
            ("year@12", "2026-11-21T12:34:56", "2024-12-01T00:00:00", "2025-12-01T00:00:00"),
            ("day", "2026-03-01T00:30:00", "2026-02-28T00:00:00", "2026-03-01T00:00:00"),
            ("day@18", "2024-03-01T12:00:00", "2024-02-28T18:00:00", "2024-02-29T18:00:00"),
            ("hour", "2026-11-21T12:34:56", "2026-11-21T11:00:00", "2026-11-21T12:00:00"),
            ("hour@45", "2026-11-21T00:34:56", "2026-11-20T22:45:00", "2026-11-20T23:45:00"),
        ]
    )
    func periods(rule: String, now: String, beginning: String, ending: String) throws {
        let period = try #require(AuditPeriodRule(rule)).lastCompleted(at: try moment(now))
        #expect(period == AuditPeriod(from: try moment(beginning), to: try moment(ending)))
    }

    @Test("each begins where the one before ends", arguments: ["hour@7", "day@23", "month@28", "year@2"])
    func noGaps(text: String) throws {
        let rule = try #require(AuditPeriodRule(text))
        var period = rule.lastCompleted(at: try moment("2030-01-01"))
        for _ in 0..<200 {
            let earlier = rule.lastCompleted(at: period.beginning)
            #expect(earlier.ending == period.beginning)
            period = earlier
        }
    }

    @Test("a period is over in the moment in which the next one begins")
    func boundary() throws {
        let midnight = try moment("2026-11-21")
        #expect(try #require(AuditPeriodRule("day")).lastCompleted(at: midnight).ending == midnight)
    }

    @Test(
        "words that are no period",
        arguments: ["", "week", "month@29", "month@-1", "day@24", "hour@60", "year@13", "day@", "day@1@2", "Month"]
    )
    func wrong(text: String) {
        #expect(AuditPeriodRule(text) == nil)
    }

    private func moment(_ text: String) throws -> Timestamp { try #require(Timestamp(rawValue: text)) }
}
