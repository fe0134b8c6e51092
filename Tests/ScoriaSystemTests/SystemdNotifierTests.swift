import Glibc
import ScoriaSystem
import Testing

@Suite struct SystemdNotifierTests {
    /// The socket that systemd would listen on.
    struct Receiver: ~Copyable {
        let descriptor: Int32
        let name: String

        init(name: String) throws {
            self.name = name
            descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let bytes = Array(name.utf8).map { $0 == UInt8(ascii: "@") ? 0 : $0 }
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
            let length = socklen_t(2 + bytes.count)
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
            }
            try #require(result == 0)
        }

        deinit { close(descriptor) }

        /// The next message.
        func next() -> String {
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
        }
    }

    @Test func systemdIsToldOfEveryState() throws {
        let receiver = try Receiver(name: "@scoria-test-\(getpid())-states")
        let notifier = try #require(SystemdNotifier(environment: ["NOTIFY_SOCKET": receiver.name]))
        notifier.ready(status: "Serving\non 127.0.0.1:8776")
        #expect(receiver.next() == "READY=1\nSTATUS=Serving on 127.0.0.1:8776")
        notifier.extendTimeout(by: .seconds(5))
        #expect(receiver.next() == "EXTEND_TIMEOUT_USEC=5000000")
        notifier.stopping()
        #expect(receiver.next() == "STOPPING=1")
    }

    @Test func withoutSystemdThereIsNoNotifier() {
        #expect(SystemdNotifier(environment: [:]) == nil)
        #expect(SystemdNotifier(environment: ["NOTIFY_SOCKET": "relative"]) == nil)
    }

    @Test func theWatchdogIsMeantForThisProcessOnly() throws {
        let mine = ["NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "7"]
        #expect(SystemdNotifier(environment: mine, process: 7)?.watchdogInterval == .seconds(30))
        #expect(try #require(SystemdNotifier(environment: mine, process: 8)).watchdogInterval == nil)
        #expect(try #require(SystemdNotifier(environment: ["NOTIFY_SOCKET": "/run/notify"])).watchdogInterval == nil)
    }

    @Test func theWatchdogGetsItsSignWhileAllIsWell() async throws {
        let receiver = try Receiver(name: "@scoria-test-\(getpid())-watchdog")
        let environment = ["NOTIFY_SOCKET": receiver.name, "WATCHDOG_USEC": "2000"]
        let notifier = try #require(SystemdNotifier(environment: environment))
        let beating = Task { await notifier.keepAlive(while: { true }) }
        #expect(receiver.next() == "WATCHDOG=1")
        #expect(receiver.next() == "WATCHDOG=1")
        beating.cancel()
        await beating.value
    }

    @Test func aSocketThatIsGoneIsNoMatter() throws {
        try #require(SystemdNotifier(environment: ["NOTIFY_SOCKET": "/nonexistent/notify"])).stopping()
        try #require(SystemdNotifier(environment: ["NOTIFY_SOCKET": "/" + String(repeating: "x", count: 200)])).stopping()
    }
}
