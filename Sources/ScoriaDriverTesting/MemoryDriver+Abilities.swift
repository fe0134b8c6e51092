public import ScoriaDriver
public import ScoriaModel
import Synchronization

extension MemoryDriver {
    public func createSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws -> ProviderUpdate {
        try copy(Self.name(volume), to: Self.name(snapshot), size: snapshot.size.bytes)
        return ProviderUpdate()
    }

    public func deleteSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws {
        objects.withLock { $0[Self.name(snapshot)] = nil }
    }

    public func createVolume(_ volume: Volume, from snapshot: Snapshot, progress: ProgressReport) async throws -> ProviderUpdate {
        try copy(Self.name(snapshot), to: Self.name(volume), size: volume.size.bytes)
        progress(volume.size.bytes, volume.size.bytes)
        return ProviderUpdate()
    }

    public func cloneVolume(_ volume: Volume, from source: Volume, progress: ProgressReport) async throws -> ProviderUpdate {
        try copy(Self.name(source), to: Self.name(volume), size: volume.size.bytes)
        progress(volume.size.bytes, volume.size.bytes)
        return ProviderUpdate()
    }

    public func extendVolume(_ volume: Volume, to size: GibiByteCount, export: ExportRequest?) async throws {
        try objects.withLock { objects in
            var object = try Self.object(Self.name(volume), in: objects)
            object.grow(to: size.bytes)
            objects[Self.name(volume)] = object
        }
        guard let export else { return }
        do {
            try await target.refreshExport(export, path: Self.name(volume))
        } catch let error as DriverError where error.disposition == .permanent {
            // The volume is larger, which is what was asked for.
            return
        }
    }

    public func revertVolume(
        _ volume: Volume,
        to snapshot: Snapshot,
        export: ExportRequest?,
        progress: ProgressReport
    ) async throws {
        try objects.withLock { objects in
            let present = try Self.object(Self.name(volume), in: objects)
            var object = try Self.object(Self.name(snapshot), in: objects)
            object.grow(to: present.size)
            try requireRoom(for: object, replacing: Self.name(volume), in: objects)
            objects[Self.name(volume)] = object
        }
        progress(volume.size.bytes, volume.size.bytes)
        if let export { try await target.refreshExport(export, path: Self.name(volume)) }
    }

    public func inventory() async throws -> [InventoryObject] {
        let contents = contents
        return contents.volumes.sorted().map(InventoryObject.volume) + contents.snapshots.sorted().map(InventoryObject.snapshot)
    }

    /// Gives `destination` the bytes of `source`, unless it is there already.
    private func copy(_ source: String, to destination: String, size: ByteCount) throws {
        try objects.withLock { objects in
            guard objects[destination] == nil else { return }
            var object = try Self.object(source, in: objects)
            object.grow(to: size)
            try requireRoom(for: object, replacing: destination, in: objects)
            objects[destination] = object
        }
    }
}

extension MemoryDriver {
    public func sizeOfExisting(_ reference: [String: JSONValue]) async throws -> GibiByteCount {
        try size(of: reference)
    }

    public func manageExisting(_ volume: Volume, reference: [String: JSONValue]) async throws -> ProviderUpdate {
        try adopt(reference, as: Self.name(volume))
        return ProviderUpdate()
    }

    public func releaseExisting(_ volume: Volume, to reference: [String: JSONValue]) async throws {
        release(Self.name(volume), to: reference, otherwise: "unmanaged-\(volume.backendID)")
    }

    public func unmanage(_ volume: Volume) async throws {
        rename(Self.name(volume), to: "unmanaged-\(volume.backendID)")
    }

    public func manageableVolumes(known: [Volume]) async throws -> [ManageableObject] {
        let byName = Dictionary(known.map { (Self.name($0), $0.id.rawValue) }) { first, _ in first }
        return listed { name in
            guard Self.snapshotID(ofName: name) == nil else { return nil }
            return Listing(known: byName[name], isOurs: Self.volumeID(ofName: name) != nil)
        }
    }

    public func sizeOfExistingSnapshot(_ reference: [String: JSONValue], of volume: Volume) async throws -> GibiByteCount {
        try size(of: reference)
    }

