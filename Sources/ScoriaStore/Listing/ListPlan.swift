internal import ScoriaModel

/// A column that listings may sort by.
struct SortColumn: Hashable {
    /// The expression that the indices hold.
    let expression: String
    /// Whether an index serves the order; without one all rows of the scope are sorted, which administrators' rare keys are worth.
    var isIndexed = true

    /// An order that no index serves.
    static func unindexed(_ expression: String) -> SortColumn { SortColumn(expression: expression, isIndexed: false) }

    static let created = SortColumn(expression: "v.created_at")
    static let id = SortColumn(expression: "v.id")
}

/// A column that listings may filter on.
struct FilterColumn {
    /// What the planner is to make of a filter on the column.
    enum Reach {
        /// An index holds (scope, column, created_at, id): an equality comes in the default order.
        case indexed
        /// Few rows have one value: found by an index of the column alone, then sorted.
        case selective
        /// Tested on the rows as they come in the order of the listing.
        case tested
    }

    /// The expression that the indices hold; for a nullable column `COALESCE(column, '')`.
    let expression: String
    /// The column itself.
    let column: String
    let reach: Reach

    /// A column that is not null.
    init(_ column: String, _ reach: Reach) {
        self.column = "v.\(column)"
        expression = self.column
        self.reach = reach
    }

    /// An expression over several columns, or over another table's.
    init(computed expression: String, _ reach: Reach = .indexed) {
        column = expression
        self.expression = expression
        self.reach = reach
    }

    /// A column that may be null and is indexed by `COALESCE`.
    init(nullable column: String) {
        self.column = "v.\(column)"
        expression = "COALESCE(v.\(column), '')"
        reach = .indexed
    }
}

/// The SQL of one page.
///
/// Keyset pagination in mixed directions is done in segments: for the keys (a, b, id) after the marker (x, y, i) first the rows with
/// `a = x AND b = y AND id > i`, then those with `a = x AND b > y`, then `a > x`. Each segment is one range of one index, which a single
/// condition with `OR` is not, so the last page costs what the first does.
struct ListPlan {
    /// One segment: a condition beside the filters, with its parameters, and the order of what it holds.
    struct Segment {
        let condition: String
        let parameters: [SQLValue]
        /// `a ASC, b DESC, …` without the keys that the condition fixes: SQLite would sort by them although they do not vary.
        let order: String
    }

    /// What all segments share: scope and filters; never empty.
    let condition: String
    let parameters: [SQLValue]
    /// One without a marker.
    let segments: [Segment]
    let limit: Int
    let offset: Int
    private let hasMarker: Bool

    /// Plans a page; `sortColumn` and `filterColumn` say what the keys of the query mean in the table, which is called `v`.
    ///
    /// - Throws: ``StoreError`` `unknownMarker` when the marker is not among the rows of the scope.
    init<Resource, SortKey, FilterKey>(
        _ query: ListQuery<Resource, SortKey, FilterKey>,
        in table: Table,
        on transaction: some StoreReading,
        sortColumn: (SortKey) -> SortColumn,
        filterColumn: (FilterKey) -> FilterColumn
    ) throws {
        let keys = Self.keys(query.sort.map { (sortColumn($0.key), $0.isDescending) })
        var conditions = ListConditions(dialect: transaction.connection.dialect)
        for filter in query.filters { conditions.add(filter, filterColumn) }
        conditions.addScope(query.project)
        condition = conditions.text
        parameters = conditions.parameters
        // Far beyond any table, and their sum still fits.
        limit = min(max(query.limit, 0), Int(Int32.max))
        offset = min(max(query.offset, 0), Int.max / 2)
        hasMarker = query.marker != nil
        if let marker = query.marker {
            segments = try Self.segments(after: marker.rawValue, scope: query.project, keys, in: table, on: transaction)
        } else {
            segments = [Segment(condition: "", parameters: [], order: Self.order(keys[...]))]
        }
    }

    private typealias Key = (column: SortColumn, isDescending: Bool)

    /// The keys of a total order: those asked for, then creation and id, and nothing after the id.
    private static func keys(_ asked: [Key]) -> [Key] {
        let defaultDirection = asked.first?.isDescending ?? true
        var keys: [Key] = []
        for key in asked + [(SortColumn.created, defaultDirection), (SortColumn.id, defaultDirection)] {
            guard keys.last?.column != .id else { break }
            if !keys.contains(where: { $0.column == key.column }) { keys.append(key) }
        }
        return keys
    }

    private static func order(_ keys: ArraySlice<Key>) -> String {
        keys.map { "\($0.column.expression) \($0.isDescending ? "DESC" : "ASC")" }.joined(separator: ", ")
    }

