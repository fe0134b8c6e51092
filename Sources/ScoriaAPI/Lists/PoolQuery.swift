/// What `GET /scheduler-stats/get_pools` is asked for.
public struct PoolQuery: Hashable, Sendable {
    /// Whether the capabilities are shown, not the names alone.
    public var wantsDetail: Bool
    /// Only the pool of this name (3.28).
    public var name: String?
    /// Only the pools whose capabilities a type of this name or id fits (3.35).
    public var volumeType: String?

    /// Reads the query; from 3.31 on, filters that are not configured are refused (400), before 3.28 all are dropped.
    public init(query: String, for context: ListContext) throws(Fault) {
        let query = try QueryString(query)
        wantsDetail = try query.bool("detail")
        guard context.version >= Microversion(28) else { return }
        if context.version >= Microversion(31) {
            let allowed = context.allowedFilters["pool"]
            let names = Set(query.items.map(\.name)).subtracting(allowed).subtracting(["detail", "all_tenants"])
            guard names.isEmpty else {
                let list = names.sorted().prefix(8).map { $0.shortened(to: 64) }.joined(separator: ",")
                throw Fault(
                    .badRequest,
                    "Invalid filters \(list) are found in query options.",
                    correction: "Filter by one of \(allowed.joined(separator: ", "))."
                )
            }
        }
        name = query["name"]
        if context.version >= Microversion(35) { volumeType = query["volume_type"] }
    }
}
