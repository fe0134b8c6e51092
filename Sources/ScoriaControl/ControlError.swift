/// Why a use case was refused or failed, for the caller: a kind that the API turns into a code, and a sentence.
public struct ControlError: Error, Sendable, CustomStringConvertible {
    /// What kind of refusal this is.
    public struct Code: Hashable, Sendable {
        private enum Kind {
            case badRequest, notFound, conflict, forbidden, overLimit, preconditionFailed, unavailable, badGateway, notImplemented,
                internalFailure
        }
        private let kind: Kind

        /// The request cannot be carried out as it stands: a value is wrong, or the state does not allow it (400).
        public static let badRequest = Code(kind: .badRequest)
        /// The named resource does not exist for this caller (404).
        public static let notFound = Code(kind: .notFound)
        /// The request collides with what exists or is under way (409).
        public static let conflict = Code(kind: .conflict)
        /// The caller may not do this (403).
        public static let forbidden = Code(kind: .forbidden)
        /// A quota would be exceeded (413 with `Retry-After: 0`).
        public static let overLimit = Code(kind: .overLimit)
        /// A condition that the request itself named does not hold, such as `If-Match` (412).
        public static let preconditionFailed = Code(kind: .preconditionFailed)
        /// What is needed does not answer at present (503).
        public static let unavailable = Code(kind: .unavailable)
        /// Another part that was asked does not answer (502).
        public static let badGateway = Code(kind: .badGateway)
        /// The backend or this release cannot do this (501).
        public static let notImplemented = Code(kind: .notImplemented)
        /// A failure that is not the caller's (500); the sentence must still help.
        public static let internalFailure = Code(kind: .internalFailure)
    }

    public let code: Code
    /// What happened, to what, and why: a complete sentence, worded as the field words it where tools match the text.
    public let message: String
    /// What the caller can do about it, when there is something.
    public let correction: String?

    /// A refusal with its sentence.
    public init(_ code: Code, _ message: String, correction: String? = nil) {
        self.code = code
        self.message = message
        self.correction = correction
    }

    public var description: String { message }
}

extension ControlError {
    /// A resource that does not exist for this caller, in the sentence that clients know.
    public static func notFound(_ kind: String, _ id: String) -> ControlError {
        ControlError(.notFound, "\(kind) \(id) could not be found.")
    }

    /// A wrong value or state, in one sentence.
    public static func badRequest(_ message: String, correction: String? = nil) -> ControlError {
        ControlError(.badRequest, message, correction: correction)
    }

    /// What a policy rule does not let the caller do.
    public static func refused(by rule: String) -> ControlError {
        ControlError(.forbidden, "Policy does not allow \(rule) to be performed.")
    }
}