    public func manageExistingSnapshot(
        _ snapshot: Snapshot,
        of volume: Volume,
        reference: [String: JSONValue]
    ) async throws -> ProviderUpdate {
        try adopt(reference, as: Self.name(snapshot))
        return ProviderUpdate()
    }

    public func unmanageSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws {
        rename(Self.name(snapshot), to: "unmanaged-snapshot-\(snapshot.id)")
    }

    public func releaseExistingSnapshot(_ snapshot: Snapshot, of volume: Volume, to reference: [String: JSONValue]) async throws {
        release(Self.name(snapshot), to: reference, otherwise: "unmanaged-snapshot-\(snapshot.id)")
    }

    public func manageableSnapshots(known: [Snapshot]) async throws -> [ManageableObject] {
        let byName = Dictionary(known.map { (Self.name($0), $0) }) { first, _ in first }
        return listed { name in
            guard Self.volumeID(ofName: name) == nil else { return nil }
            let source = byName[name].map { ["source-name": JSONValue.string("volume-\($0.volumeID)")] }
            return Listing(known: byName[name]?.id.rawValue, isOurs: Self.snapshotID(ofName: name) != nil, source: source)
        }
    }

    private struct Listing {
        var known: String?
        var isOurs: Bool
        var source: [String: JSONValue]?
    }

    private func listed(_ judge: (String) -> Listing?) -> [ManageableObject] {
        let sizes = objects.withLock { $0.mapValues(\.size) }
        return sizes.sorted { $0.key < $1.key }.compactMap { name, size in
            guard let listing = judge(name) else { return nil }
            let reason: String? =
                listing.known != nil ? "already managed" : listing.isOurs ? "has the name of an object of this service" : nil
            return ManageableObject(
                reference: ["source-name": .string(name)],
                size: size.gibibytesRoundedUp,
                isSafeToManage: reason == nil,
                reasonNotSafe: reason,
                knownID: listing.known,
                sourceReference: listing.source
            )
        }
    }

    private func size(of reference: [String: JSONValue]) throws -> GibiByteCount {
        let name = try Self.sourceName(reference)
        guard let object = objects.withLock({ $0[name] }) else { throw Self.badReference(name, "names nothing") }
        return object.size.gibibytesRoundedUp
    }

    private func adopt(_ reference: [String: JSONValue], as newName: String) throws {
        let name = try Self.sourceName(reference)
        try objects.withLock { objects in
            guard objects[newName] == nil else { return }
            guard var object = objects[name] else { throw Self.badReference(name, "names nothing") }
            guard Self.volumeID(ofName: name) == nil, Self.snapshotID(ofName: name) == nil else {
                throw DriverError(.alreadyManaged, .permanent, "\(name) is managed already.")
            }
            object.grow(to: object.size.gibibytesRoundedUp.bytes)
            objects[name] = nil
            objects[newName] = object
        }
    }

    private func release(_ name: String, to reference: [String: JSONValue], otherwise newName: String) {
        objects.withLock { objects in
            guard let object = objects.removeValue(forKey: name) else { return }
            let former = reference["source-name"]?.string
            objects[former.flatMap { objects[$0] == nil ? $0 : nil } ?? newName] = object
        }
    }

    private func rename(_ name: String, to newName: String) {
        objects.withLock { objects in
            if let object = objects.removeValue(forKey: name) { objects[newName] = object }
        }
    }

    private static func sourceName(_ reference: [String: JSONValue]) throws -> String {
        guard let name = reference["source-name"]?.string, !name.isEmpty, name != ".", !name.contains("/"), name != ".." else {
            throw DriverError(.invalidReference, .permanent, "The reference needs a \"source-name\" that is a plain name.")
        }
        return name
    }

    private static func badReference(_ name: String, _ why: String) -> DriverError {
        DriverError(.invalidReference, .permanent, "The source-name \"\(name)\" \(why).")
    }
}

extension MemoryDriver: QoSDriver, CapabilitiesDriver {
    public func setQoS(_ specs: [String: String], of volume: Volume) async throws {
        limits.withLock { $0[volume.id] = specs }
    }

    public func vendorProperties() async throws -> [String: CapabilityProperty] {
        [
            "memory:speed": CapabilityProperty(
                title: "Speed",
                description: "How fast the memory is.",
                kind: .string(allowed: ["fast", "faster"], initial: "fast")
            )
        ]
    }
}
