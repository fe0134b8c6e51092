/// Why a filter dropped a pool: in words that a user may read, and in full for the operator.
public struct Objection: Sendable, Hashable, Codable {
    /// The filter that objects, by its name in the configuration.
    public let filter: String
    /// How the objection reads to a user; nil when it says nothing to a user, as with pools that were not asked about.
    public let userPhrase: Phrase?
    /// What was asked, for the operator.
    public let asked: String
    /// What the pool offers instead, for the operator.
    public let found: String

    /// An objection of a filter.
    ///
    /// The phrase must not name backends, pools or extra specs that users may not see.
    public init(filter: String, userPhrase: Phrase?, asked: String, found: String) {
        self.filter = filter
        self.userPhrase = userPhrase
        self.asked = asked
        self.found = found
    }

    /// A predicate for one and for several pools: "lacks 5 GiB free", "lack 5 GiB free".
    public struct Phrase: Sendable, Hashable, Codable {
        public let one: String
        public let many: String

        /// A predicate in both numbers.
        public init(one: String, many: String) {
            self.one = one
            self.many = many
        }

        /// The predicate with its subject.
        public func sentence(count: Int) -> String {
            count == 1 ? "1 pool \(one)" : "\(count) pools \(many)"
        }
    }
}
