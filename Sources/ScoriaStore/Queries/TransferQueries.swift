public import ScoriaModel

extension Table {
    static let transfers = Table(
        "volume_transfers",
        columns: ["id", "project_id", "volume_id", "name", "no_snapshots", "salt", "key_hash", "created_at"]
    )
}

extension VolumeTransfer {
    /// Reads a row of ``Table/transfers``.
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .transfers)
        self.init(
            id: reader.id(0),
            projectID: try reader.value(1),
            volumeID: reader.id(2),
            name: row.optionalText(3),
            leavesSnapshots: row.bool(4),
            salt: row.text(5),
            keyHash: row.text(6),
            createdAt: try reader.value(7)
        )
    }

    /// The values of ``Table/transfers`` in the order of its columns.
    var sqlValues: [SQLValue] {
        [
            .text(id), .text(projectID), .text(volumeID), .optional(name), .bool(leavesSnapshots), .text(salt), .text(keyHash),
            .text(createdAt),
        ]
    }
}

extension StoreReading {
    /// An open offer; nil when it does not exist, or not in `project` when one is given.
    public func transfer(_ id: VolumeTransferID, in project: ProjectID? = nil) throws -> VolumeTransfer? {
        guard let project else { return try first(Table.transfers.select + "WHERE id = ?", [.text(id)], VolumeTransfer.init(row:)) }
        let sql = Table.transfers.select + "WHERE id = ? AND project_id = ?"
        return try first(sql, [.text(id), .text(project)], VolumeTransfer.init(row:))
    }
}

extension WriteTransaction {
    /// Adds an offer.
    ///
    /// - Throws: ``StoreError`` `constraint` when the volume has one already, or does not exist.
    public func insert(_ transfer: VolumeTransfer) throws {
        try connection.execute(Table.transfers.insert, transfer.sqlValues)
        notes.made("transfer", transfer.id.rawValue)
    }

    /// Removes an offer; false when it does not exist.
    @discardableResult
    public func delete(_ transfer: VolumeTransferID) throws -> Bool {
        try connection.execute("DELETE FROM volume_transfers WHERE id = ?", [.text(transfer)]) == 1
    }

    /// Removes the offer of a volume, if there is one.
    public func deleteTransfer(of volume: VolumeID) throws {
        try connection.execute("DELETE FROM volume_transfers WHERE volume_id = ?", [.text(volume)])
    }
}
