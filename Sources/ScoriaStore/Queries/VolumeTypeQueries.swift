public import ScoriaModel

extension Table {
    static let volumeTypes = Table(
        "volume_types",
        columns: ["id", "name", "description", "is_public", "extra_specs", "qos_specs_id", "created_at", "updated_at"]
    )
}

extension VolumeType {
    /// Reads a row of ``Table/volumeTypes``.
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .volumeTypes)
        self.init(
            id: reader.id(0),
            name: row.text(1),
            description: row.optionalText(2),
            isPublic: row.bool(3),
            extraSpecs: try reader.map(4),
            createdAt: try reader.value(6)
        )
        qosSpecsID = row.optionalText(5)
        updatedAt = try reader.optional(7)
    }

    /// The values of ``Table/volumeTypes`` in the order of its columns.
    var sqlValues: [SQLValue] {
        [
            .text(id), .text(name), .optional(description), .bool(isPublic), .map(extraSpecs), .optional(qosSpecsID), .text(createdAt),
            .optional(updatedAt),
        ]
    }
}

extension StoreReading {
    /// A volume type by its id.
    public func volumeType(_ id: VolumeTypeID) throws -> VolumeType? {
        try first(Table.volumeTypes.select + "WHERE id = ?", [.text(id)], VolumeType.init(row:))
    }

    /// A volume type by its name.
    public func volumeType(named name: String) throws -> VolumeType? {
        try first(Table.volumeTypes.select + "WHERE name = ?", [.text(name)], VolumeType.init(row:))
    }

    /// Every volume type, oldest first.
    public func volumeTypes() throws -> [VolumeType] {
        try all(Table.volumeTypes.select + "ORDER BY created_at, id", [], VolumeType.init(row:))
    }

    /// The volume types that a project may use, oldest first: the public ones and those it was given access to.
    public func volumeTypes(usableBy project: ProjectID) throws -> [VolumeType] {
        try all(
            Table.volumeTypes.select + """
                WHERE is_public = 1 OR id IN (SELECT volume_type_id FROM volume_type_projects WHERE project_id = ?)
                ORDER BY created_at, id
                """,
            [.text(project)],
            VolumeType.init(row:)
        )
    }

    /// Whether a project may use a type: it is public, or the project was given access.
    public func mayUse(_ type: VolumeType, project: ProjectID) throws -> Bool {
        if type.isPublic { return true }
        let sql = "SELECT 1 FROM volume_type_projects WHERE volume_type_id = ? AND project_id = ?"
        return try first(sql, [.text(type.id), .text(project)]) { _ in true } ?? false
    }

    /// The projects that were given access to a type.
    public func projects(withAccessTo type: VolumeTypeID) throws -> [ProjectID] {
        try all("SELECT project_id FROM volume_type_projects WHERE volume_type_id = ? ORDER BY project_id", [.text(type)]) { row in
            ProjectID(rawValue: row.text(0))
        }
    }
}

extension WriteTransaction {
    /// Adds a volume type.
    ///
    /// - Throws: ``StoreError`` `constraint` when the id or the name exists.
    public func insert(_ type: VolumeType) throws {
        try connection.execute(Table.volumeTypes.insert, type.sqlValues)
        notes.made("volume_type", type.id.rawValue)
    }

    /// Writes every field; the caller sets `updatedAt`.
    ///
    /// False when the type does not exist.
    ///
    /// - Throws: ``StoreError`` `constraint` when another type has the name.
    @discardableResult
    public func update(_ type: VolumeType) throws -> Bool {
        try connection.execute(Table.volumeTypes.update, Table.volumeTypes.updateParameters(type.sqlValues)) == 1
    }

    /// Removes a type with its access list; false when it does not exist.
    ///
    /// - Throws: ``StoreError`` `constraint` while a volume is of this type.
    @discardableResult
    public func delete(_ type: VolumeTypeID) throws -> Bool {
        guard try volumeCount(ofType: type) == 0 else {
            throw StoreError(.constraint, "The volume type \(type) is in use by volumes; delete or retype them first.")
        }
        return try connection.execute("DELETE FROM volume_types WHERE id = ?", [.text(type)]) == 1
    }

    /// Lets a project use a type that is not public; false when it already might.
    @discardableResult
    public func addAccess(to type: VolumeTypeID, for project: ProjectID) throws -> Bool {
        let sql = "INSERT INTO volume_type_projects (volume_type_id, project_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
        return try connection.execute(sql, [.text(type), .text(project)]) == 1
    }

    /// Takes the access away; false when the project had none.
    @discardableResult
    public func removeAccess(to type: VolumeTypeID, for project: ProjectID) throws -> Bool {
        let sql = "DELETE FROM volume_type_projects WHERE volume_type_id = ? AND project_id = ?"
        return try connection.execute(sql, [.text(type), .text(project)]) == 1
    }
}
