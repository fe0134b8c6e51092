public import ScoriaModel

extension StoreReading {
    /// An attachment; nil when it does not exist, or not in `project` when one is given.
    public func attachment(_ id: AttachmentID, in project: ProjectID? = nil) throws -> Attachment? {
        guard let project else { return try first(Table.attachments.select + "WHERE id = ?", [.text(id)], Attachment.init(row:)) }
        return try first(Table.attachments.select + "WHERE id = ? AND project_id = ?", [.text(id), .text(project)], Attachment.init(row:))
    }

    /// The attachments of a volume, oldest first.
    public func attachments(of volume: VolumeID) throws -> [Attachment] {
        try all(Table.attachments.select + "WHERE volume_id = ? ORDER BY created_at, id", [.text(volume)], Attachment.init(row:))
    }

    /// The attachments of every volume on a backend, by volume; what its exports must admit after a restart.
    public func attachments(onBackend backend: BackendAddress) throws -> [VolumeID: [Attachment]] {
        let pools = Self.poolRange(of: backend)
        let rows = try all(
            """
            SELECT \(Table.attachments.list(prefix: "a")) FROM attachments a JOIN volumes v ON v.id = a.volume_id
            WHERE v.host = ? OR (v.host >= ? AND v.host < ?) ORDER BY a.volume_id, a.created_at, a.id
            """,
            [.text(backend), .text(pools.first), .text(pools.end)],
            Attachment.init(row:)
        )
        return Dictionary(grouping: rows, by: \.volumeID)
    }
}

extension WriteTransaction {
    /// Adds an attachment.
    ///
    /// - Throws: ``StoreError`` `constraint` when the id exists or the volume does not.
    public func insert(_ attachment: Attachment) throws {
        try connection.execute(Table.attachments.insert, attachment.sqlValues)
        notes.made("attachment", attachment.id.rawValue)
    }

    /// Writes every field but the status; the caller sets `updatedAt`.
    ///
    /// False when the attachment does not exist.
    @discardableResult
    public func update(_ attachment: Attachment) throws -> Bool {
        try connection.execute(Table.attachments.update, Table.attachments.updateParameters(attachment.sqlValues)) == 1
    }

    /// Removes an attachment; false when it does not exist.
    @discardableResult
    public func delete(_ attachment: AttachmentID) throws -> Bool {
        if journal.wantsEvents, let row = try self.attachment(attachment) { notes.removed(row) }
        return try connection.execute("DELETE FROM attachments WHERE id = ?", [.text(attachment)]) == 1
    }

    /// Changes the status if it is one of `allowed`, and answers with the one before; nil when it is not, or the attachment does not exist.
    ///
    /// With `allowed` nil it is an administrative override.
    ///
    /// - Throws: ``StoreError`` `illegalMove` when the table of legal moves does not know the change.
    @discardableResult
    public func move(
        _ id: AttachmentID,
        from allowed: Set<AttachmentStatus>?,
        to next: AttachmentStatus,
        at moment: Timestamp
    ) throws -> AttachmentStatus? {
        try move(id.rawValue, in: .attachments, from: allowed, to: next, at: moment)
    }
}
