public import ScoriaModel
internal import ScoriaStore
internal import ScoriaSystem

/// A volume type as a caller wants it.
public struct VolumeTypeCreation: Sendable {
    public var name: String
    public var description: String?
    public var isPublic: Bool
    public var extraSpecs: [String: String]

    /// A type with its specs.
    public init(name: String, description: String?, isPublic: Bool, extraSpecs: [String: String]) {
        self.name = name
        self.description = description
        self.isPublic = isPublic
        self.extraSpecs = extraSpecs
    }
}

/// What shall become of a volume type; a nil member stays as it is.
public struct VolumeTypeUpdate: Sendable {
    public var name: String?
    /// The inner nil clears the description.
    public var description: String??
    public var isPublic: Bool?

    /// A change of some of the members.
    public init(name: String?, description: String??, isPublic: Bool?) {
        self.name = name
        self.description = description
        self.isPublic = isPublic
    }
}

extension Control {
    /// Adds a volume type; its name must be new (409).
    public func createVolumeType(_ creation: VolumeTypeCreation, by caller: Caller) async throws -> VolumeType {
        let name = creation.name.trimmingSpace()
        guard !name.isEmpty else { throw ControlError.badRequest("Volume type name can not be empty.") }
        try checkSpecsAgree(creation.extraSpecs)
        let type = VolumeType(
            id: ids.id(),
            name: name,
            description: creation.description,
            isPublic: creation.isPublic,
            extraSpecs: creation.extraSpecs,
            createdAt: clock.now()
        )
        return try await store.write { transaction in
            guard try transaction.volumeType(named: name) == nil else { throw Self.typeExists(name) }
            try transaction.insert(type)
            return type
        }
    }

    /// Changes name, description or visibility of a volume type.
    ///
    /// A new name renames the type's quota resources with it, so that limits follow the type.
    public func updateVolumeType(_ id: VolumeTypeID, _ update: VolumeTypeUpdate, by caller: Caller) async throws -> VolumeType {
        let name = update.name?.trimmingSpace()
        guard name != nil || update.description != nil || update.isPublic != nil else {
            throw ControlError.badRequest("Specify volume type name, description, is_public or a combination thereof.")
        }
        if let name, name.isEmpty { throw ControlError.badRequest("Volume type name can not be empty.") }
        let now = clock.now()
        return try await store.write { transaction in
            guard var type = try transaction.volumeType(id) else { throw Self.noType(id.rawValue) }
            if let name, name != type.name {
                guard try transaction.volumeType(named: name) == nil else { throw Self.typeExists(name) }
                try transaction.renameQuotaResources(ofType: type.name, to: name)
                type.name = name
            }
            if let description = update.description { type.description = description }
            if let isPublic = update.isPublic { type.isPublic = isPublic }
            type.updatedAt = now
            try transaction.update(type)
            return type
        }
    }

    /// Deletes a volume type that no volume uses and that is neither the last nor the default one (400).
    public func deleteVolumeType(_ id: VolumeTypeID, by caller: Caller) async throws {
        let defaultName = settings.defaultVolumeType
        try await store.write { transaction in
            guard let type = try transaction.volumeType(id) else { throw Self.noType(id.rawValue) }
            guard try type.name != defaultName && !transaction.isDefault(id) else {
                throw ControlError.badRequest(
                    "The volume type \(id) is a default volume type and cannot be deleted.",
                    correction: type.name == defaultName
                        ? "Set default_volume_type to another type first."
                        : "It is the default type of projects; set or unset theirs first."
                )
            }
            guard try transaction.volumeTypes().count > 1 else {
                throw ControlError.badRequest("The volume type \(id) is the only currently defined volume type and cannot be deleted.")
            }
            guard try transaction.volumeCount(ofType: id) == 0 else {
                throw ControlError.badRequest(
                    "Target volume type is still in use.",
                    correction: "Retype or delete the volumes of type \(type.name) first."
                )
            }
            try transaction.delete(id)
        }
    }

    static func noType(_ text: String) -> ControlError { ControlError(.notFound, "Volume type \(text) could not be found.") }

    static func typeExists(_ name: String) -> ControlError { ControlError(.conflict, "Volume Type \(name) already exists.") }

    /// Refuses specs that contradict each other: a cached image volume has one writer, a multiattach volume has many.
    func checkSpecsAgree(_ specs: [String: String]) throws {
        func isTrue(_ key: String) -> Bool {
            guard let words = specs[key]?.split(separator: " ") else { return false }
            return words.count == 2 && words[0] == "<is>" && words[1].lowercased() == "true"
        }
        guard !(isTrue("multiattach") && isTrue("cacheable")) else {
            throw ControlError.badRequest("Volume type can not be both cacheable and multiattach.")
        }
    }
}

extension String {
    /// The text without white space at its ends.
    func trimmingSpace() -> String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }
}