    private static func segments(
        after marker: String,
        scope: ProjectID?,
        _ keys: [Key],
        in table: Table,
        on transaction: some StoreReading
    ) throws -> [Segment] {
        let expressions = keys.map(\.column.expression).joined(separator: ", ")
        let sql = "SELECT v.project_id, \(expressions) FROM \(table.name) v WHERE v.id = ?"
        let row = try transaction.first(sql, [.text(marker)]) { row in
            (project: row.text(0), values: keys.indices.map { row.value(Int32($0) + 1) })
        }
        guard let row, scope == nil || row.project == scope?.rawValue else {
            throw StoreError(.unknownMarker, "The marker \(marker) names no row of this listing. Begin again without a marker.")
        }
        return keys.indices.reversed().map { last in
            var conditions = keys[..<last].map { "\($0.column.expression) = ?" }
            conditions.append("\(keys[last].column.expression) \(keys[last].isDescending ? "<" : ">") ?")
            let condition = conditions.joined(separator: " AND ")
            return Segment(condition: condition, parameters: Array(row.values[...last]), order: order(keys[last...]))
        }
    }
}

extension ListPlan {
    /// Hands each row of the page to `body`.
    ///
    /// `select` is the statement up to the WHERE; each segment asks for what the ones before have left of the limit.
    func run(_ select: String, on connection: any SQLConnection, _ body: (SQLRow) throws -> Void) throws {
        var remaining = limit
        var toSkip = offset
        for segment in segments where remaining > 0 {
            let (sql, parameters) = page(of: segment, select: select, skipping: toSkip, limit: remaining)
            try connection.query(sql, parameters) { row in
                guard toSkip == 0 || !hasMarker else { return toSkip -= 1 }
                remaining -= 1
                try body(row)
            }
        }
    }

    /// The statement for at most `limit` rows of a segment.
    ///
    /// Without a marker the engine leaves out the offset; with one it gives what is to be left out too, since nobody knows in which
    /// segment the offset ends.
    func page(of segment: Segment, select: String, skipping: Int, limit: Int) -> (sql: String, parameters: [SQLValue]) {
        guard hasMarker else {
            let window: [SQLValue] = [.integer(Int64(limit)), .integer(Int64(skipping))]
            return ("\(select) WHERE \(condition) ORDER BY \(segment.order) LIMIT ? OFFSET ?", parameters + window)
        }
        let sql = "\(select) WHERE \(condition) AND \(segment.condition) ORDER BY \(segment.order) LIMIT ?"
        return (sql, parameters + segment.parameters + [.integer(Int64(limit + skipping))])
    }

    /// How many rows there are in all, without marker, offset and limit.
    func count(in table: Table, on transaction: some StoreReading) throws -> Int {
        try transaction.count("SELECT count(*) FROM \(table.name) v WHERE \(condition)", parameters)
    }
}

/// Collects the conditions of a listing with their parameters.
struct ListConditions {
    let dialect: any SQLDialect
    private var conditions: [String] = []
    private(set) var parameters: [SQLValue] = []
    private var isSelective = false

    init(dialect: any SQLDialect) {
        self.dialect = dialect
    }

    /// All of them; true when there are none.
    var text: String { conditions.isEmpty ? "1 = 1" : conditions.joined(separator: " AND ") }

    /// Adds the project after the filters, because a selective filter must keep the planner from walking the project's index.
    mutating func addScope(_ project: ProjectID?) {
        guard let project else { return }
        add("\(isSelective ? dialect.unindexed("v.project_id") : "v.project_id") = ?", [.text(project)])
    }

    /// Adds one filter.
    mutating func add<Key>(_ filter: ListFilter<Key>, _ meaning: (Key) -> FilterColumn) {
        switch filter {
        case .equals(let key, let value):
            let column = meaning(key)
            add("\(operand(column)) = ?", [value])
            if case .text("") = value, column.expression != column.column { add("\(column.column) IS NOT NULL", []) }
        case .isOneOf(let key, let texts):
            let column = meaning(key)
            let list = texts.map { _ in "?" }.joined(separator: ", ")
            add(
                texts.isEmpty ? "1 = 0" : "\(operand(column, isEquality: column.reach == .selective)) IN (\(list))",
                texts.map(SQLValue.text)
            )
        case .isNull(let key):
            add("\(dialect.unindexed(meaning(key).column)) IS NULL", [])
        case .contains(let key, let text):
            add("\(dialect.unindexed(meaning(key).column)) LIKE ? ESCAPE '\\'", [.text("%\(Self.escaped(text))%")])
        case .compares(let key, let comparison, let value):
            add("\(dialect.unindexed(meaning(key).column)) \(comparison.sql) ?", [value])
        case .member(let key, let name, let value):
            add(dialect.jsonMember(of: meaning(key).column), [.text(name), .text(value)])
        }
    }

    private mutating func add(_ condition: String, _ values: [SQLValue]) {
        conditions.append(condition)
        parameters += values
    }

    /// The expression, hidden from the planner where an index on it would lose the order.
    private mutating func operand(_ column: FilterColumn, isEquality: Bool = true) -> String {
        if column.reach == .selective { isSelective = true }
        return column.reach == .tested || !isEquality ? dialect.unindexed(column.expression) : column.expression
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            if character == "%" || character == "_" || character == "\\" { escaped.unicodeScalars.append("\\") }
            escaped.unicodeScalars.append(character)
        }
        return escaped
    }
}
