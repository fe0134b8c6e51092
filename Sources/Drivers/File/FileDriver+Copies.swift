import Logging
public import ScoriaDriver
public import ScoriaModel
import ScoriaSystem
import ScoriaTransfer

#if canImport(Glibc)
    import Glibc
#endif

extension FileDriver: SnapshotDriver {
    public func createSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws -> ProviderUpdate {
        let order = CopyOrder(
            operation: "snapshot",
            action: "Taking snapshot \(snapshot.id) of volume \(volume.id) in pool \(pool.path)",
            source: try ObjectName(volume),
            sourceMayChange: true,
            destination: try ObjectName(snapshot),
            length: snapshot.size.bytes
        )
        try await copy(order) { _, _ in }
        return ProviderUpdate()
    }

    public func deleteSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws {
        try await delete(try ObjectName(snapshot), action: "Deleting snapshot \(snapshot.id) in pool \(pool.path)")
    }

    public func createVolume(_ volume: Volume, from snapshot: Snapshot, progress: ProgressReport) async throws -> ProviderUpdate {
        let order = CopyOrder(
            operation: "from-snapshot",
            action: "Creating volume \(volume.id) from snapshot \(snapshot.id) in pool \(pool.path)",
            source: try ObjectName(snapshot),
            sourceMayChange: false,
            destination: try ObjectName(volume),
            length: volume.size.bytes
        )
        try await copy(order, progress: progress)
        return ProviderUpdate()
    }
}

extension FileDriver: CloneDriver {
    public func cloneVolume(_ volume: Volume, from source: Volume, progress: ProgressReport) async throws -> ProviderUpdate {
        let order = CopyOrder(
            operation: "clone",
            action: "Cloning volume \(source.id) to volume \(volume.id) in pool \(pool.path)",
            source: try ObjectName(source),
            sourceMayChange: true,
            destination: try ObjectName(volume),
            length: volume.size.bytes
        )
        try await copy(order, progress: progress)
        return ProviderUpdate()
    }
}

extension FileDriver: RevertDriver {
    /// The volume keeps its length when it has grown since the snapshot; what is behind the snapshot's bytes reads as zeros then.
    public func revertVolume(
        _ volume: Volume,
        to snapshot: Snapshot,
        export: ExportRequest?,
        progress: ProgressReport
    ) async throws {
        let order = CopyOrder(
            operation: "revert",
            action: "Reverting volume \(volume.id) to snapshot \(snapshot.id) in pool \(pool.path)",
            source: try ObjectName(snapshot),
            sourceMayChange: false,
            destination: try ObjectName(volume),
            length: volume.size.bytes,
            replaces: true
        )
        try await copy(order, progress: progress)
        if let export { try await target.refreshExport(export, path: path(of: order.destination)) }
    }
}

extension FileDriver: ExtendDriver {
    /// A target that says for good that it cannot be refreshed does not undo what has happened: the volume is larger, and initiators see
    /// it at their next login.
    public func extendVolume(_ volume: Volume, to size: GibiByteCount, export: ExportRequest?) async throws {
        let name = try ObjectName(volume)
        try await locks.withLock(name.text) {
            try await perform("Extending volume \(volume.id) to \(size) in pool \(pool.path)") { directory, _ in
                let file = try Self.openObject(name.text, in: directory, access: O_RDWR)
                FaultPoint.reach("file.extend.before-length")
                if try file.status().size < size.bytes { try file.setLength(size.bytes) }
                FaultPoint.reach("file.extend.before-sync")
                try file.synchronize()
                FaultPoint.reach("file.extend.after-sync")
            }
        }
        guard let export else { return }
        do {
            try await target.refreshExport(export, path: path(of: name))
        } catch let error as DriverError where error.disposition == .permanent {
            logger.warning("extended, but the target shows the old size", metadata: ["volume_id": "\(volume.id)", "error": "\(error)"])
        }
    }
}
