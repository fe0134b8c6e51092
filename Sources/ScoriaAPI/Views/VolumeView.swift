public import ScoriaModel
public import ScoriaStore

/// A volume as the wire shows it, written straight from its row (`responses.tsv`, `traps.md` 13 to 16).
public struct VolumeView: Sendable {
    /// Which fields are shown.
    public enum Shape: Sendable {
        /// Id, name and links: `GET /volumes`.
        case summary
        /// Everything: `GET /volumes/detail` and `GET /volumes/{id}`.
        case detail
        /// The reply to create and update, which lacks the fields that the field's extensions add.
        case reply
    }

    private let context: ViewContext
    private let links: LinkTemplate

    /// A view for one request.
    public init(_ context: ViewContext) {
        self.context = context
        links = LinkTemplate("volumes", context)
    }

    /// Writes `{"volume": {…}}`.
    public func write(_ row: VolumeRow, _ shape: Shape, to writer: inout JSONWriter) throws {
        writer.beginObject()
        writer.key("volume")
        writer.beginObject()
        writer.plainMember("id", row.id)
        try writeMembers(row, shape, &writer)
        writer.endObject()
        writer.endObject()
    }

    /// Writes the members behind the id.
    func writeMembers(_ row: VolumeRow, _ shape: Shape, _ writer: inout JSONWriter) throws {
        writer.member("name", row.name)
        links.write(row.id, to: &writer)
        if case .summary = shape { return }
        try writeFields(row, &writer)
        writeLaterFields(row, &writer)
        if case .detail = shape { writeExtensions(row, &writer) }
    }

    private func writeFields(_ row: VolumeRow, _ writer: inout JSONWriter) throws {
        writer.key("status")
        writeStatus(row.status, &writer)
        writer.member("size", row.size)
        writer.member("availability_zone", row.availabilityZone)
        writer.plainMember("created_at", row.createdAt)
        writer.plainMember("updated_at", row.updatedAt)
        writer.member("description", row.description)
        // A type that is gone is shown by its id before 3.63, and as null since.
        writer.member("volume_type", row.volumeTypeName ?? (context.isAtLeast(63) ? nil : row.volumeTypeID))
        writer.plainMember("snapshot_id", row.snapshotID)
        writer.plainMember("source_volid", row.sourceVolumeID)
        writer.key("metadata")
        try writeMetadata(row, &writer)
        writer.member("user_id", row.userID)
        writer.key("bootable")
        writer.string(row.isBootable ? "true" : "false" as StaticString)
        writer.member("encrypted", row.isEncrypted)
        writer.member("replication_status", row.replicationStatus)
        writer.key("consistencygroup_id")
        writer.null()
        writer.member("multiattach", row.isMultiattach)
        writer.key("attachments")
        try writeAttachments(row, &writer)
        if context.isAdmin { writer.member("migration_status", row.migrationStatus) }
    }

    /// What microversions have added.
    private func writeLaterFields(_ row: VolumeRow, _ writer: inout JSONWriter) {
        if context.isAtLeast(13) { writer.plainMember("group_id", row.groupID) }
        if context.isAtLeast(21), context.isAdmin { writer.member("provider_id", row.providerID) }
        if context.isAtLeast(48) {
            writer.key("shared_targets")
            if let shared = row.sharesTargets ?? (context.isAtLeast(69) ? nil : true) { writer.bool(shared) } else { writer.null() }
            writer.plainMember("service_uuid", row.serviceID)
        }
        if context.isAtLeast(61), context.isAdmin { writer.member("cluster_name", row.clusterName) }
        if context.isAtLeast(63) { writer.plainMember("volume_type_id", row.volumeTypeID) }
        if context.isAtLeast(65) { writer.member("consumes_quota", row.consumesQuota) }
    }

    /// What the field's extensions add to show and detail.
    private func writeExtensions(_ row: VolumeRow, _ writer: inout JSONWriter) {
        let fields = context.fields
        if fields.contains(.volumeProject) { writer.member("os-vol-tenant-attr:tenant_id", row.projectID) }
        if fields.contains(.volumeMigration) {
            writer.member("os-vol-mig-status-attr:migstat", row.migrationStatus)
            writer.plainMember("os-vol-mig-status-attr:name_id", row.nameID)
        }
        if fields.contains(.volumeHost) { writer.member("os-vol-host-attr:host", row.host) }
        let image = row.imageMetadata
        guard image.count > 2, fields.contains(.volumeImageMetadata) else { return }
        writer.key("volume_image_metadata")
        writer.raw(image)
    }

