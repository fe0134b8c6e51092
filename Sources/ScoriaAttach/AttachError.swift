/// Why a volume could not be attached or detached, for the person who asked.
public struct AttachError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What follows from a failure.
    public enum Kind: Sendable, Hashable {
        /// Nothing: the command can be repeated.
        case other
        /// The service has said no, and nothing was made.
        case refused
        /// A disk is there, but it is not this volume's.
        case wrongDisk
    }

    public let kind: Kind
    public let message: String
    /// What to do next; nil when the message says it all.
    public let correction: String?

    /// A failure in a whole sentence.
    public init(_ message: String, correction: String? = nil, kind: Kind = .other) {
        self.kind = kind
        self.message = message
        self.correction = correction
    }

    public var description: String { [message, correction].compactMap { $0 }.joined(separator: " ") }
}
