public import ScoriaModel

/// One page of a listing: whose rows, which of them, in which order, and from where on.
public struct ListQuery<Resource: Sendable, SortKey: Hashable & Sendable, FilterKey: Hashable & Sendable>: Sendable {
    /// One key of the order.
    public struct Sort: Sendable, Hashable {
        public var key: SortKey
        public var isDescending: Bool

        /// A key with its direction.
        public init(_ key: SortKey, descending: Bool) {
            self.key = key
            isDescending = descending
        }
    }

    /// The project whose rows are listed; nil for all projects.
    public var project: ProjectID?
    /// Conditions that all must hold.
    public var filters: [ListFilter<FilterKey>] = []
    /// The order; empty for the newest first.
    ///
    /// Creation and id are added as last keys, in the direction of the first, so that the order is total.
    public var sort: [Sort] = []
    /// The row after which the page begins; it need not pass the filters.
    public var marker: ID<Resource>?
    /// How many rows at most.
    public var limit: Int
    /// How many rows to leave out first; costs as much as listing them.
    public var offset = 0

    /// The first `limit` rows of a project, or of all, the newest first.
    public init(project: ProjectID?, limit: Int) {
        self.project = project
        self.limit = limit
    }
}

/// A condition on the rows of a listing.
public enum ListFilter<Key: Hashable & Sendable>: Sendable, Hashable {
    /// The column has exactly this value.
    case equals(Key, SQLValue)
    /// The column has one of these texts.
    case isOneOf(Key, [String])
    /// The column has no value.
    case isNull(Key)
    /// The column holds this text somewhere, whatever the case of ASCII letters.
    case contains(Key, String)
    /// The column compares so with the value; without a value it does not.
    case compares(Key, ListComparison, SQLValue)
    /// The map in the column has this member.
    case member(Key, name: String, value: String)

    /// The column has this text.
    public static func equals(_ key: Key, _ text: String) -> Self { .equals(key, .text(text)) }
    /// The column has this number.
    public static func equals(_ key: Key, _ number: Int) -> Self { .equals(key, .integer(Int64(number))) }
    /// The column is true or false.
    public static func equals(_ key: Key, _ truth: Bool) -> Self { .equals(key, .bool(truth)) }
    /// The moment in the column compares so with another.
    public static func compares(_ key: Key, _ comparison: ListComparison, _ moment: Timestamp) -> Self {
        .compares(key, comparison, .text(moment.rawValue))
    }
}

/// How a column compares with a value, by the operators of the API.
public enum ListComparison: String, Sendable, Hashable, CaseIterable {
    case greater = "gt"
    case greaterOrEqual = "gte"
    case less = "lt"
    case lessOrEqual = "lte"
    case equal = "eq"
    case notEqual = "neq"

    var sql: String {
        switch self {
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .less: "<"
        case .lessOrEqual: "<="
        case .equal: "="
        case .notEqual: "<>"
        }
    }
}
