import ScoriaModel
import Testing

@Suite("Timestamps are the field's text and sort like it")
struct TimestampTests {
    @Test(
        "text and microseconds are two forms of one value",
        arguments: [
            (0, "1970-01-01T00:00:00.000000"), (-1, "1969-12-31T23:59:59.999999"), (951_782_400_000_001, "2000-02-29T00:00:00.000001"),
            (1_795_257_462_000_123, "2026-11-21T10:37:42.000123"), (4_107_542_399_999_999, "2100-02-28T23:59:59.999999"),
            (4_107_542_400_000_000, "2100-03-01T00:00:00.000000"),
        ] as [(Int64, String)]
    )
    func roundTrip(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).rawValue == text)
        #expect(Timestamp(rawValue: text)?.microseconds == microseconds)
    }

    @Test("every day of four centuries comes back")
    func days() {
        for day in Int64(-30_000)..<120_000 {
            let moment = Timestamp(microseconds: day * 86_400_000_000 + 43_200_000_000)
            #expect(Timestamp(rawValue: moment.rawValue) == moment)
        }
    }

    @Test("shorter forms of ISO 8601 that clients send")
    func shortForms() {
        let midnight = Timestamp(rawValue: "2026-11-21T00:00:00.000000")
        for text in [
            "2026-11-21", "2026-11-21T00:00", "2026-11-21T00:00:00", "2026-11-21 00:00:00", "2026-11-21T00:00:00Z",
            "2026-11-21T00:00:00.0+00:00",
        ] {
            #expect(Timestamp(rawValue: text) == midnight)
        }
    }

    @Test(
        "texts that are no time",
        arguments: [
            "", "today", "2026", "2026-13-01", "2026-00-10", "2026-11-32", "2026-11-21T24:00:00", "2026-11-21T10:00:00.",
            "2026-11-21T10:00:00X", "2026-11-21T",
        ]
    )
    func refused(text: String) {
        #expect(Timestamp(rawValue: text) == nil)
    }
}
