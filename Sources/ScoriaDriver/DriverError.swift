/// What went wrong in a driver, and what that means for the call.
///
/// The flow engine acts on ``disposition``, never on text.
public struct DriverError: Error, Sendable, CustomStringConvertible {
    /// Whether the call may be tried again, and whether it may have happened.
    public enum Disposition: String, Sendable, Codable {
        /// The call did not happen and may succeed later: try it again.
        case transient
        /// The call did not happen and will not: give up.
        case permanent
        /// The call may have happened: ask, or repeat it, since drivers converge.
        case ambiguous
    }

    /// What kind of failure this is.
    ///
    /// A struct, so that a new kind breaks nobody.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case backend, unavailable, outOfSpace, busy, notFound, invalidConnector, notSupported, invalidReference, alreadyManaged
            case timeout, invalidConfiguration, corrupted, partlyDeleted
        }

        private let kind: Kind

        /// The backend refused or failed for a reason of its own.
        public static let backend = Code(kind: .backend)
        /// The backend cannot be reached or is not set up.
        public static let unavailable = Code(kind: .unavailable)
        /// The pool has no room for the request.
        public static let outOfSpace = Code(kind: .outOfSpace)
        /// The object has dependents or is in use.
        public static let busy = Code(kind: .busy)
        /// An object that the call needs (not one that it deletes) is missing.
        public static let notFound = Code(kind: .notFound)
        /// The connector lacks a key or has a bad one; the caller's fault (400).
        public static let invalidConnector = Code(kind: .invalidConnector)
        /// The backend cannot do this at all.
        public static let notSupported = Code(kind: .notSupported)
        /// A reference to an existing object is malformed or names nothing.
        public static let invalidReference = Code(kind: .invalidReference)
        /// The referenced object belongs to a volume already.
        public static let alreadyManaged = Code(kind: .alreadyManaged)
        /// No answer within the deadline.
        public static let timeout = Code(kind: .timeout)
        /// The backend's configuration is wrong.
        public static let invalidConfiguration = Code(kind: .invalidConfiguration)
        /// Data on the backend is not what it must be.
        public static let corrupted = Code(kind: .corrupted)
        /// The object is in use like a busy one, but what it holds may be destroyed in part already.
        public static let partlyDeleted = Code(kind: .partlyDeleted)

        public var description: String { kind.rawValue }
    }

    public let code: Code
    public let disposition: Disposition
    /// What happened, to what, and why, for people.
    ///
    /// Never holds a secret.
    public let message: String
    /// What to do next, for the operator; nil when there is nothing to say.
    public let correction: String?

    /// A failure that says what it is and what it means.
    public init(_ code: Code, _ disposition: Disposition, _ message: String, correction: String? = nil) {
        self.code = code
        self.disposition = disposition
        self.message = message
        self.correction = correction
    }

    public var description: String { correction.map { "\(message) \($0)" } ?? message }

    /// What the failure of a deletion means when an earlier try may have destroyed something: that it did not happen is no longer true.
    ///
    /// So nobody takes what is left for whole because the rest is merely in use.
    public var afterDestruction: DriverError {
        let disposition = disposition == .transient ? .ambiguous : disposition
        guard code == .busy else { return DriverError(code, disposition, message, correction: correction) }
        return DriverError(
            .partlyDeleted,
            disposition,
            "\(message) An earlier try may have destroyed a part of it.",
            correction: [correction, "Then delete it again."].compactMap { $0 }.joined(separator: " ")
        )
    }
}
