#if canImport(Glibc)
    import Glibc
#endif

/// A system call that failed: which one, on what, and with what number.
public struct SystemCallError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The call's name, such as `open`.
    public let call: String
    /// The file's name, or what else the call was made on.
    public let subject: String
    /// The `errno` of the failure.
    public let number: Int32

    /// A failure with a known number.
    public init(_ call: String, _ subject: String, number: Int32) {
        self.call = call
        self.subject = subject
        self.number = number
    }

    /// The failure that the thread's `errno` tells of; to be made right after the call.
    public static func last(_ call: String, _ subject: String) -> SystemCallError {
        SystemCallError(call, subject, number: errno)
    }

    /// The system's words for the number.
    public var reason: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    public var description: String { "\(call) of \(subject) failed: \(reason)" }
}
