public import ScoriaModel
internal import ScoriaStore
internal import ScoriaSystem

/// What an administrator says about the encryption of a type; a nil member is left as it is, or out.
public struct TypeEncryptionSettings: Sendable, Hashable {
    public var provider: String?
    public var cipher: FieldChange<String?>
    public var keySize: FieldChange<Int?>
    public var controlLocation: TypeEncryption.ControlLocation?

    /// Some of the members.
    public init(
        provider: String? = nil,
        cipher: FieldChange<String?> = .keep,
        keySize: FieldChange<Int?> = .keep,
        controlLocation: TypeEncryption.ControlLocation? = nil
    ) {
        self.provider = provider
        self.cipher = cipher
        self.keySize = keySize
        self.controlLocation = controlLocation
    }
}

extension Control {
    /// How volumes of a type are to be encrypted; nil when they are not (404 when there is no such type).
    public func encryption(ofType id: VolumeTypeID) throws -> TypeEncryption? {
        try store.read { transaction in
            guard try transaction.volumeType(id) != nil else { throw Self.noType(id.rawValue) }
            return try transaction.encryption(ofType: id)
        }
    }

    /// Gives encryption to a volume type that has no volumes and none yet (400).
    public func createEncryption(
        ofType id: VolumeTypeID,
        provider: String,
        controlLocation: TypeEncryption.ControlLocation,
        _ settings: TypeEncryptionSettings,
        by caller: Caller
    ) async throws -> TypeEncryption {
        var new = TypeEncryption(
            id: ids.id(),
            volumeTypeID: id,
            provider: provider,
            controlLocation: controlLocation,
            createdAt: clock.now()
        )
        new.cipher = settings.cipher.applied(to: nil)
        new.keySize = settings.keySize.applied(to: nil)
        return try await store.write { [new] transaction in
            try transaction.checkUnused(id, doing: "create")
            guard try transaction.encryption(ofType: id) == nil else {
                throw ControlError.badRequest("The volume type \(id) has encryption already.", correction: "Change or delete that.")
            }
            try transaction.insert(new)
            return new
        }
    }

    /// Changes the encryption of a volume type that has no volumes.
    public func updateEncryption(ofType id: VolumeTypeID, _ settings: TypeEncryptionSettings, by caller: Caller) async throws {
        let now = clock.now()
        try await store.write { transaction in
            try transaction.checkUnused(id, doing: "update")
            guard var present = try transaction.encryption(ofType: id) else { throw Self.noEncryption(id) }
            present.provider = settings.provider ?? present.provider
            present.cipher = settings.cipher.applied(to: present.cipher)
            present.keySize = settings.keySize.applied(to: present.keySize)
            present.controlLocation = settings.controlLocation ?? present.controlLocation
            present.updatedAt = now
            try transaction.update(present)
        }
    }

    /// Takes the encryption of a volume type away that has no volumes.
    public func deleteEncryption(ofType id: VolumeTypeID, by caller: Caller) async throws {
        try await store.write { transaction in
            try transaction.checkUnused(id, doing: "delete")
            guard try transaction.deleteEncryption(ofType: id) else { throw Self.noEncryption(id) }
        }
    }

    /// The encryption of a volume's type, for those who attach it; nil when the volume is not encrypted (404 when it is not there).
    public func encryption(of volume: VolumeID, by caller: Caller) throws -> TypeEncryption? {
        let volume = try self.volume(volume, by: caller)
        guard let type = volume.volumeTypeID else { return nil }
        return try store.read { try $0.encryption(ofType: type) }
    }

    private static func noEncryption(_ id: VolumeTypeID) -> ControlError {
        ControlError(.notFound, "The encryption of the volume type \(id) could not be found.")
    }
}

extension WriteTransaction {
    /// Volumes were made by their type's encryption, or without, so a type in use keeps what it has.
    fileprivate func checkUnused(_ id: VolumeTypeID, doing: String) throws {
        guard try volumeType(id) != nil else { throw Control.noType(id.rawValue) }
        guard try volumeCount(ofType: id) == 0 else {
            throw ControlError.badRequest(
                "Cannot \(doing) encryption specs. Volume type in use.",
                correction: "Use another type, or delete its volumes first."
            )
        }
    }
}

extension StoreReading {
    /// Refuses a volume of an encrypted type.
    ///
    /// There is no key manager that could keep the volume's key, and a volume that is said to be encrypted and is not would be worse than
    /// none.
    func refuseEncryption(of type: VolumeType) throws {
        guard try encryption(ofType: type.id) != nil else { return }
        guard !type.isMultiattach else {
            throw ControlError.badRequest("Invalid input received: Multiattach cannot be used with encrypted volumes.")
        }
        throw ControlError.badRequest(
            "Invalid input received: The volume type \(type.name) is encrypted, and no key manager is configured to make a key in.",
            correction: "Use a volume type without encryption."
        )
    }
}
