public import ScoriaModel
public import ScoriaStore

/// A snapshot as the wire shows it, written straight from its row.
public struct SnapshotView: Sendable {
    /// Which fields are shown.
    public enum Shape: Sendable {
        /// `GET /snapshots`.
        case summary
        /// `GET /snapshots/detail` and `GET /snapshots/{id}`.
        case detail
        /// The reply to create and update, which lacks what the field's extension adds.
        case reply
    }

    private let context: ViewContext

    /// A view for one request.
    public init(_ context: ViewContext) {
        self.context = context
    }

    /// Writes `{"snapshot": {…}}`.
    public func write(_ row: SnapshotRow, _ shape: Shape, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("snapshot")
        writer.beginObject()
        writer.plainMember("id", row.id)
        writeMembers(row, shape, &writer)
        writer.endObject()
        writer.endObject()
    }

    /// Writes the members behind the id.
    func writeMembers(_ row: SnapshotRow, _ shape: Shape, _ writer: inout JSONWriter) {
        writer.plainMember("created_at", row.createdAt)
        writer.plainMember("updated_at", row.updatedAt)
        writer.member("name", row.name)
        writer.member("description", row.description)
        writer.plainMember("volume_id", row.volumeID)
        writer.plainMember("status", row.status)
        writer.member("size", row.size)
        writer.key("metadata")
        writer.raw(row.metadata)
        if case .summary = shape { return }
        if context.isAtLeast(14) { writer.plainMember("group_snapshot_id", row.groupSnapshotID) }
        if context.isAtLeast(41) { writer.member("user_id", row.userID) }
        if context.isAtLeast(65) { writer.member("consumes_quota", row.consumesQuota) }
        guard case .detail = shape, context.fields.contains(.snapshotAttributes) else { return }
        writer.member("os-extended-snapshot-attributes:project_id", row.projectID)
        writer.member("os-extended-snapshot-attributes:progress", row.progress)
    }
}

/// A page of snapshots on its way to the wire.
public struct SnapshotPage {
    private let view: SnapshotView
    private let shape: SnapshotView.Shape
    private var frame: PageFrame
    private var writer: JSONWriter

    /// Begins the answer to `GET /snapshots`, or with `.detail` to `GET /snapshots/detail`.
    public init(_ shape: SnapshotView.Shape, _ request: ListRequest, _ context: ViewContext) {
        let isDetail = if case .detail = shape { true } else { false }
        view = SnapshotView(context)
        self.shape = shape
        writer = JSONWriter(capacity: 256 + min(request.limit, 1000) * 600)
        frame = PageFrame(
            "snapshots",
            links: "snapshots_links",
            path: isDetail ? "snapshots/detail" : "snapshots",
            request,
            context,
            &writer
        )
    }

    /// Adds a row.
    public mutating func add(_ row: SnapshotRow) {
        frame.beginItem(row.id, &writer)
        view.writeMembers(row, shape, &writer)
        writer.endObject()
    }

    /// The answer; `total` is how many rows match in all, when that was asked for.
    public mutating func finish(total: Int? = nil) -> [UInt8] {
        frame.end(total: total, &writer)
        return writer.bytes
    }
}
