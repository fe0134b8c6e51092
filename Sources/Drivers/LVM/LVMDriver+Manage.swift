public import ScoriaDriver
public import ScoriaModel
import ScoriaSystem
import ScoriaTransfer

extension LVMDriver: ManageDriver {
    public func sizeOfExisting(_ reference: [String: JSONValue]) async throws -> GibiByteCount {
        let name = try Self.sourceName(reference)
        let action = "Looking at \(name) in volume group \(configuration.volumeGroup)"
        return try await foreign(name, snapshots: nil, doing: action).size.gibibytesRoundedUp
    }

    public func manageExisting(_ volume: Volume, reference: [String: JSONValue]) async throws -> ProviderUpdate {
        let name = try LogicalVolumeName(volume)
        let action = "Managing volume \(volume.id) in volume group \(configuration.volumeGroup)"
        try await adopt(reference, as: name, snapshots: false, doing: action)
        return ProviderUpdate()
    }

    public func releaseExisting(_ volume: Volume, to reference: [String: JSONValue]) async throws {
        try await release(
            try LogicalVolumeName(volume),
            as: try Self.sourceName(reference),
            otherwise: "unmanaged-\(volume.backendID)",
            doing: "Releasing volume \(volume.id) in volume group \(configuration.volumeGroup)"
        )
    }

    public func unmanage(_ volume: Volume) async throws {
        try await release(
            try LogicalVolumeName(volume),
            otherwise: "unmanaged-\(volume.backendID)",
            doing: "Unmanaging volume \(volume.id) in volume group \(configuration.volumeGroup)"
        )
    }

    public func manageableVolumes(known: [Volume]) async throws -> [ManageableObject] {
        let ids = Dictionary(known.map { ("volume-\($0.backendID)", $0.id.rawValue) }) { first, _ in first }
        return try await manageable { volume in
            [.thick, .thin].contains(volume.kind) && !isSnapshot(volume) ? Belonging(knownID: ids[volume.name]) : nil
        }
    }
}

extension LVMDriver: ManageSnapshotDriver {
    public func sizeOfExistingSnapshot(_ reference: [String: JSONValue], of volume: Volume) async throws -> GibiByteCount {
        let name = try Self.sourceName(reference)
        let action = "Looking at \(name) in volume group \(configuration.volumeGroup)"
        let origin = try LogicalVolumeName(volume)
        let found = try await foreign(name, snapshots: true, doing: action)
        guard found.origin == origin.text else {
            throw DriverError(.invalidReference, .permanent, "\(action) failed: \(name) is not a snapshot of volume \(volume.id).")
        }
        // What a thick snapshot takes says nothing of the volume that it shows.
        return found.kind == .thickSnapshot ? volume.size : found.size.gibibytesRoundedUp
    }

    public func manageExistingSnapshot(
        _ snapshot: Snapshot,
        of volume: Volume,
        reference: [String: JSONValue]
    ) async throws -> ProviderUpdate {
        let action = "Managing snapshot \(snapshot.id) in volume group \(configuration.volumeGroup)"
        try await adopt(reference, as: try LogicalVolumeName(snapshot), snapshots: true, doing: action)
        return ProviderUpdate()
    }

    public func releaseExistingSnapshot(_ snapshot: Snapshot, of volume: Volume, to reference: [String: JSONValue]) async throws {
        try await release(
            try LogicalVolumeName(snapshot),
            as: try Self.sourceName(reference),
            otherwise: "unmanaged-_\(snapshot.id)",
            doing: "Releasing snapshot \(snapshot.id) in volume group \(configuration.volumeGroup)"
        )
    }

    public func unmanageSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws {
        try await release(
            try LogicalVolumeName(snapshot),
            otherwise: "unmanaged-_\(snapshot.id)",
            doing: "Unmanaging snapshot \(snapshot.id) in volume group \(configuration.volumeGroup)"
        )
    }

    public func manageableSnapshots(known: [Snapshot]) async throws -> [ManageableObject] {
        let snapshots = Dictionary(known.map { ("_snapshot-\($0.id)", $0) }) { first, _ in first }
        return try await manageable { volume in
            guard isSnapshot(volume) else { return nil }
            let known = snapshots[volume.name]
            let origin = volume.origin.isEmpty ? known.map { "volume-\($0.volumeID)" } ?? "" : volume.origin
            return Belonging(knownID: known?.id.rawValue, sourceReference: ["source-name": .string(origin)])
        }
    }
}

// MARK: - Adopting and releasing

extension LVMDriver {
    private struct Belonging {
        var knownID: String?
        var sourceReference: [String: JSONValue]?
    }

    /// Whether a logical volume counts as a snapshot: to LVM, a thin clone of ours is one of its source for as long as that is there.
    private func isSnapshot(_ volume: LogicalVolume) -> Bool {
        switch LogicalVolumeName.kind(of: volume.name) {
        case .volume: return false
        // A thin one outlives its origin, which a revert replaces.
        case .snapshot: return true
        case .passing, .foreign: break
        }
        return volume.kind == .thickSnapshot || (volume.kind == .thin && !volume.origin.isEmpty)
    }

