public import ScoriaModel
internal import ScoriaStore
internal import ScoriaSystem

extension Control {
    /// QoS specs by their id (404 when there are none).
    public func qosSpecs(_ id: QoSSpecsID) throws -> QoSSpecs {
        guard let specs = try store.read({ try $0.qosSpecs(id) }) else { throw Self.noQoSSpecs(id) }
        return specs
    }

    /// Adds QoS specs; their name must be new (409).
    public func createQoSSpecs(
        name: String,
        consumer: QoSSpecs.Consumer,
        specs: [String: String],
        by caller: Caller
    ) async throws -> QoSSpecs {
        let name = name.trimmingSpace()
        let new = QoSSpecs(id: ids.id(), name: name, consumer: consumer, specs: specs, createdAt: clock.now())
        return try await store.write { transaction in
            guard try transaction.qosSpecs(named: name) == nil else {
                throw ControlError(.conflict, "QoS specs named \(name) exist already.", correction: "Choose another name.")
            }
            try transaction.insert(new)
            return new
        }
    }

    /// Adds keys to QoS specs or replaces their values, and changes the consumer unless it is nil.
    public func updateQoSSpecs(
        _ id: QoSSpecsID,
        consumer: QoSSpecs.Consumer?,
        specs: [String: String],
        by caller: Caller
    ) async throws {
        try await change(id) { present in
            present.consumer = consumer ?? present.consumer
            present.specs.merge(specs) { _, new in new }
        }
    }

    /// Removes keys of QoS specs: all of them, or none when one is not there (404).
    public func deleteQoSKeys(_ keys: [String], of id: QoSSpecsID, by caller: Caller) async throws {
        try await change(id) { present in
            for key in keys {
                guard present.specs.removeValue(forKey: key) != nil else {
                    throw ControlError(.notFound, "QoS specs \(id) have no key \(key), it could not be found.")
                }
            }
        }
    }

    /// Deletes QoS specs; those that volume types have only when forced (400).
    public func deleteQoSSpecs(_ id: QoSSpecsID, isForced: Bool, by caller: Caller) async throws {
        let now = clock.now()
        try await store.write { transaction in
            guard try transaction.qosSpecs(id) != nil else { throw Self.noQoSSpecs(id) }
            let types = try transaction.volumeTypes(with: id)
            guard isForced || types.isEmpty else {
                throw ControlError.badRequest(
                    "QoS specs \(id) are still associated with volume types: \(types.prefix(8).map(\.name).joined(separator: ", ")).",
                    correction: "Disassociate them first, or delete with force=true."
                )
            }
            try transaction.letGo(of: types, at: now)
            try transaction.delete(id)
        }
    }

    private func change(_ id: QoSSpecsID, _ edit: @escaping @Sendable (inout QoSSpecs) throws -> Void) async throws {
        let now = clock.now()
        try await store.write { transaction in
            guard var present = try transaction.qosSpecs(id) else { throw Self.noQoSSpecs(id) }
            try edit(&present)
            present.updatedAt = now
            try transaction.update(present)
        }
    }

    static func noQoSSpecs(_ id: QoSSpecsID) -> ControlError { ControlError.notFound("QoS specs", id.rawValue) }
}

/// Which volume types have which QoS specs.
extension Control {
    /// The volume types that have QoS specs, oldest first.
    public func volumeTypes(with id: QoSSpecsID) throws -> [VolumeType] {
        try store.read { transaction in
            guard try transaction.qosSpecs(id) != nil else { throw Self.noQoSSpecs(id) }
            return try transaction.volumeTypes(with: id)
        }
    }

    /// Gives QoS specs to a volume type; one that has others keeps them (400).
    public func associateQoSSpecs(_ id: QoSSpecsID, with typeID: VolumeTypeID, by caller: Caller) async throws {
        let now = clock.now()
        try await store.write { transaction in
            guard try transaction.qosSpecs(id) != nil else { throw Self.noQoSSpecs(id) }
            guard var type = try transaction.volumeType(typeID) else { throw Self.noType(typeID.rawValue) }
            guard type.qosSpecsID != id.rawValue else { return }
            guard type.qosSpecsID == nil else {
                throw ControlError.badRequest(
                    "Invalid volume type: the type \(typeID) is associated with other QoS specs.",
                    correction: "Disassociate it from those first."
                )
            }
            type.qosSpecsID = id.rawValue
            type.updatedAt = now
            try transaction.update(type)
        }
    }

    /// Takes QoS specs from a volume type; one that does not have them stays as it is.
    public func disassociateQoSSpecs(_ id: QoSSpecsID, from typeID: VolumeTypeID, by caller: Caller) async throws {
        let now = clock.now()
        try await store.write { transaction in
            guard try transaction.qosSpecs(id) != nil else { throw Self.noQoSSpecs(id) }
            guard let type = try transaction.volumeType(typeID) else { throw Self.noType(typeID.rawValue) }
            if type.qosSpecsID == id.rawValue { try transaction.letGo(of: [type], at: now) }
        }
    }

    /// Takes QoS specs from every volume type that has them.
    public func disassociateQoSSpecsFromAll(_ id: QoSSpecsID, by caller: Caller) async throws {
        let now = clock.now()
        try await store.write { transaction in
            guard try transaction.qosSpecs(id) != nil else { throw Self.noQoSSpecs(id) }
            try transaction.letGo(of: try transaction.volumeTypes(with: id), at: now)
        }
    }
}

extension WriteTransaction {
    /// Takes their QoS specs from volume types.
    fileprivate func letGo(of types: [VolumeType], at now: Timestamp) throws {
        for var type in types {
            type.qosSpecsID = nil
            type.updatedAt = now
            try update(type)
        }
    }
}

extension StoreReading {
    /// What the hypervisor is told of a volume's limits; nil when there are none for it.
    func connectionSpecs(of volume: Volume) throws -> [String: JSONValue]? {
        guard let type = volume.volumeTypeID else { return nil }
        return try qosSpecs(ofType: type)?.connectionSpecs(size: volume.size)
    }

    /// What the backend is told of a volume's limits; empty when there are none for it.
    func backendSpecs(of volume: Volume) throws -> [String: String] {
        guard let type = volume.volumeTypeID else { return [:] }
        return try qosSpecs(ofType: type)?.backendSpecs ?? [:]
    }
}
