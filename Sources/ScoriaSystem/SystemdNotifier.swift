import Glibc

/// Tells systemd how the service is doing: the protocol of `sd_notify(3)`, without its library.
///
/// Each message is one datagram to the socket that the environment names. A message that cannot be delivered is dropped, as the
/// protocol asks.
public struct SystemdNotifier: Sendable {
    private let path: String
    /// How often at least the watchdog wants a sign of life; nil when it is off.
    public let watchdogInterval: Duration?

    /// The notifier that the environment asks for; nil when the service was not started by systemd.
    public init?(environment: [String: String], process: Int32? = nil) {
        guard let path = environment["NOTIFY_SOCKET"], path.hasPrefix("/") || path.hasPrefix("@") else { return nil }
        self.path = path
        // The variables are inherited, so they may be meant for another process.
        let isOurs = environment["WATCHDOG_PID"].map { $0 == "\(process ?? getpid())" } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap(Int64.init) ?? 0
        watchdogInterval = isOurs && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    /// Says that the service answers now.
    public func ready(status: String) { send("READY=1\nSTATUS=\(Self.oneLine(status))") }

    /// Says that the service is on its way to its end.
    public func stopping() { send("STOPPING=1") }

    /// Says in a line what the service is doing, for `systemctl status`.
    public func status(_ text: String) { send("STATUS=\(Self.oneLine(text))") }

    /// Asks for more time to start or stop than the unit allows.
    public func extendTimeout(by duration: Duration) {
        send("EXTEND_TIMEOUT_USEC=\(duration.components.seconds * 1_000_000)")
    }

    /// Gives the watchdog its sign of life twice in each interval, as long as `isAlive` says so, until the task is cancelled.
    ///
    /// Returns at once when there is no watchdog. When `isAlive` hangs or says no, the sign stays out and systemd restarts us.
    public func keepAlive(while isAlive: @Sendable () async -> Bool, clock: some Clock<Duration> = ContinuousClock()) async {
        guard let watchdogInterval else { return }
        while !Task.isCancelled {
            if await isAlive() { send("WATCHDOG=1") }
            // Cancellation ends the sleep with an error, and then the loop.
            try? await clock.sleep(for: watchdogInterval / 2)
        }
    }

    private static func oneLine(_ text: String) -> String {
        String(text.map { $0.isNewline ? " " : $0 })
    }

    private func send(_ message: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var name = Array(path.utf8)
        let capacity = MemoryLayout.size(ofValue: address.sun_path)
        guard name.count < capacity else { return }
        // An @ stands for the zero byte of an abstract name, which ends where its length says.
        if name[0] == UInt8(ascii: "@") { name[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let length = MemoryLayout.offset(of: \sockaddr_un.sun_path).map { $0 + name.count } ?? MemoryLayout<sockaddr_un>.size
        let text = Array(message.utf8)
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                _ = sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL), generic, socklen_t(length))
            }
        }
    }
}
