public import ScoriaModel
public import ScoriaStore

/// Default volume types of projects (3.62), and which type a volume gets that names none.
extension Control {
    /// The default type of a project's own (404 when it has none).
    public func defaultType(of project: ProjectID) throws -> DefaultType {
        guard let found = try store.read({ try $0.defaultType(of: project) }) else {
            throw ControlError(
                .notFound,
                "Default type for project \(project) not found.",
                correction: "Its volumes get the type \(settings.defaultVolumeType); set another one with PUT."
            )
        }
        return found
    }

    /// Every project's own default type.
    public func defaultTypes() throws -> [DefaultType] { try store.read { try $0.defaultTypes() } }

    /// Sets a project's default type by its name or id (400 when there is none).
    public func setDefaultType(of project: ProjectID, to nameOrID: String, by caller: Caller) async throws -> DefaultType {
        try await store.write { transaction in
            guard let type = try transaction.volumeType(byNameOrID: nameOrID) else {
                throw ControlError.badRequest("Volume type \(nameOrID) could not be found.")
            }
            let chosen = DefaultType(projectID: project, volumeTypeID: type.id)
            try transaction.set(chosen)
            return chosen
        }
    }

    /// Forgets a project's default type; nothing happens when it has none.
    public func unsetDefaultType(of project: ProjectID, by caller: Caller) async throws {
        try await store.write { transaction in try transaction.deleteDefaultType(of: project) }
    }

    /// The type that the caller's volumes get when they name none.
    public func defaultVolumeType(for caller: Caller) throws -> VolumeType {
        try store.read { try $0.defaultVolumeType(for: caller, settings: settings) }
    }
}

extension StoreReading {
    /// A volume type by its name or, when the text is an id of one, by its id.
    func volumeType(byNameOrID text: String) throws -> VolumeType? {
        if let id = VolumeTypeID(parsing: text), let type = try volumeType(id) { return type }
        return try volumeType(named: text)
    }

    /// The default of the caller's project, else the option `default_volume_type`.
    func defaultVolumeType(for caller: Caller, settings: ControlSettings) throws -> VolumeType {
        if let own = try defaultType(of: caller.projectID), let type = try volumeType(own.volumeTypeID) {
            guard try caller.isAdmin || mayUse(type, project: caller.projectID) else {
                throw ControlError(
                    .notFound,
                    "Volume type \(type.id) could not be found.",
                    correction: "It is the default of your project, but not open to it: name another type, or ask the operator for access."
                )
            }
            return type
        }
        guard let type = try volumeType(named: settings.defaultVolumeType) else {
            throw ControlError(
                .internalFailure,
                "The default volume type '\(settings.defaultVolumeType)' does not exist.",
                correction: "Create it, or set default_volume_type to an existing type."
            )
        }
        return type
    }
}
