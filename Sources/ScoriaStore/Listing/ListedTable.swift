internal import ScoriaModel

/// A resource whose rows are listed by pages, each from a table of its own.
protocol Listed {
    static var table: Table { get }
}

/// What a resource may be sorted by.
protocol ListSortKey: Hashable, Sendable {
    var column: SortColumn { get }
}

/// What a resource may be filtered on.
protocol ListFilterKey: Hashable, Sendable {
    var column: FilterColumn { get }
}

extension Volume: Listed { static var table: Table { .volumes } }
extension Snapshot: Listed { static var table: Table { .snapshots } }
extension Attachment: Listed { static var table: Table { .attachments } }
extension UserMessage: Listed { static var table: Table { .messages } }
extension VolumeTransfer: Listed { static var table: Table { .transfers } }

extension VolumeSortKey: ListSortKey {}
extension SnapshotSortKey: ListSortKey {}
extension AttachmentSortKey: ListSortKey {}
extension MessageSortKey: ListSortKey {}
extension TransferSortKey: ListSortKey {}

extension VolumeFilterKey: ListFilterKey {}
extension SnapshotFilterKey: ListFilterKey {}
extension AttachmentFilterKey: ListFilterKey {}
extension MessageFilterKey: ListFilterKey {}
extension TransferFilterKey: ListFilterKey {}

extension StoreReading {
    /// The plan of a page.
    ///
    /// - Throws: ``StoreError`` `unknownMarker` when the marker is not among the rows of the scope.
    func plan<Resource: Listed, SortKey: ListSortKey, FilterKey: ListFilterKey>(
        _ query: ListQuery<Resource, SortKey, FilterKey>
    ) throws -> ListPlan {
        try ListPlan(query, in: Resource.table, on: self, sortColumn: \.column, filterColumn: \.column)
    }

    /// The rows of a page, made into values.
    func page<Resource: Listed, SortKey: ListSortKey, FilterKey: ListFilterKey>(
        _ query: ListQuery<Resource, SortKey, FilterKey>,
        _ make: (SQLRow) throws -> Resource
    ) throws -> [Resource] {
        var page: [Resource] = []
        let table = Resource.table
        try plan(query).run("SELECT \(table.list(prefix: "v")) FROM \(table.name) v", on: connection) { row in page.append(try make(row)) }
        return page
    }

    /// How many rows a listing has in all, without marker, offset and limit.
    func count<Resource: Listed, SortKey: ListSortKey, FilterKey: ListFilterKey>(
        _ query: ListQuery<Resource, SortKey, FilterKey>
    ) throws -> Int {
        var query = query
        query.marker = nil
        return try plan(query).count(in: Resource.table, on: self)
    }

    /// Hands the row of an id to `body`; nil when there is none, or none in `project` when one is given.
    ///
    /// `select` is a statement up to the WHERE from a table that is called `v`.
    func row<Resource: Listed, Result>(
        _ id: ID<Resource>,
        in project: ProjectID?,
        _ select: String,
        _ body: (SQLRow) throws -> Result
    ) throws -> Result? {
        guard let project else { return try first("\(select) WHERE v.id = ?", [.text(id)], body) }
        return try first("\(select) WHERE v.id = ? AND v.project_id = ?", [.text(id), .text(project)], body)
    }
}
