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
        text = try "volume-\(Self.checked(volume.backendID))"
    }

    /// The name of a snapshot's file.
    init(_ snapshot: Snapshot) throws {
        text = try "snapshot-\(Self.checked(snapshot.id))"
    }

    /// The name of the file while it is being made.
    var partial: String { ".\(text).partial" }

    var description: String { text }

    /// What a name found in a pool says of its file.
    static func kind(of name: String) -> Kind {
        if name == PoolMarker.name { return .marker }
        if let id = VolumeID(suffixOf: name, behind: "volume-") { return .volume(id) }
        if let id = SnapshotID(suffixOf: name, behind: "snapshot-") { return .snapshot(id) }
        guard name.hasPrefix("."), name.hasSuffix(".partial") else { return .foreign }
        switch kind(of: String(name.dropFirst().dropLast(".partial".count))) {
        case .volume, .snapshot: return .partial
        case .partial, .marker, .foreign: return name == PoolMarker.partialName ? .partial : .foreign
        }
    }

    /// Ids are text, and a text with a slash would lead out of the pool.
    private static func checked<Resource>(_ id: ID<Resource>) throws -> String {
        guard ID<Resource>(parsing: id.rawValue) == id else {
            throw DriverError(.backend, .permanent, "An id that is no UUID cannot name a file of a pool.")
        }
        return id.rawValue
    }
}

extension ID {
    /// The id at the end of a file's name, only in the canonical form that our names have.
    fileprivate init?(suffixOf name: String, behind prefix: String) {
        guard name.hasPrefix(prefix) else { return nil }
        let suffix = name.dropFirst(prefix.count)
        guard let id = Self(parsing: suffix), id.rawValue == suffix else { return nil }
        self = id
    }
}
