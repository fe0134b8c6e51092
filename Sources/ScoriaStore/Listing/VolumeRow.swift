public import ScoriaModel

/// One volume of a listing, read column by column from the engine's memory.
///
/// Valid only inside the callback that it is handed to; so are the bytes that it gives out. Texts are UTF-8 and moments are already in
/// the form of the API.
public struct VolumeRow {
    private let row: SQLRow
    private let page: PageAttachments
    private typealias Column = VolumeColumn

    init(row: SQLRow, page: PageAttachments) {
        self.row = row
        self.page = page
    }

    public typealias Bytes = UnsafeBufferPointer<UInt8>

    public var id: Bytes { text(Column.id) }
    public var projectID: Bytes { text(Column.projectID) }
    public var userID: Bytes { text(Column.userID) }
    public var createdAt: Bytes { text(Column.createdAt) }
    public var updatedAt: Bytes? { row.utf8(Column.updatedAt) }
    public var name: Bytes? { row.utf8(Column.name) }
    public var description: Bytes? { row.utf8(Column.description) }
    /// The size in gibibytes.
    public var size: Int64 { row.integer(Column.size) }
    /// The status in the API's words; not checked against the model.
    public var status: Bytes { text(Column.status) }
    /// The attach status in the API's words; not checked against the model.
    public var attachStatus: Bytes { text(Column.attachStatus) }
    public var previousStatus: Bytes? { row.utf8(Column.previousStatus) }
    public var migrationStatus: Bytes? { row.utf8(Column.migrationStatus) }
    public var replicationStatus: Bytes? { row.utf8(Column.replicationStatus) }
    public var availabilityZone: Bytes? { row.utf8(Column.availabilityZone) }
    /// `host@backend#pool`.
    public var host: Bytes? { row.utf8(Column.host) }
    public var volumeTypeID: Bytes? { row.utf8(Column.volumeTypeID) }
    /// The name of the volume's type; null without a type.
    public var volumeTypeName: Bytes? { row.utf8(Column.volumeTypeName) }
    public var isBootable: Bool { row.bool(Column.bootable) }
    public var isEncrypted: Bool { row.bool(Column.encrypted) }
    public var isMultiattach: Bool { row.bool(Column.multiattach) }
    public var snapshotID: Bytes? { row.utf8(Column.snapshotID) }
    public var sourceVolumeID: Bytes? { row.utf8(Column.sourceVolumeID) }
    public var groupID: Bytes? { row.utf8(Column.groupID) }
    /// A compact JSON object of texts, sorted by key.
    public var metadata: Bytes { text(Column.metadata) }
    /// A compact JSON object of texts, sorted by key; ``Volume/adminMetadata``.
    public var adminMetadata: Bytes { text(Column.adminMetadata) }
    /// A compact JSON object of texts, sorted by key.
    public var imageMetadata: Bytes { text(Column.imageMetadata) }
    public var providerID: Bytes? { row.utf8(Column.providerID) }
    /// True or false, or nil where the protocol has no such thing; ``Volume/sharesTargets``.
    public var sharesTargets: Bool? { row.optionalInteger(Column.sharesTargets).map { $0 != 0 } }
    public var serviceID: Bytes? { row.utf8(Column.serviceID) }
    public var clusterName: Bytes? { row.utf8(Column.clusterName) }
    /// The id that the backend's object is named after, when it is not ``id``.
    public var nameID: Bytes? { row.utf8(Column.nameID) }
    public var consumesQuota: Bool { row.bool(Column.consumesQuota) }
    public var scheduledAt: Bytes? { row.utf8(Column.scheduledAt) }
    public var launchedAt: Bytes? { row.utf8(Column.launchedAt) }
    public var terminatedAt: Bytes? { row.utf8(Column.terminatedAt) }

    /// The volume's attachments of every status, oldest first.
    ///
    /// A detached volume costs nothing; the first one that is not asks for those of the whole page at once.
    public func attachments() throws -> [AttachmentSummary] {
        if attachStatus.elementsEqual(Self.detached) { return [] }
        return try page.attachments(of: VolumeID(rawValue: row.text(Column.id)))
    }

    /// The volume as the model has it.
    ///
    /// - Throws: ``StoreError`` `corruptRow` when the row holds what the model does not know.
    public func volume() throws -> Volume { try Volume(row: row) }

    private func text(_ column: Int32) -> Bytes { row.utf8(column) ?? Bytes(start: nil, count: 0) }

    /// The columns of ``VolumeColumn``, from a table called `v`.
    static let select =
        "SELECT \(Table.volumes.list(prefix: "v")), t.name FROM volumes v LEFT JOIN volume_types t ON t.id = v.volume_type_id"

    private static let detached = Array(VolumeAttachStatus.detached.rawValue.utf8)
}

/// What a volume's view shows of an attachment.
public struct AttachmentSummary: Sendable, Hashable {
    public let id: AttachmentID
    public let volumeID: VolumeID
    /// The status in the API's words.
    public let status: String
    public let instanceID: String?
    public let attachedHost: String?
    public let mountpoint: String?
    /// When it became attached, in the form of the API.
    public let attachedAt: String?

    static let columns = "a.id, a.volume_id, a.status, a.instance_id, a.attached_host, a.mountpoint, a.attached_at"

    init(row: SQLRow) {
        id = AttachmentID(rawValue: row.text(0))
        volumeID = VolumeID(rawValue: row.text(1))
        status = row.text(2)
        instanceID = row.optionalText(3)
        attachedHost = row.optionalText(4)
        mountpoint = row.optionalText(5)
        attachedAt = row.optionalText(6)
    }
}

/// The attachments of a page of volumes, read once, when a volume first asks.
final class PageAttachments {
    private let load: () throws -> [VolumeID: [AttachmentSummary]]
    private var loaded: [VolumeID: [AttachmentSummary]]?

    init(load: @escaping () throws -> [VolumeID: [AttachmentSummary]]) {
        self.load = load
    }

    func attachments(of volume: VolumeID) throws -> [AttachmentSummary] {
        let attachments = try loaded ?? load()
        loaded = attachments
        return attachments[volume] ?? []
    }
}
