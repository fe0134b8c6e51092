/// What went wrong in the database, for the floors above.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure this is.
    public struct Code: Hashable, Sendable {
        private enum Kind { case inUse, unusable, newerSchema, full, corruptRow, constraint, lostLease, illegalMove, unknownMarker, failed }
        private let kind: Kind

        /// Another process owns the database.
        public static let inUse = Code(kind: .inUse)
        /// The file or server cannot be opened or written.
        public static let unusable = Code(kind: .unusable)
        /// The schema was made by a newer release.
        public static let newerSchema = Code(kind: .newerSchema)
        /// No room to write.
        public static let full = Code(kind: .full)
        /// A row holds a value that the model does not know.
        public static let corruptRow = Code(kind: .corruptRow)
        /// A uniqueness or reference rule of the schema.
        public static let constraint = Code(kind: .constraint)
        /// The flow is no longer owned by the one that writes.
        public static let lostLease = Code(kind: .lostLease)
        /// A status was to change in a way that the table of legal moves does not know.
        public static let illegalMove = Code(kind: .illegalMove)
        /// The marker of a listing names no row of it.
        public static let unknownMarker = Code(kind: .unknownMarker)
        /// Anything else.
        public static let failed = Code(kind: .failed)
    }

    public let code: Code
    /// What happened, to what, why, and what to do next.
    public let message: String

    /// A failure with its sentence.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}
