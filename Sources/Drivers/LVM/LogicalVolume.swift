import ScoriaDriver
import ScoriaModel

/// One logical volume as `lvs` reports it.
struct LogicalVolume: Sendable, Hashable {
    /// How a logical volume gets its space.
    enum Kind: Sendable, Hashable {
        /// All of it at once: linear, striped or mirrored.
        case thick
        /// A snapshot of a thick one, which keeps what is overwritten there.
        case thickSnapshot
        case thin
        case thinPool
        /// Something that LVM needs for itself, or of a kind that we do not touch.
        case other
    }

    /// The columns that are asked for, in the names of `lvs -o`.
    static let columns = "lv_name,lv_size,lv_attr,lv_layout,lv_role,pool_lv,origin,lv_tags,data_percent,metadata_percent"

    /// The tag of what is not whole yet; LVM keeps it in the metadata, so it survives a crash.
    static let partialTag = "scoria_partial"

    let name: String
    let size: ByteCount
    let kind: Kind
    /// The thin pool that it takes its space from; empty when it is not thin.
    let pool: String
    /// What it is a snapshot of; empty when it is none, or when that is gone.
    let origin: String
    let isPartial: Bool
    let isOpen: Bool
    /// Whether the kernel has its device, and lets reads and writes through.
    let isUp: Bool
    /// A snapshot that ran out of space has lost its moment.
    let isInvalid: Bool
    /// Whether a thin pool overwrites a block before a volume gets it.
    let zeroesNewBlocks: Bool
    /// How full a thin pool or a snapshot is; nil where that means nothing.
    let dataPercent: Double?
    let metadataPercent: Double?

    /// Reads one row of the report.
    init(_ row: JSONValue) throws {
        let text: (String) -> String = { row[$0]?.string ?? "" }
        let attributes = Array(text("lv_attr"))
        guard !text("lv_name").isEmpty, let bytes = Int64(text("lv_size")), attributes.count >= 9 else {
            throw DriverError(.backend, .permanent, "lvs answered with a row that has no name, size or attributes.")
        }
        name = text("lv_name")
        size = ByteCount(bytes)
        pool = text("pool_lv")
        origin = text("origin")
        isPartial = text("lv_tags").split(separator: ",").contains { $0 == Self.partialTag }
        // Not there, without its table, or suspended: what a command leaves that was killed.
        isUp = !["-", "d", "i", "s", "S"].contains(attributes[4])
        isInvalid = ["I", "S"].contains(attributes[4])
        isOpen = attributes[5] == "o"
        zeroesNewBlocks = attributes[7] == "z"
        dataPercent = Double(text("data_percent"))
        metadataPercent = Double(text("metadata_percent"))
        kind = Self.kind(layout: text("lv_layout").split(separator: ","), roles: text("lv_role").split(separator: ","))
    }

    private static func kind(layout: [Substring], roles: [Substring]) -> Kind {
        if layout.contains("thin"), layout.contains("pool") { return .thinPool }
        guard roles.contains("public") else { return .other }
        if roles.contains("thicksnapshot") { return .thickSnapshot }
        if layout.contains("thin") { return .thin }
        return layout.contains { ["linear", "striped", "mirror", "raid1"].contains($0) } ? .thick : .other
    }
}

/// The volume group, as one report of it says.
struct VolumeGroupReport: Sendable {
    static let columns = "vg_name,vg_size,vg_free,vg_uuid,vg_extent_size"

    let size: ByteCount
    let free: ByteCount
    let uuid: String
    let volumes: [LogicalVolume]

    /// Reads what `lvm fullreport` says of one group.
    init(_ report: JSONValue) throws {
        guard let group = report["vg"]?.array?.first, let size = Int64(group["vg_size"]?.string ?? ""),
            let free = Int64(group["vg_free"]?.string ?? "")
        else { throw DriverError(.backend, .permanent, "lvm fullreport answered without the volume group.") }
        self.size = ByteCount(size)
        self.free = ByteCount(free)
        uuid = group["vg_uuid"]?.string ?? ""
        volumes = try (report["lv"]?.array ?? []).map(LogicalVolume.init)
    }
}
