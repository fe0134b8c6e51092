public import ScoriaModel
internal import ScoriaStore

extension Control {
    /// The projects that may use a private volume type; a public one has no such list (404).
    public func projectsWithAccess(to id: VolumeTypeID) throws -> [ProjectID] {
        try store.read { transaction in
            guard let type = try transaction.volumeType(id) else { throw Self.noType(id.rawValue) }
            guard !type.isPublic else {
                throw ControlError(.notFound, "Access list not available for public volume types.")
            }
            return try transaction.projects(withAccessTo: id)
        }
    }

    /// Lets a project use a private volume type (409 when it may already).
    public func grantAccess(to id: VolumeTypeID, for project: ProjectID, by caller: Caller) async throws {
        try await store.write { transaction in
            try transaction.checkPrivate(id)
            guard try transaction.addAccess(to: id, for: project) else {
                throw ControlError(.conflict, "Volume type access for \(id) / \(project) combination already exists.")
            }
        }
    }

    /// Takes the use of a private volume type from a project (404 when it had none).
    public func revokeAccess(to id: VolumeTypeID, for project: ProjectID, by caller: Caller) async throws {
        try await store.write { transaction in
            try transaction.checkPrivate(id)
            guard try transaction.removeAccess(to: id, for: project) else {
                throw ControlError(.notFound, "Volume type access not found for \(id) / \(project) combination.")
            }
        }
    }
}

extension WriteTransaction {
    fileprivate func checkPrivate(_ id: VolumeTypeID) throws {
        guard let type = try volumeType(id) else { throw Control.noType(id.rawValue) }
        guard !type.isPublic else {
            throw ControlError.badRequest("Type access modification is not applicable to public volume type.")
        }
    }
}
