public import ScoriaModel

extension Table {
    static let qosSpecs = Table("qos_specs", columns: ["id", "name", "consumer", "specs", "created_at", "updated_at"])
}

extension QoSSpecs {
    /// Reads a row of ``Table/qosSpecs``.
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .qosSpecs)
        self.init(
            id: reader.id(0),
            name: row.text(1),
            consumer: try reader.value(2),
            specs: try reader.map(3),
            createdAt: try reader.value(4)
        )
        updatedAt = try reader.optional(5)
    }

    /// The values of ``Table/qosSpecs`` in the order of its columns.
    var sqlValues: [SQLValue] {
        [.text(id), .text(name), .text(consumer), .map(specs), .text(createdAt), .optional(updatedAt)]
    }
}

extension StoreReading {
    /// QoS specs by their id.
    public func qosSpecs(_ id: QoSSpecsID) throws -> QoSSpecs? {
        try first(Table.qosSpecs.select + "WHERE id = ?", [.text(id)], QoSSpecs.init(row:))
    }

    /// QoS specs by their name.
    public func qosSpecs(named name: String) throws -> QoSSpecs? {
        try first(Table.qosSpecs.select + "WHERE name = ?", [.text(name)], QoSSpecs.init(row:))
    }

    /// All QoS specs, oldest first.
    public func allQoSSpecs() throws -> [QoSSpecs] {
        try all(Table.qosSpecs.select + "ORDER BY created_at, id", [], QoSSpecs.init(row:))
    }

    /// The QoS specs of a volume type; nil when it has none.
    public func qosSpecs(ofType id: VolumeTypeID) throws -> QoSSpecs? {
        try first(
            Table.qosSpecs.select + "WHERE id = (SELECT qos_specs_id FROM volume_types WHERE id = ?)",
            [.text(id)],
            QoSSpecs.init(row:)
        )
    }

    /// The volume types that have these QoS specs, oldest first.
    public func volumeTypes(with id: QoSSpecsID) throws -> [VolumeType] {
        try all(Table.volumeTypes.select + "WHERE qos_specs_id = ? ORDER BY created_at, id", [.text(id)], VolumeType.init(row:))
    }
}

extension WriteTransaction {
    /// Adds QoS specs.
    ///
    /// - Throws: ``StoreError`` `constraint` when the id or the name exists.
    public func insert(_ specs: QoSSpecs) throws {
        try connection.execute(Table.qosSpecs.insert, specs.sqlValues)
        notes.made("qos_specs", specs.id.rawValue)
    }

    /// Writes every field; the caller sets `updatedAt`.
    ///
    /// False when they do not exist.
    @discardableResult
    public func update(_ specs: QoSSpecs) throws -> Bool {
        try connection.execute(Table.qosSpecs.update, Table.qosSpecs.updateParameters(specs.sqlValues)) == 1
    }

    /// Removes QoS specs; false when they do not exist.
    ///
    /// Types that have them must have been let go of before.
    @discardableResult
    public func delete(_ specs: QoSSpecsID) throws -> Bool {
        try connection.execute("DELETE FROM qos_specs WHERE id = ?", [.text(specs)]) == 1
    }
}
