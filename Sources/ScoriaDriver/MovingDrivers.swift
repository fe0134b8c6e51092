public import ScoriaModel

/// A pool that a volume could move to.
public struct MigrationDestination: Sendable, Hashable {
    public let address: PoolAddress
    /// What the pool reported last.
    public let capabilities: [String: JSONValue]

    /// A pool with its capabilities; `location_info` among them tells a driver whether it can reach the pool.
    public init(address: PoolAddress, capabilities: [String: JSONValue]) {
        self.address = address
        self.capabilities = capabilities
    }
}

/// A backend that can move a volume to another pool by itself (`driver-interface.md` 2.6).
public protocol MigrateDriver: VolumeDriver {
    /// Moves the volume with its bytes.
    ///
    /// Nil when this driver cannot move it there: the service copies the bytes instead.
    func migrateVolume(_ volume: Volume, to destination: MigrationDestination) async throws -> ProviderUpdate?
}

/// What a volume keeps when the copy that a migration made takes its place.
public struct MigratedVolumeUpdate: Sendable, Hashable {
    /// The id that the backend's object is named after; nil when the object could be renamed to the volume's own id.
    public var nameID: VolumeID?
    public var provider: ProviderUpdate

    /// What to store with the original volume.
    public init(nameID: VolumeID?, provider: ProviderUpdate) {
        self.nameID = nameID
        self.provider = provider
    }
}

/// A backend that can rename objects once a migration is done.
///
/// Without it the volume keeps its id and remembers the copy's as its name id.
public protocol MigrationRenamingDriver: VolumeDriver {
    /// Gives the copy's object the name of the original.
    ///
    /// Called on the destination's driver, when the original's object is gone; repeatable.
    func updateMigratedVolume(_ volume: Volume, copy: Volume, originalStatus: VolumeStatus) async throws -> MigratedVolumeUpdate
}

/// What distinguishes two volume types; each key with its value in the old and in the new type, nil where it is missing.
public struct TypeDifference: Sendable, Hashable {
    /// One key that differs or not.
    public struct Change: Sendable, Hashable {
        public let old: String?
        public let new: String?

        /// A value before and after.
        public init(old: String?, new: String?) {
            self.old = old
            self.new = new
        }
    }

    public let extraSpecs: [String: Change]
    public let qosSpecs: [String: Change]

    /// The difference of two types; encryption is not among it, since a change of that always needs a copy.
    public init(extraSpecs: [String: Change], qosSpecs: [String: Change]) {
        self.extraSpecs = extraSpecs
        self.qosSpecs = qosSpecs
    }
}

/// A backend that can change a volume's type in place.
public protocol RetypeDriver: VolumeDriver {
    /// Gives the volume what the new type asks for.
    ///
    /// Nil when that needs a move: the service migrates it, if the request's policy allows.
    func retypeVolume(
        _ volume: Volume,
        to type: VolumeType,
        difference: TypeDifference,
        destination: MigrationDestination
    ) async throws -> ProviderUpdate?
}

/// A backend that keeps the owner with the volume.
public protocol TransferDriver: VolumeDriver {
    /// Writes the new owner down.
    ///
    /// Repeatable; a failure leaves the volume with its old owner.
    func acceptTransfer(_ volume: Volume, user: UserID, project: ProjectID) async throws -> ProviderUpdate
}

/// A backend that wants to know of copies that the service makes for a migration.
public protocol CopyObservingDriver: VolumeDriver {
    /// Called before the bytes are copied, on the driver of each side.
    func willCopy(_ source: Volume, to destination: Volume) async throws

    /// Called after the bytes were copied or could not be.
    func didCopy(_ source: Volume, to destination: Volume) async throws
}
