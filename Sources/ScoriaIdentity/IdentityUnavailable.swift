/// Why nobody can say at the moment who sends a request; the request is then refused with 503, never let in.
public struct IdentityUnavailable: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of trouble it is; the labels of a metric, so there are few.
    public enum Kind: String, Sendable, CaseIterable {
        /// No answer came in time.
        case slow
        /// No connection could be made, or it broke.
        case unreachable
        /// An answer came that is none of the protocol.
        case nonsense
        /// The identity service says that it cannot work, or that it has too much to do.
        case failing
        /// The identity service does not let this service ask.
        case refusesService = "refuses_service"
        /// Too many checks wait for their turn.
        case busy
    }

    public let kind: Kind
    /// What exactly happened, for the operator's log: never a token, a password or the bytes of an answer.
    public let detail: String

    /// A trouble with what is known of it.
    public init(_ kind: Kind, _ detail: String) {
        self.kind = kind
        self.detail = detail
    }

    public var description: String { detail }

    /// What the sender of the request is told.
    public var message: String {
        switch kind {
        case .slow: "The credentials cannot be checked, because the identity service does not answer in time."
        case .unreachable: "The credentials cannot be checked, because the identity service cannot be reached."
        case .nonsense: "The credentials cannot be checked, because the identity service gave an answer that makes no sense."
        case .failing: "The credentials cannot be checked, because the identity service is out of order."
        case .refusesService: "The credentials cannot be checked, because the identity service does not accept this service's own."
        case .busy: "The credentials cannot be checked yet, because too many others wait for the same."
        }
    }

    /// What the sender can do.
    public static let correction = "Repeat the request a little later; if it goes on like this, tell the operator."

    /// After how many seconds the sender should come back, for `Retry-After`.
    public static let retryAfterSeconds = 5
}
