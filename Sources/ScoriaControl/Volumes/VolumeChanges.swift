public import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// A change of a field that a request may leave out.
public enum FieldChange<Value: Sendable & Hashable>: Sendable, Hashable {
    case keep
    case set(Value)

    /// The value after the change.
    func applied(to value: Value) -> Value {
        if case .set(let new) = self { return new }
        return value
    }
}

extension Control {
    /// The volume, as far as the caller may see it.
    public func volume(_ id: VolumeID, by caller: Caller) throws -> Volume {
        guard let volume = try store.read({ try $0.volume(id, in: caller.scope) }) else {
            throw ControlError.notFound("Volume", id.rawValue)
        }
        return volume
    }

    /// Changes the name, the description or the whole metadata of a volume.
    public func updateVolume(
        _ id: VolumeID,
        name: FieldChange<String?> = .keep,
        description: FieldChange<String?> = .keep,
        metadata: FieldChange<[String: String]> = .keep,
        by caller: Caller
    ) async throws -> Volume {
        try await change(id, by: caller) { volume in
            try volume.refuseMaintenance()
            volume.name = name.applied(to: volume.name)
            volume.description = description.applied(to: volume.description)
            volume.metadata = metadata.applied(to: volume.metadata)
        }
    }

    /// Changes a volume's metadata with `edit`, which sees the present map and may refuse.
    public func editMetadata(
        of id: VolumeID,
        by caller: Caller,
        _ edit: @escaping @Sendable (inout [String: String]) throws -> Void
    ) async throws -> [String: String] {
        try await change(id, by: caller) { volume in
            guard volume.status != .maintenance, volume.status != .uploading else {
                throw ControlError.badRequest(
                    "Invalid volume: Updating or deleting metadata is not allowed for volumes in \(volume.status.rawValue) status."
                )
            }
            try edit(&volume.metadata)
        }.metadata
    }

    /// Changes a volume's image metadata with `edit`, which sees the present map and may refuse.
    public func editImageMetadata(
        of id: VolumeID,
        by caller: Caller,
        _ edit: @escaping @Sendable (inout [String: String]) throws -> Void
    ) async throws -> [String: String] {
        try await change(id, by: caller) { volume in
            guard volume.status != .maintenance, volume.status != .uploading else {
                throw ControlError.badRequest(
                    "Invalid volume: Updating or deleting image metadata is not allowed for volumes in \(volume.status.rawValue) status."
                )
            }
            try edit(&volume.imageMetadata)
        }.imageMetadata
    }

    /// Says whether a server can boot from the volume.
    public func setBootable(_ id: VolumeID, _ isBootable: Bool, by caller: Caller) async throws {
        _ = try await change(id, by: caller) { volume in
            try volume.refuseMaintenance()
            volume.isBootable = isBootable
        }
    }

    /// Says whether the volume may only be read; it must be available.
    public func setReadOnly(_ id: VolumeID, _ isReadOnly: Bool, by caller: Caller) async throws {
        _ = try await change(id, by: caller) { volume in
            guard volume.status == .available else {
                throw ControlError.badRequest(
                    "Invalid volume: Volume \(volume.id) status must be available to update readonly flag, but current status is: \(volume.status.rawValue)."
                )
            }
            volume.adminMetadata[Volume.readOnlyKey] = isReadOnly ? "True" : "False"
        }
    }

    private func change(
        _ id: VolumeID,
        by caller: Caller,
        _ edit: @escaping @Sendable (inout Volume) throws -> Void
    ) async throws -> Volume {
        let now = clock.now()
        return try await store.write { transaction in
            guard var volume = try transaction.volume(id, in: caller.scope) else {
                throw ControlError.notFound("Volume", id.rawValue)
            }
            try edit(&volume)
            volume.updatedAt = now
            try transaction.update(volume)
            return volume
        }
    }
}

extension Volume {
    func refuseMaintenance() throws {
        guard status != .maintenance else {
            throw ControlError.badRequest("Invalid volume: The volume \(id) cannot be changed while it is in maintenance.")
        }
    }
}
