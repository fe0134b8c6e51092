public import ScoriaDriver
public import ScoriaModel

extension FakeDriver: SnapshotDriver {
    public func createSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws -> ProviderUpdate {
        try await pretend("createSnapshot", snapshot.id.rawValue)
        return ProviderUpdate()
    }

    public func deleteSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws {
        try await pretend("deleteSnapshot", snapshot.id.rawValue)
    }

    public func createVolume(_ volume: Volume, from snapshot: Snapshot, progress: ProgressReport) async throws -> ProviderUpdate {
        try await pretend("createVolumeFromSnapshot", volume.id.rawValue)
        progress(snapshot.size.bytes, snapshot.size.bytes)
        return ProviderUpdate()
    }
}

extension FakeDriver: CloneDriver {
    public func cloneVolume(_ volume: Volume, from source: Volume, progress: ProgressReport) async throws -> ProviderUpdate {
        try await pretend("cloneVolume", volume.id.rawValue)
        progress(source.size.bytes, source.size.bytes)
        return ProviderUpdate()
    }
}

extension FakeDriver: ExtendDriver {
    public func extendVolume(_ volume: Volume, to size: GibiByteCount, export: ExportRequest?) async throws {
        try await pretend("extendVolume", volume.id.rawValue)
    }
}

extension FakeDriver: RevertDriver {
    public func revertVolume(_ volume: Volume, to snapshot: Snapshot, export: ExportRequest?, progress: ProgressReport) async throws {
        try await pretend("revertVolume", volume.id.rawValue)
        progress(snapshot.size.bytes, snapshot.size.bytes)
    }
}
