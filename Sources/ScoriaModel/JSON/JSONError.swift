/// Why bytes are not JSON that we take, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of fault it is.
    public struct Code: Hashable, Sendable {
        private enum Kind {
            case syntax, unexpectedEnd, invalidUTF8, invalidEscape, loneSurrogate, numberRange, tooDeep, duplicateKey, wrongType
        }
        private let kind: Kind

        /// A character that the grammar does not allow there.
        public static let syntax = Code(kind: .syntax)
        /// The text ends inside a value.
        public static let unexpectedEnd = Code(kind: .unexpectedEnd)
        /// Bytes that are not UTF-8.
        public static let invalidUTF8 = Code(kind: .invalidUTF8)
        /// A backslash with something that is no escape behind it.
        public static let invalidEscape = Code(kind: .invalidEscape)
        /// Half of a surrogate pair, which no Unicode text can hold.
        public static let loneSurrogate = Code(kind: .loneSurrogate)
        /// A number beyond what a double can hold.
        public static let numberRange = Code(kind: .numberRange)
        /// More nested arrays and objects than the limit.
        public static let tooDeep = Code(kind: .tooDeep)
        /// Two members of one object with the same name, where that is refused.
        public static let duplicateKey = Code(kind: .duplicateKey)
        /// JSON, but not of the type that was asked for.
        public static let wrongType = Code(kind: .wrongType)
    }

    public let code: Code
    /// The byte at which reading stopped, counted from 0.
    public let offset: Int
    /// What is wrong, without the position.
    public let message: String

    /// A fault at a byte offset.
    public init(_ code: Code, at offset: Int, _ message: String) {
        self.code = code
        self.offset = offset
        self.message = message
    }

    public var description: String { "\(message) at byte \(offset)" }
}
