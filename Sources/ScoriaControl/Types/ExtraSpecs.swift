public import ScoriaModel
internal import ScoriaStore
internal import ScoriaSystem

extension Control {
    /// Adds extra specs to a volume type, replacing those of the same keys.
    public func setExtraSpecs(_ specs: [String: String], of id: VolumeTypeID, by caller: Caller) async throws {
        let allowsInUse = settings.allowsChangeOfTypesInUse
        let now = clock.now()
        try await store.write { transaction in
            var type = try transaction.changeableType(id, evenInUse: allowsInUse)
            type.extraSpecs.merge(specs) { _, new in new }
            try checkSpecsAgree(type.extraSpecs)
            type.updatedAt = now
            try transaction.update(type)
        }
    }

    /// Removes one extra spec of a volume type (404 when it has none of that key).
    public func deleteExtraSpec(_ key: String, of id: VolumeTypeID, by caller: Caller) async throws {
        let allowsInUse = settings.allowsChangeOfTypesInUse
        let now = clock.now()
        try await store.write { transaction in
            var type = try transaction.changeableType(id, evenInUse: allowsInUse)
            guard type.extraSpecs.removeValue(forKey: key) != nil else { throw Self.noExtraSpec(key, of: id) }
            type.updatedAt = now
            try transaction.update(type)
        }
    }

    /// The refusal of a key that a type does not have.
    public static func noExtraSpec(_ key: String, of id: VolumeTypeID) -> ControlError {
        ControlError(.notFound, "Volume Type \(id) has no extra specs with key \(key).")
    }
}

extension WriteTransaction {
    /// A type whose specs may change: volumes were placed by the specs, so a type in use keeps them unless the operator allows more.
    fileprivate func changeableType(_ id: VolumeTypeID, evenInUse: Bool) throws -> VolumeType {
        guard let type = try volumeType(id) else { throw Control.noType(id.rawValue) }
        if !evenInUse, try volumeCount(ofType: id) > 0 {
            throw ControlError.badRequest(
                "Volume Type is currently in use.",
                correction: "Create another type, or set allow_inuse_volume_type_modification."
            )
        }
        return type
    }
}
