import ScoriaDriver
import ScoriaModel

/// The name of a logical volume of ours: made from ids only, so that nothing a user types reaches a command line.
struct LogicalVolumeName: Sendable, Hashable, CustomStringConvertible {
    /// What a name says of the logical volume that has it.
    enum Kind: Sendable, Hashable {
        case volume(VolumeID)
        case snapshot(SnapshotID)
        /// What a copy needs while it runs.
        case passing
        case foreign
    }

    let text: String

    private init(text: String) {
        self.text = text
    }

    init(_ volume: Volume) throws {
        text = try "volume-\(volume.backendID.nameOnBackend())"
    }

    /// LVM keeps names that begin with `snapshot` to itself, so the field writes an underscore before them.
    init(_ snapshot: Snapshot) throws {
        text = try "_snapshot-\(snapshot.id.nameOnBackend())"
    }

    /// The snapshot that a copy to this object reads from, so that it shows one moment.
    var momentOfSource: LogicalVolumeName { LogicalVolumeName(text: "scoria-moment-\(text)") }

    /// What takes this object's place at the end of a revert.
    var replacement: LogicalVolumeName { LogicalVolumeName(text: "scoria-revert-\(text)") }

    /// What becomes this object in the pool that it moves to.
    var arriving: LogicalVolumeName { LogicalVolumeName(text: "scoria-arriving-\(text)") }

    /// What this object was before it moved to another pool.
    var departed: LogicalVolumeName { LogicalVolumeName(text: "scoria-departed-\(text)") }

    /// This object and everything that its operations may have left.
    var family: [LogicalVolumeName] { [self, momentOfSource, replacement, arriving, departed] }

    private static let passing = ["scoria-moment-", "scoria-revert-", "scoria-arriving-", "scoria-departed-"]

    var description: String { text }

    static func kind(of name: String) -> Kind {
        if let id = VolumeID(endOf: name, behind: "volume-") { return .volume(id) }
        if let id = SnapshotID(endOf: name, behind: "_snapshot-") { return .snapshot(id) }
        return passing.contains(where: name.hasPrefix) ? .passing : .foreign
    }
}

extension String {
    /// Whether LVM takes this text as the name of a group or a volume, and nothing takes it as an option or a path (lvm(8), VALID NAMES).
    var isValidForLVM: Bool {
        let isAllowed: (UInt8) -> Bool = { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "+"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"): true
            default: false
            }
        }
        return !isEmpty && utf8.count <= 127 && !hasPrefix("-") && self != "." && self != ".." && utf8.allSatisfy(isAllowed)
    }
}