    private func manageable(_ pick: (LogicalVolume) -> Belonging?) async throws -> [ManageableObject] {
        let group = try await commands.group(doing: "Listing volume group \(configuration.volumeGroup)")
        return group.volumes.sorted { $0.name < $1.name }.compactMap { volume in
            guard let belonging = pick(volume) else { return nil }
            let reason = reasonNotSafe(volume, knownID: belonging.knownID)
            return ManageableObject(
                reference: ["source-name": .string(volume.name)],
                size: volume.size.gibibytesRoundedUp,
                isSafeToManage: reason == nil,
                reasonNotSafe: reason,
                knownID: belonging.knownID,
                sourceReference: belonging.sourceReference
            )
        }
    }

    private func reasonNotSafe(_ volume: LogicalVolume, knownID: String?) -> String? {
        if knownID != nil { return "already managed" }
        switch LogicalVolumeName.kind(of: volume.name) {
        case .volume, .snapshot: return "has a name of a volume or snapshot that this service does not know"
        case .passing: return "belongs to a copy that is under way"
        case .foreign: break
        }
        if volume.isOpen { return "in use on this host" }
        return volume.isInvalid ? "has run out of space and lost its bytes" : nil
    }

    /// A logical volume that a reference names and that may become ours; `snapshots` says which kind is wanted, nil takes both.
    private func foreign(_ name: String, snapshots: Bool?, doing action: String) async throws -> LogicalVolume {
        guard case .foreign = LogicalVolumeName.kind(of: name) else {
            throw DriverError(.alreadyManaged, .permanent, "\(action) failed: \(name) is the name of an object of this service.")
        }
        guard let volume = try await commands.volume(name, doing: action) else {
            throw DriverError(.invalidReference, .permanent, "\(action) failed: there is no logical volume of that name.")
        }
        var problem = reasonNotSafe(volume, knownID: nil).map { "it is \($0)" }
        if [.thinPool, .other].contains(volume.kind) { problem = "it is no volume but a part of LVM's own" }
        if problem == nil, snapshots == true, !isSnapshot(volume) { problem = "it is no snapshot" }
        // A thin one needs nothing of its origin, and may be a clone.
        if problem == nil, snapshots == false, volume.kind == .thickSnapshot { problem = "it is a snapshot" }
        if volume.isOpen {
            throw DriverError(
                .busy,
                .permanent,
                "\(action) failed: it is in use on this host.",
                correction: "Close it first (lsof, dmsetup ls --tree)."
            )
        }
        if let problem { throw DriverError(.invalidReference, .permanent, "\(action) failed: \(problem).") }
        return volume
    }

    /// Gives a foreign logical volume the name of an object of ours, and a volume a size of whole gibibytes.
    private func adopt(_ reference: [String: JSONValue], as name: LogicalVolumeName, snapshots: Bool, doing action: String) async throws {
        let source = try Self.sourceName(reference)
        try await locks.withLock(name.text) {
            // A repeated call: it has been renamed already.
            if try await commands.volume(name.text, doing: action) != nil { return }
            let found = try await foreign(source, snapshots: snapshots, doing: action)
            if !snapshots { try await grow(found, to: found.size.gibibytesRoundedUp.bytes, doing: action) }
            FaultPoint.reach("lvm.manage.before-rename")
            try await commands.change("lvrename", [commands.path(source), name.text], doing: action)
            FaultPoint.reach("lvm.manage.after-rename")
        }
    }

    /// Gives an object of ours a name that is not; success when it is gone, since a repeated call finds it so.
    ///
    /// The first name is taken when it is given and free, then the other one, with a number if need be.
    private func release(
        _ name: LogicalVolumeName,
        as formerName: String? = nil,
        otherwise newName: String,
        doing action: String
    ) async throws {
        try await locks.withLock(name.text) {
            let present = Set(try await commands.group(doing: action).volumes.map(\.name))
            guard present.contains(name.text) else { return }
            let names = [formerName, newName].compactMap { $0 } + (2...1000).map { "\(newName)-\($0)" }
            guard let free = names.first(where: { !present.contains($0) }) else {
                throw DriverError(.busy, .permanent, "\(action) failed: all of the names \(newName)-2 to \(newName)-1000 are taken.")
            }
            FaultPoint.reach("lvm.unmanage.before-rename")
            try await commands.change("lvrename", [commands.path(name), free], doing: action)
            FaultPoint.reach("lvm.unmanage.after-rename")
        }
    }

    /// The name that a reference gives, when it can be the name of a logical volume.
    ///
    /// It goes into a selection and onto a command line, so nothing passes that LVM does not allow in names.
    private static func sourceName(_ reference: [String: JSONValue]) throws -> String {
        guard let name = reference["source-name"]?.string else {
            throw DriverError(
                .invalidReference,
                .permanent,
                "The reference names nothing.",
                correction: "Give the name of a logical volume of the group as \"source-name\"."
            )
        }
        guard name.isValidForLVM else {
            throw DriverError(.invalidReference, .permanent, "The reference's \"source-name\" cannot be the name of a logical volume.")
        }
        return name
    }
}
