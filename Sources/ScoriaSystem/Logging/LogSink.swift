import Glibc
import Synchronization

/// Where lines of the log go.
public struct LogSink: Sendable {
    private let writing: @Sendable ([UInt8]) -> Void

    /// A sink that hands each line, with its line break, to `writing`.
    public init(writing: @escaping @Sendable ([UInt8]) -> Void) {
        self.writing = writing
    }

    /// Writes one whole line.
    public func write(_ line: [UInt8]) { writing(line) }

    /// Standard error, where journald and containers look; a line is never torn apart by another one of this process.
    public static let standardError = LogSink(descriptor: STDERR_FILENO)

    /// A sink that writes to a file descriptor.
    ///
    /// What cannot be written is lost: a service must not end because nobody reads its log.
    init(descriptor: Int32) {
        let turn = Mutex(())
        writing = { line in turn.withLock { _ in Self.writeAll(line, to: descriptor) } }
    }

    private static func writeAll(_ line: [UInt8], to descriptor: Int32) {
        line.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno == EAGAIN {
                    var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    guard poll(&ready, 1, patienceMilliseconds) > 0 else { return }
                } else if errno != EINTR {
                    return
                }
            }
        }
    }

    /// How long a full pipe may hold up the service, in milliseconds.
    private static let patienceMilliseconds: Int32 = 100
}
