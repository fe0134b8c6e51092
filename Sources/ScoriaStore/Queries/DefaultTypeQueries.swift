public import ScoriaModel

/// The volume type that a project's volumes get when their request names none.
public struct DefaultType: Sendable, Hashable {
    public var projectID: ProjectID
    public var volumeTypeID: VolumeTypeID

    /// A project's default.
    public init(projectID: ProjectID, volumeTypeID: VolumeTypeID) {
        self.projectID = projectID
        self.volumeTypeID = volumeTypeID
    }

    fileprivate init(row: SQLRow) {
        self.init(projectID: ProjectID(rawValue: row.text(0)), volumeTypeID: VolumeTypeID(rawValue: row.text(1)))
    }
}

extension StoreReading {
    /// A project's default type; nil when it has none of its own.
    public func defaultType(of project: ProjectID) throws -> DefaultType? {
        let sql = "SELECT project_id, volume_type_id FROM default_volume_types WHERE project_id = ?"
        return try first(sql, [.text(project)], DefaultType.init(row:))
    }

    /// Every project's default type, by project.
    public func defaultTypes() throws -> [DefaultType] {
        try all("SELECT project_id, volume_type_id FROM default_volume_types ORDER BY project_id", [], DefaultType.init(row:))
    }

    /// Whether a type is the default of some project.
    public func isDefault(_ type: VolumeTypeID) throws -> Bool {
        try first("SELECT 1 FROM default_volume_types WHERE volume_type_id = ? LIMIT 1", [.text(type)]) { _ in true } ?? false
    }
}

extension WriteTransaction {
    /// Sets a project's default type.
    public func set(_ defaultType: DefaultType) throws {
        try connection.execute(
            """
            INSERT INTO default_volume_types (project_id, volume_type_id) VALUES (?, ?)
            ON CONFLICT (project_id) DO UPDATE SET volume_type_id = excluded.volume_type_id
            """,
            [.text(defaultType.projectID), .text(defaultType.volumeTypeID)]
        )
    }

    /// Forgets a project's default type, if it has one.
    public func deleteDefaultType(of project: ProjectID) throws {
        try connection.execute("DELETE FROM default_volume_types WHERE project_id = ?", [.text(project)])
    }
}
