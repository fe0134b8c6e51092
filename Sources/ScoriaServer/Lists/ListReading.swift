internal import ScoriaAPI
internal import ScoriaStore

extension Handlers {
    /// Reads one page of a listing in one snapshot, and how many rows there are in all when that was asked for.
    ///
    /// What nothing can match is not asked of the database.
    func read<Resource, SortKey, FilterKey>(
        _ request: ListRequest,
        _ attributes: ListAttributes<SortKey, FilterKey>,
        _ call: Call,
        rows: (ReadTransaction, ListQuery<Resource, SortKey, FilterKey>) throws -> Void,
        count: (ReadTransaction, ListQuery<Resource, SortKey, FilterKey>) throws -> Int = { _, _ in 0 }
    ) throws -> Int? {
        guard let query: ListQuery<Resource, SortKey, FilterKey> = request.storeQuery(attributes, for: call.caller) else {
            return request.wantsCount ? 0 : nil
        }
        return try store.read { reader in
            try rows(reader, query)
            return request.wantsCount ? try count(reader, query) : nil
        }
    }
}
