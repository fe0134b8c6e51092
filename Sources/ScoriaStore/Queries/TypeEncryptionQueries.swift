public import ScoriaModel

extension Table {
    static let typeEncryptions = Table(
        "type_encryptions",
        columns: ["volume_type_id", "id", "provider", "cipher", "key_size", "control_location", "created_at", "updated_at"]
    )
}

extension TypeEncryption {
    /// Reads a row of ``Table/typeEncryptions``.
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .typeEncryptions)
        self.init(
            id: reader.id(1),
            volumeTypeID: reader.id(0),
            provider: row.text(2),
            cipher: row.optionalText(3),
            keySize: row.optionalInteger(4).map { Int($0) },
            controlLocation: try reader.value(5),
            createdAt: try reader.value(6)
        )
        updatedAt = try reader.optional(7)
    }

    /// The values of ``Table/typeEncryptions`` in the order of its columns.
    var sqlValues: [SQLValue] {
        [
            .text(volumeTypeID), .text(id), .text(provider), .optional(cipher), .optional(keySize.map { Int64($0) }),
            .text(controlLocation), .text(createdAt), .optional(updatedAt),
        ]
    }
}

extension StoreReading {
    /// How volumes of a type are to be encrypted; nil when they are not.
    public func encryption(ofType id: VolumeTypeID) throws -> TypeEncryption? {
        try first(Table.typeEncryptions.select + "WHERE volume_type_id = ?", [.text(id)], TypeEncryption.init(row:))
    }
}

extension WriteTransaction {
    /// Gives a type its encryption.
    ///
    /// - Throws: ``StoreError`` `constraint` when it has one, or does not exist.
    public func insert(_ encryption: TypeEncryption) throws {
        try connection.execute(Table.typeEncryptions.insert, encryption.sqlValues)
    }

    /// Writes every field; the caller sets `updatedAt`.
    ///
    /// False when the type has no encryption.
    @discardableResult
    public func update(_ encryption: TypeEncryption) throws -> Bool {
        try connection.execute(Table.typeEncryptions.update, Table.typeEncryptions.updateParameters(encryption.sqlValues)) == 1
    }

    /// Takes the encryption of a type away; false when it has none.
    @discardableResult
    public func deleteEncryption(ofType id: VolumeTypeID) throws -> Bool {
        try connection.execute("DELETE FROM type_encryptions WHERE volume_type_id = ?", [.text(id)]) == 1
    }
}
