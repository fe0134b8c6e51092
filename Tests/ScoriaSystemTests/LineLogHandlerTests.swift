import Glibc
import Logging
import ScoriaModel
import Synchronization
import Testing

@testable import ScoriaSystem

@Suite struct LineLogHandlerTests {
    /// Keeps what is written.
    final class Lines: Sendable {
        private let bytes = Mutex<[UInt8]>([])

        var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

        func logger(_ format: LineLogHandler.Format, level: Logger.Level = .trace) -> Logger {
            let sink = LogSink { line in self.bytes.withLock { $0 += line } }
            let clock = WallClock { Timestamp(microseconds: 1_795_257_608_123_456) }
            return Logger(label: "scoria.test") { label in
                LineLogHandler(label: label, level: level, format: format, clock: clock, sink: sink)
            }
        }
    }

    @Test func aRecordIsALineForPeople() {
        let lines = Lines()
        var logger = lines.logger(.text)
        logger[metadataKey: "volume_id"] = "5b9c"
        logger.info(
            "Volume created.",
            metadata: ["name": "my disk", "empty": "", "pool": ["host": "a@b#c", "free": "3"], "zones": ["x", "y"]]
        )
        #expect(
            lines.text == """
                2026-11-21T10:40:08.123456Z info Volume created. empty="" name="my disk" pool.free=3 pool.host=a@b#c volume_id=5b9c \
                zones="[x, y]"

                """
        )
    }

    @Test func aRecordIsAnObjectForCollectors() throws {
        let lines = Lines()
        lines.logger(.json).error("Say \"no\".", metadata: ["n": ["a", ["k": "v"]], "level": "mine"])
        #expect(
            lines.text == """
                {"time":"2026-11-21T10:40:08.123456Z","level":"error","logger":"scoria.test","message":"Say \\"no\\".",\
                "metadata_level":"mine","n":["a",{"k":"v"}]}

                """
        )
    }

    @Test(arguments: [LineLogHandler.Format.text, .json]) func nobodyForgesARecord(_ format: LineLogHandler.Format) {
        let lines = Lines()
        let evil = "a\nb\rc\u{1B}[31m\u{0}\u{2028}\u{85}\u{202E}d\" admin=true"
        lines.logger(format).info("\(evil)", metadata: ["na\nme =": "\(evil)", "list": ["\(evil)"]])
        let text = lines.text
        #expect(text.hasSuffix("\n"))
        #expect(text.unicodeScalars.count { $0.value < 0x20 } == 1)
        if format == .text {
            #expect(text.contains(#"na_me__="a\nb\rc\u{1b}[31m\u{0}\u{2028}\u{85}\u{202e}d\" admin=true""#))
        }
    }

    @Test func recordsBelowTheLevelAreNotWritten() {
        let lines = Lines()
        lines.logger(.text, level: .warning).info("quiet")
        #expect(lines.text.isEmpty)
    }

    @Test func secretsStaySecret() {
        let lines = Lines()
        lines.logger(.text).info("CHAP", metadata: ["password": "\(Secret("geheim"))"])
        #expect(lines.text.hasSuffix("password=\"<secret>\"\n"))
    }

    @Test func aClosedPipeEndsNothing() {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        signal(SIGPIPE, SIG_IGN)
        close(ends[0])
        LogSink(descriptor: ends[1]).write(Array("lost\n".utf8))
        close(ends[1])
    }
}
