public import ScoriaModel

extension StoreReading {
    /// A volume; nil when it does not exist, or not in `project` when one is given.
    public func volume(_ id: VolumeID, in project: ProjectID? = nil) throws -> Volume? {
        guard let project else { return try first(Table.volumes.select + "WHERE id = ?", [.text(id)], Volume.init(row:)) }
        return try first(Table.volumes.select + "WHERE id = ? AND project_id = ?", [.text(id), .text(project)], Volume.init(row:))
    }

    /// Every volume whose host is the backend or a pool of it, by host.
    public func volumes(onBackend backend: BackendAddress) throws -> [Volume] {
        let pools = Self.poolRange(of: backend)
        return try all(
            Table.volumes.select + "WHERE host = ? OR (host >= ? AND host < ?) ORDER BY host, id",
            [.text(backend), .text(pools.first), .text(pools.end)],
            Volume.init(row:)
        )
    }

    /// How many volumes are of a type.
    public func volumeCount(ofType type: VolumeTypeID) throws -> Int {
        try count("SELECT count(*) FROM volumes WHERE COALESCE(volume_type_id, '') = ?", [.text(type)])
    }

    /// How many volumes were made from a snapshot.
    public func volumeCount(fromSnapshot snapshot: SnapshotID) throws -> Int {
        try count("SELECT count(*) FROM volumes WHERE snapshot_id = ?", [.text(snapshot)])
    }

    /// How many volumes were cloned from a volume.
    public func volumeCount(clonedFrom volume: VolumeID) throws -> Int {
        try count("SELECT count(*) FROM volumes WHERE source_volid = ?", [.text(volume)])
    }

    /// How many rows a query counts.
    func count(_ sql: String, _ parameters: [SQLValue]) throws -> Int {
        try first(sql, parameters) { Int($0.integer(0)) } ?? 0
    }

    /// How many rows of a table have each status that the model knows.
    func countsByStatus<Status: GuardedStatus>(in table: String) throws -> [Status: Int] {
        var counts: [Status: Int] = [:]
        try connection.query("SELECT status, count(*) FROM \(table) GROUP BY status", []) { row in
            if let status = Status(rawValue: row.text(0)) { counts[status] = Int(row.integer(1)) }
        }
        return counts
    }

    /// The range of host texts of a backend's pools: `backend#` up to but not including `backend$`, the next character.
    static func poolRange(of backend: BackendAddress) -> (first: String, end: String) {
        (backend.rawValue + "#", backend.rawValue + "$")
    }
}

extension WriteTransaction {
    /// Adds a volume.
    ///
    /// - Throws: ``StoreError`` `constraint` when the id exists.
    public func insert(_ volume: Volume) throws {
        try connection.execute(Table.volumes.insert, volume.sqlValues)
        notes.made("volume", volume.id.rawValue)
    }

    /// Writes every field but the status and the attach status, which have writers of their own.
    ///
    /// The caller sets `updatedAt`. False when the volume does not exist.
    @discardableResult
    public func update(_ volume: Volume) throws -> Bool {
        try connection.execute(Table.volumes.update, Table.volumes.updateParameters(volume.sqlValues)) == 1
    }

    /// Removes a volume; false when it does not exist.
    ///
    /// - Throws: ``StoreError`` `constraint` while snapshots, attachments or an export refer to it.
    @discardableResult
    public func delete(_ volume: VolumeID) throws -> Bool {
        if journal.wantsEvents, let row = try self.volume(volume) { notes.removed(row) }
        return try connection.execute("DELETE FROM volumes WHERE id = ?", [.text(volume)]) == 1
    }

    /// Changes the status if it is one of `allowed`, and answers with the one before.
    ///
    /// Nil when the volume does not exist or has another status. With `allowed` nil it is an administrative override, which the table
    /// of legal moves does not bind.
    ///
    /// - Throws: ``StoreError`` `illegalMove` when the table of legal moves does not know the change.
    @discardableResult
    public func move(_ id: VolumeID, from allowed: Set<VolumeStatus>?, to next: VolumeStatus, at moment: Timestamp) throws -> VolumeStatus?
    {
        try move(id.rawValue, in: .volumes, from: allowed, to: next, at: moment)
    }

    /// Sets the attach status.
    public func setAttachStatus(_ id: VolumeID, _ status: VolumeAttachStatus, at moment: Timestamp) throws {
        try connection.execute(
            "UPDATE volumes SET attach_status = ?, updated_at = ? WHERE id = ?",
            [.text(status), .text(moment), .text(id)]
        )
    }

    /// Replaces the user's metadata.
    public func setMetadata(_ id: VolumeID, _ metadata: [String: String], at moment: Timestamp) throws {
        try connection.execute("UPDATE volumes SET metadata = ?, updated_at = ? WHERE id = ?", [.map(metadata), .text(moment), .text(id)])
    }
}
