public import ScoriaModel

/// The offer of a volume as the wire shows it.
public struct TransferView: Sendable {
    /// Which fields are shown.
    public enum Shape: Sendable {
        /// The lists without detail, and the answer to an acceptance.
        case summary
        /// The lists with detail, and one offer.
        case detail
    }

    private let context: ViewContext
    private let links: LinkTemplate

    /// A view for one request.
    public init(_ context: ViewContext) {
        self.context = context
        // Both collections' links lead to the first one, as in the field (`traps.md` 29).
        links = LinkTemplate("os-volume-transfer", context)
    }

    /// Writes `{"transfer": {…}}`; `key` is shown in the answer to the creation alone.
    public func write(_ transfer: VolumeTransfer, _ shape: Shape, key: Secret? = nil, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("transfer")
        writer.beginObject()
        writer.member("id", transfer.id.rawValue)
        writeMembers(transfer, shape, &writer)
        if let key { writer.member("auth_key", key.reveal()) }
        writer.endObject()
        writer.endObject()
    }

    private func writeMembers(_ transfer: VolumeTransfer, _ shape: Shape, _ writer: inout JSONWriter) {
        writer.member("volume_id", transfer.volumeID.rawValue)
        writer.member("name", transfer.name)
        links.write(transfer.id.rawValue, to: &writer)
        guard case .detail = shape else { return }
        writer.member("created_at", transfer.createdAt)
        if context.isAtLeast(55) { writer.member("no_snapshots", transfer.leavesSnapshots) }
        guard context.isAtLeast(57) else { return }
        writer.member("source_project_id", transfer.projectID.rawValue)
        // An accepted offer is gone, so that those that are shown have neither.
        writer.member("destination_project_id", nil as String?)
        writer.member("accepted", false)
    }

    /// One page, in order; `path` is where it was asked for, below the project.
    public static func page(
        _ transfers: [VolumeTransfer],
        _ shape: Shape,
        path: String,
        _ request: ListRequest,
        _ context: ViewContext
    ) -> [UInt8] {
        let view = TransferView(context)
        var writer = JSONWriter(capacity: 128 + transfers.count * 600)
        var frame = PageFrame("transfers", links: "transfers_links", path: path, request, context, &writer)
        for transfer in transfers {
            frame.beginItem(transfer.id.rawValue, &writer)
            view.writeMembers(transfer, shape, &writer)
            writer.endObject()
        }
        frame.end(total: nil, &writer)
        return writer.bytes
    }
}
