/// What a list request asks for: which page, in which order, of which rows.
public struct ListRequest: Hashable, Sendable {
    /// One key of the order.
    public struct Sort: Hashable, Sendable {
        /// The field's name for the attribute, in one spelling.
        public var attribute: String
        public var isAscending: Bool

        /// An order by one attribute.
        public init(_ attribute: String, isAscending: Bool) {
            self.attribute = attribute
            self.isAscending = isAscending
        }
    }

    /// At most this many rows; 0 is a valid empty page.
    public var limit: Int
    /// So many rows are skipped, behind the marker when there is one.
    public var offset = 0
    /// The id behind which the page begins.
    public var marker: String?
    /// The order, first key first; never empty.
    public var sorts: [Sort]
    /// What the rows must meet, all of it.
    public var filters: [ListFilter] = []
    /// Whether a filter names an attribute that no row has, so that nothing can match; only administrators get that far.
    public var matchesNothing = false
    /// Whether the rows of all projects are listed; only administrators get that far.
    public var isForAllProjects = false
    /// Whether the total number of matching rows is asked for.
    public var wantsCount = false
    /// The query as it came, for the next link.
    public var query: QueryString

    /// Whether the page is so full that a next link is due: the field shows one whenever as many rows as asked for were returned, and
    /// with a count whenever the total is that large (`traps.md` 12).
    public func isFull(returned: Int, total: Int?) -> Bool { returned > 0 && limit <= max(total ?? 0, returned) }

    /// The filter on an attribute, when there is one.
    public func filter(_ attribute: String) -> ListFilter.Condition? { filters.first { $0.attribute == attribute }?.condition }
}

/// Who asks for a list, in which version and within which bounds.
public struct ListContext: Sendable {
    public var version: Microversion
    public var isAdmin: Bool
    /// Option `osapi_max_limit`: a larger limit is cut to it without a word.
    public var maxLimit: Int
    public var allowedFilters: ResourceFilters

    /// A context, with the field's defaults.
    public init(version: Microversion, isAdmin: Bool, maxLimit: Int = 1000, allowedFilters: ResourceFilters = .standard) {
        self.version = version
        self.isAdmin = isAdmin
        self.maxLimit = maxLimit
        self.allowedFilters = allowedFilters
    }
}

extension ListRequest {
    /// Reads the query of a list by the field's rules (`errors.tsv` list, `traps.md` 11 and 12).
    public init(query: String, of resource: ListedResource, for context: ListContext) throws(Fault) {
        try self.init(QueryString(query), of: resource, for: context)
    }

    /// Reads the query of a list by the field's rules.
    public init(_ query: QueryString, of resource: ListedResource, for context: ListContext) throws(Fault) {
        self.query = query
        limit = context.maxLimit
        sorts = [Sort(resource.defaultSort, isAscending: false)]
        try readPage(context)
        guard context.version >= resource.pagedSince else {
            // Before, the parameters are read, and a wrong one is refused, but they do nothing; what is answered is bounded all the same.
            (limit, offset, marker) = (context.maxLimit, 0, nil)
            return
        }
        if let since = resource.sortedSince, context.version >= since {
            try readSorts(resource, context)
        } else {
            sorts = [Sort("created_at", isAscending: true)]
        }
        if let since = resource.countedSince, context.version >= since { wantsCount = try query.bool("with_count") }
        if context.isAdmin { isForAllProjects = try query.bool("all_tenants") }
        try readFilters(resource, context)
    }

    // MARK: Page and order

    private mutating func readPage(_ context: ListContext) throws(Fault) {
        if let text = query["limit"] {
            guard let number = Self.integer(text) else {
                throw Fault(.badRequest, "Invalid input received: the limit must be a whole number, not \"\(text.shortened(to: 64))\".")
            }
            guard number >= 0 else { throw Fault(.badRequest, "Invalid input received: the limit must not be negative.") }
            limit = Int(min(number, Int64(context.maxLimit)))
        }
        if let text = query["offset"] {
            guard let number = Self.integer(text) else {
                throw Fault(.badRequest, "Invalid input received: the offset must be a whole number, not \"\(text.shortened(to: 64))\".")
            }
            guard (0...Int64(Int32.max)).contains(number) else {
                throw Fault(.badRequest, "Invalid input received: the offset must be between 0 and \(Int32.max).")
            }
            offset = Int(number)
        }
        marker = query["marker"]
    }

    private mutating func readSorts(_ resource: ListedResource, _ context: ListContext) throws(Fault) {
        let (combined, key, direction) = (query["sort"], query["sort_key"], query["sort_dir"])
        guard combined == nil || (key == nil && direction == nil) else {
            throw Fault(
                .badRequest,
                "The parameter sort cannot be combined with sort_key or sort_dir.",
                correction: "Use sort=key:direction alone."
            )
        }
        let pairs: [(Substring, Substring)]
        if let combined {
            pairs = combined.split(separator: ",", omittingEmptySubsequences: false).map { part in
                let halves = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                return (halves[0], halves.count > 1 && !halves[1].isEmpty ? halves[1] : "desc")
            }
        } else if key != nil || direction != nil {
            pairs = [((key ?? resource.defaultSort)[...], (direction ?? "desc")[...])]
        } else {
            return
        }
        let rules = resource.sortRules
        var sorts: [Sort] = []
        for (name, direction) in pairs {
            guard let rule = rules[name.trimmed], context.version >= rule.since else {
                throw Fault(
                    .badRequest,
                    "Invalid input received: there is no sort key \"\(name.shortened(to: 64))\".",
                    correction: "Sort by one of \(rules.keys.sorted().joined(separator: ", "))."
                )
            }
            guard direction.trimmed == "asc" || direction.trimmed == "desc" else {
                throw Fault(
                    .badRequest,
                    "Invalid input received: the sort direction must be asc or desc, not \"\(direction.shortened(to: 64))\"."
                )
            }
            sorts.append(Sort(rule.attribute, isAscending: direction.trimmed == "asc"))
        }
        self.sorts = sorts
    }

