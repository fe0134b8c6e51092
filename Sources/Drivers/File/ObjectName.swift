import ScoriaDriver
import ScoriaModel

/// The name of a file of ours in a pool: made from ids only, so that nothing a user types reaches the file system.
struct ObjectName: Sendable, Hashable, CustomStringConvertible {
    /// What a name says of the file that has it.
    enum Kind: Sendable, Hashable {
        case volume(VolumeID)
        case snapshot(SnapshotID)
        /// A half-made file of ours.
        case partial
        /// The pool's marker.
        case marker
        /// Somebody else's file.
        case foreign
    }

    let text: String

    /// The name of a volume's file.
    init(_ volume: Volume) throws {
        text = try "volume-\(volume.backendID.nameOnBackend())"
    }

    /// The name of a snapshot's file.
    init(_ snapshot: Snapshot) throws {
        text = try "snapshot-\(snapshot.id.nameOnBackend())"
    }

    /// The name of the file while it is being made.
    var partial: String { ".\(text).partial" }

    var description: String { text }

    /// What a name found in a pool says of its file.
    static func kind(of name: String) -> Kind {
        if name == PoolMarker.name { return .marker }
        if let id = VolumeID(endOf: name, behind: "volume-") { return .volume(id) }
        if let id = SnapshotID(endOf: name, behind: "snapshot-") { return .snapshot(id) }
        guard name.hasPrefix("."), name.hasSuffix(".partial") else { return .foreign }
        switch kind(of: String(name.dropFirst().dropLast(".partial".count))) {
        case .volume, .snapshot: return .partial
        case .partial, .marker, .foreign: return name == PoolMarker.partialName ? .partial : .foreign
        }
    }
}