    /// Statuses of adoption are shown as those of creation.
    private func writeStatus(_ status: UnsafeBufferPointer<UInt8>, _ writer: inout JSONWriter) {
        guard status.count >= 8, status.first == UInt8(ascii: "m") || status.first == UInt8(ascii: "e") else {
            return writer.plainString(status)
        }
        switch VolumeStatus(rawValue: String(decoding: status, as: UTF8.self)) {
        case .managing: writer.string("creating" as StaticString)
        case .errorManaging: writer.string("error" as StaticString)
        case .errorManagingDeleting: writer.string("deleting" as StaticString)
        default: writer.plainString(status)
        }
    }

    /// The user's metadata, and of the service's own the keys that the field shows.
    private func writeMetadata(_ row: VolumeRow, _ writer: inout JSONWriter) throws {
        let admin = row.adminMetadata
        guard admin.count > 2 else { return writer.raw(row.metadata) }
        let own = try [String: String](jsonText: String(decoding: admin, as: UTF8.self))
        var metadata = try [String: String](jsonText: String(decoding: row.metadata, as: UTF8.self))
        for key in [Volume.readOnlyKey, Volume.attachedModeKey] {
            if let value = own[key] { metadata[key] = value }
        }
        writer.object(metadata)
    }

    private func writeAttachments(_ row: VolumeRow, _ writer: inout JSONWriter) throws {
        writer.beginArray()
        for attachment in try row.attachments() where attachment.status == AttachmentStatus.attached.rawValue {
            writer.beginObject()
            writer.member("id", attachment.volumeID.rawValue)
            writer.member("attachment_id", attachment.id.rawValue)
            writer.member("volume_id", attachment.volumeID.rawValue)
            writer.member("server_id", attachment.instanceID)
            writer.member("host_name", context.seesHostNames ? attachment.attachedHost : nil)
            writer.member("device", attachment.mountpoint)
            writer.member("attached_at", attachment.attachedAt ?? "")
            writer.endObject()
        }
        writer.endArray()
    }
}

/// A page of volumes on its way to the wire.
public struct VolumePage {
    private let view: VolumeView
    private let shape: VolumeView.Shape
    private var frame: PageFrame
    private var writer: JSONWriter

    /// Begins the answer to `GET /volumes`, or with `.detail` to `GET /volumes/detail`.
    public init(_ shape: VolumeView.Shape, _ request: ListRequest, _ context: ViewContext) {
        let isDetail = if case .detail = shape { true } else { false }
        view = VolumeView(context)
        self.shape = shape
        writer = JSONWriter(capacity: 256 + min(request.limit, 1000) * (isDetail ? 1400 : 400))
        frame = PageFrame("volumes", links: "volumes_links", path: isDetail ? "volumes/detail" : "volumes", request, context, &writer)
    }

    /// Adds a row.
    public mutating func add(_ row: VolumeRow) throws {
        frame.beginItem(row.id, &writer)
        try view.writeMembers(row, shape, &writer)
        writer.endObject()
    }

    /// The answer; `total` is how many rows match in all, when that was asked for.
    public mutating func finish(total: Int? = nil) -> [UInt8] {
        frame.end(total: total, &writer)
        return writer.bytes
    }
}

extension VolumeView {
    /// Writes the answer to `GET /volumes/summary`; the metadata is shown from 3.36 on.
    public static func writeSummary(
        count: Int,
        totalSize: GibiByteCount,
        metadata: [String: Set<String>],
        in version: Microversion,
        to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.key("volume-summary")
        writer.beginObject()
        writer.member("total_count", Int64(count))
        writer.member("total_size", Int64(totalSize.rawValue))
        if version >= Microversion(36) {
            writer.key("metadata")
            writer.value(.object(metadata.mapValues { .array($0.sorted().map(JSONValue.string)) }))
        }
        writer.endObject()
        writer.endObject()
    }
}
