public import ScoriaModel
import ScoriaStore
import ScoriaSystem

extension Control {
    /// The snapshot, as far as the caller may see it.
    public func snapshot(_ id: SnapshotID, by caller: Caller) throws -> Snapshot {
        guard let snapshot = try store.read({ try $0.snapshot(id, in: caller.scope) }) else {
            throw ControlError.notFound("Snapshot", id.rawValue)
        }
        return snapshot
    }

    /// Changes the name or the description of a snapshot.
    public func updateSnapshot(
        _ id: SnapshotID,
        name: FieldChange<String?> = .keep,
        description: FieldChange<String?> = .keep,
        by caller: Caller
    ) async throws -> Snapshot {
        try await change(id, by: caller) { _, snapshot in
            snapshot.name = name.applied(to: snapshot.name)
            snapshot.description = description.applied(to: snapshot.description)
        }
    }

    /// Changes a snapshot's metadata with `edit`, which sees the present map and may refuse.
    public func editMetadata(
        of id: SnapshotID,
        by caller: Caller,
        _ edit: @escaping @Sendable (inout [String: String]) throws -> Void
    ) async throws -> [String: String] {
        try await change(id, by: caller) { _, snapshot in try edit(&snapshot.metadata) }.metadata
    }

    /// Overrides a snapshot's status; for administrators.
    public func resetStatus(of id: SnapshotID, to status: SnapshotStatus, by caller: Caller) async throws {
        let now = clock.now()
        _ = try await change(id, by: caller) { transaction, snapshot in
            _ = try transaction.move(snapshot.id, from: nil, to: status, at: now)
        }
    }

    /// Takes the status that Nova reports of a snapshot that it makes itself (`os-update_snapshot_status`).
    public func reportStatus(of id: SnapshotID, _ status: SnapshotStatus, progress: String?, by caller: Caller) async throws {
        let now = clock.now()
        _ = try await change(id, by: caller) { transaction, snapshot in
            let allowed: [SnapshotStatus: Set<SnapshotStatus>] = [
                .creating: [.creating, .available, .error], .deleting: [.deleting, .errorDeleting],
            ]
            guard allowed[snapshot.status]?.contains(status) == true else {
                throw ControlError.badRequest(
                    "Invalid snapshot: Update snapshot status from '\(snapshot.status.rawValue)' to '\(status.rawValue)' is not allowed."
                )
            }
            if let progress { snapshot.progress = progress }
            _ = try transaction.move(snapshot.id, from: [snapshot.status], to: status, at: now)
        }
    }

    private func change(
        _ id: SnapshotID,
        by caller: Caller,
        _ edit: @escaping @Sendable (WriteTransaction, inout Snapshot) throws -> Void
    ) async throws -> Snapshot {
        let now = clock.now()
        return try await store.write { transaction in
            guard var snapshot = try transaction.snapshot(id, in: caller.scope) else {
                throw ControlError.notFound("Snapshot", id.rawValue)
            }
            try edit(transaction, &snapshot)
            snapshot.updatedAt = now
            try transaction.update(snapshot)
            return snapshot
        }
    }
}