    private static func integer(_ text: String) -> Int64? { Int64(text.trimmed) }

    // MARK: Filters

    /// The most members of a map, or comparisons of a moment, in one filter: the database nests the conditions of a query only so deep.
    private static let mostConditions = 128

    private static let pageParameters: Set<String> = ["limit", "offset", "marker", "sort", "sort_key", "sort_dir"]

    private mutating func readFilters(_ resource: ListedResource, _ context: ListContext) throws(Fault) {
        var given: [String: String] = [:]
        for item in query.items where !Self.pageParameters.contains(item.name) && item.name != "all_tenants" {
            if item.name == "with_count", let since = resource.countedSince, context.version >= since { continue }
            given[item.name] = item.value
        }
        guard !given.isEmpty else { return }
        let rules = resource.filterRules
        given = given.filter { name, _ in rules[name].map { context.version >= $0.since } ?? true }
        try dropOrRefuse(&given, resource, context)
        for (name, value) in given.sorted(by: { $0.key < $1.key }) {
            if name.hasSuffix("~"), let rule = rules[String(name.dropLast())], rule.kind == .text {
                if context.version >= Microversion(34) { filters.append(ListFilter(rule.attribute, .contains(value))) }
            } else if let rule = rules[name] {
                if let filter = try Self.filter(name, value, rule, context) { filters.append(filter) }
            } else {
                matchesNothing = true
            }
        }
    }

    /// From 3.31 on, users may only filter by what is configured; before, the rest was dropped without a word.
    private func dropOrRefuse(_ given: inout [String: String], _ resource: ListedResource, _ context: ListContext) throws(Fault) {
        let isConfigurable = context.version >= Microversion(31)
        if isConfigurable, let odd = given.keys.first(where: { !$0.utf8.allSatisfy { $0 < 0x80 } }) {
            throw Fault(.badRequest, "The name of the filter \(odd.shortened(to: 64)) is not ASCII.")
        }
        guard !context.isAdmin, resource.hasConfiguredFilters else { return }
        let allowed = Set(context.allowedFilters[resource.rawValue])
        guard isConfigurable else {
            let former = resource.formerFilters ?? allowed
            given = given.filter { former.contains($0.key) }
            return
        }
        let takesLike = context.version >= Microversion(34)
        let refused = given.keys.filter { !allowed.contains($0) && !(takesLike && allowed.contains($0 + "~")) }.sorted()
        guard !refused.isEmpty else { return }
        let names = refused.prefix(8).map { $0.shortened(to: 64) }.joined(separator: ",")
        throw Fault(
            .badRequest,
            "Invalid filters \(names) are found in query options.",
            correction: "Filter by one of \(allowed.sorted().joined(separator: ", "))."
        )
    }

    private static func filter(
        _ name: String,
        _ value: String,
        _ rule: ListedResource.FilterRule,
        _ context: ListContext
    ) throws(Fault) -> ListFilter? {
        switch rule.kind {
        case .text: return ListFilter(rule.attribute, .equals(value))
        case .number:
            guard let number = integer(value) else { throw invalid(name, value, "a whole number") }
            return ListFilter(rule.attribute, .isNumber(number))
        case .bool:
            guard let truth = BooleanWord.value(of: value) else { throw invalid(name, value, "true or false") }
            return ListFilter(rule.attribute, .isTrue(truth))
        case .bootable:
            if context.version >= Microversion(2) {
                guard let truth = BooleanWord.value(of: value) else { throw invalid(name, value, "true or false") }
                return ListFilter(rule.attribute, .isTrue(truth))
            }
            return ListFilter(rule.attribute, .isTrue(!["", "False", "false", "FALSE"].contains(value)))
        case .map:
            guard let members = PythonLiteral.textMap(value) else { throw invalid(name, value, "a map such as {'key': 'value'}") }
            try checkCount(members.count, name)
            return ListFilter(rule.attribute, .hasMembers(members))
        case .time:
            let comparisons = try TimeComparison.list(value, for: name)
            try checkCount(comparisons.count, name)
            return ListFilter(rule.attribute, .times(comparisons))
        case .visibility:
            if value.lowercased() == "none" { return nil }
            guard let truth = BooleanWord.value(of: value) else { throw invalid(name, value, "true, false or none") }
            return ListFilter(rule.attribute, .isTrue(truth))
        }
    }

    private static func checkCount(_ count: Int, _ name: String) throws(Fault) {
        guard count > mostConditions else { return }
        throw Fault(.badRequest, "Invalid input received: the filter \(name) has \(count) conditions, more than \(mostConditions).")
    }

    private static func invalid(_ name: String, _ value: String, _ expected: String) -> Fault {
        Fault(.badRequest, "Invalid input received: the filter \(name) must be \(expected), not \"\(value.shortened(to: 64))\".")
    }
}
