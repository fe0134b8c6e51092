public import ScoriaModel

extension StoreReading {
    /// A snapshot; nil when it does not exist, or not in `project` when one is given.
    public func snapshot(_ id: SnapshotID, in project: ProjectID? = nil) throws -> Snapshot? {
        guard let project else { return try first(Table.snapshots.select + "WHERE id = ?", [.text(id)], Snapshot.init(row:)) }
        return try first(Table.snapshots.select + "WHERE id = ? AND project_id = ?", [.text(id), .text(project)], Snapshot.init(row:))
    }

    /// The snapshots of a volume, oldest first.
    public func snapshots(of volume: VolumeID) throws -> [Snapshot] {
        try all(Table.snapshots.select + "WHERE volume_id = ? ORDER BY created_at, id", [.text(volume)], Snapshot.init(row:))
    }

    /// The snapshot of a volume that was made last, the only one that it may be reverted to.
    public func newestSnapshot(of volume: VolumeID) throws -> Snapshot? {
        try first(
            Table.snapshots.select + "WHERE volume_id = ? ORDER BY created_at DESC, id DESC LIMIT 1",
            [.text(volume)],
            Snapshot.init(row:)
        )
    }

    /// Every snapshot of a volume whose host is the backend or a pool of it.
    public func snapshots(onBackend backend: BackendAddress) throws -> [Snapshot] {
        let pools = Self.poolRange(of: backend)
        return try all(
            """
            SELECT \(Table.snapshots.list(prefix: "s")) FROM volumes v CROSS JOIN snapshots s
            WHERE (v.host = ? OR (v.host >= ? AND v.host < ?)) AND s.volume_id = v.id ORDER BY s.id
            """,
            [.text(backend), .text(pools.first), .text(pools.end)],
            Snapshot.init(row:)
        )
    }

    /// How many snapshots a volume has.
    public func snapshotCount(of volume: VolumeID) throws -> Int {
        try count("SELECT count(*) FROM snapshots WHERE volume_id = ?", [.text(volume)])
    }
}

extension WriteTransaction {
    /// Adds a snapshot.
    ///
    /// - Throws: ``StoreError`` `constraint` when the id exists or the volume does not.
    public func insert(_ snapshot: Snapshot) throws {
        try connection.execute(Table.snapshots.insert, snapshot.sqlValues)
        notes.made("snapshot", snapshot.id.rawValue)
    }

    /// Writes every field but the status; the caller sets `updatedAt`.
    ///
    /// False when the snapshot does not exist.
    @discardableResult
    public func update(_ snapshot: Snapshot) throws -> Bool {
        try connection.execute(Table.snapshots.update, Table.snapshots.updateParameters(snapshot.sqlValues)) == 1
    }

    /// Removes a snapshot; false when it does not exist.
    @discardableResult
    public func delete(_ snapshot: SnapshotID) throws -> Bool {
        if journal.wantsEvents, let row = try self.snapshot(snapshot) { notes.removed(row) }
        return try connection.execute("DELETE FROM snapshots WHERE id = ?", [.text(snapshot)]) == 1
    }

    /// Changes the status if it is one of `allowed`, and answers with the one before; nil when it is not, or the snapshot does not exist.
    ///
    /// With `allowed` nil it is an administrative override.
    ///
    /// - Throws: ``StoreError`` `illegalMove` when the table of legal moves does not know the change.
    @discardableResult
    public func move(
        _ id: SnapshotID,
        from allowed: Set<SnapshotStatus>?,
        to next: SnapshotStatus,
        at moment: Timestamp
    ) throws -> SnapshotStatus? {
        try move(id.rawValue, in: .snapshots, from: allowed, to: next, at: moment)
    }

    /// Replaces the metadata.
    public func setMetadata(_ id: SnapshotID, _ metadata: [String: String], at moment: Timestamp) throws {
        try connection.execute(
            "UPDATE snapshots SET metadata = ?, updated_at = ? WHERE id = ?",
            [.map(metadata), .text(moment), .text(id)]
        )
    }

    /// Sets the progress text that the API shows, such as `100%`.
    public func setProgress(_ id: SnapshotID, _ progress: String?, at moment: Timestamp) throws {
        try connection.execute(
            "UPDATE snapshots SET progress = ?, updated_at = ? WHERE id = ?",
            [.optional(progress), .text(moment), .text(id)]
        )
    }
}
