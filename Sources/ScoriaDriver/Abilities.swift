public import ScoriaModel

/// A backend that takes snapshots and makes volumes of them (`driver-interface.md` 2.3).
public protocol SnapshotDriver: VolumeDriver {
    /// Keeps the volume's present bytes.
    ///
    /// Must work while the volume is attached. Repeatable: an existing snapshot stays as it is.
    func createSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws -> ProviderUpdate

    /// Removes the snapshot.
    ///
    /// Success when it is gone already; ``DriverError/Code/busy`` when something depends on it.
    func deleteSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws

    /// Makes a volume that begins with the snapshot's bytes and has its own size, which may be larger (zeros behind).
    func createVolume(_ volume: Volume, from snapshot: Snapshot, progress: ProgressReport) async throws -> ProviderUpdate
}

/// A backend that copies a volume within itself.
public protocol CloneDriver: VolumeDriver {
    /// Makes a volume that begins with the present bytes of `source` and has its own size, which may be larger (zeros behind).
    func cloneVolume(_ volume: Volume, from source: Volume, progress: ProgressReport) async throws -> ProviderUpdate
}

/// A backend that makes volumes larger.
public protocol ExtendDriver: VolumeDriver {
    /// Grows the volume to `size`; bytes stay, zeros behind.
    ///
    /// Success when it is as large already.
    ///
    /// `export` is the present export, to be refreshed so that initiators see the new size; nil when there is none.
    func extendVolume(_ volume: Volume, to size: GibiByteCount, export: ExportRequest?) async throws
}

/// A backend that puts a snapshot's bytes back.
public protocol RevertDriver: SnapshotDriver {
    /// Gives the volume the bytes of its snapshot.
    ///
    /// On failure the volume keeps what it had.
    ///
    /// `export` is the present export, to be refreshed so that initiators see the new bytes; nil when there is none.
    func revertVolume(_ volume: Volume, to snapshot: Snapshot, export: ExportRequest?, progress: ProgressReport) async throws
}

/// A backend on which existing objects can be taken over and given up (`driver-interface.md` 2.5).
public protocol ManageDriver: VolumeDriver {
    /// The size that a referenced object would have as a volume, rounded up.
    func sizeOfExisting(_ reference: [String: JSONValue]) async throws -> GibiByteCount

    /// Makes the referenced object ours.
    ///
    /// Repeatable.
    func manageExisting(_ volume: Volume, reference: [String: JSONValue]) async throws -> ProviderUpdate

    /// Gives the object up; it stays on the backend under a name that says nothing of us.
    func unmanage(_ volume: Volume) async throws

    /// What could be managed, and what could not and why.
    ///
    /// `known` are the volumes of the database on this backend, to mark what is managed already.
    func manageableVolumes(known: [Volume]) async throws -> [ManageableObject]
}

/// A backend on which existing snapshots of our volumes can be taken over and given up.
public protocol ManageSnapshotDriver: ManageDriver, SnapshotDriver {
    /// The size that a referenced object would have as a snapshot, rounded up.
    func sizeOfExistingSnapshot(_ reference: [String: JSONValue], of volume: Volume) async throws -> GibiByteCount

    /// Makes the referenced object a snapshot of ours.
    ///
    /// Repeatable.
    func manageExistingSnapshot(_ snapshot: Snapshot, of volume: Volume, reference: [String: JSONValue]) async throws -> ProviderUpdate

    /// Gives the snapshot up; it stays on the backend.
    func unmanageSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws

    /// What could be managed as a snapshot, and what could not and why.
    func manageableSnapshots(known: [Snapshot]) async throws -> [ManageableObject]
}

/// One object of a backend that is not, or already is, ours.
public struct ManageableObject: Sendable, Hashable {
    /// The reference that ``ManageDriver/manageExisting(_:reference:)`` takes, by convention `source-name`.
    public let reference: [String: JSONValue]
    public let size: GibiByteCount
    public let isSafeToManage: Bool
    /// Why it is not safe; nil when it is.
    public let reasonNotSafe: String?
    /// The id of our volume or snapshot that the object belongs to already.
    public let knownID: String?
    /// The reference of the volume that a snapshot was taken of.
    public let sourceReference: [String: JSONValue]?

    /// An object that a listing found.
    public init(
        reference: [String: JSONValue],
        size: GibiByteCount,
        isSafeToManage: Bool,
        reasonNotSafe: String? = nil,
        knownID: String? = nil,
        sourceReference: [String: JSONValue]? = nil
    ) {
        self.reference = reference
        self.size = size
        self.isSafeToManage = isSafeToManage
        self.reasonNotSafe = reasonNotSafe
        self.knownID = knownID
        self.sourceReference = sourceReference
    }
}

/// A backend that can tell what lies on it, so that orphans are found.
public protocol InventoryDriver: VolumeDriver {
    /// Every object on the backend that carries one of our ids.
    func inventory() async throws -> [InventoryObject]
}

/// One object on a backend that carries one of our ids.
public enum InventoryObject: Sendable, Hashable {
    case volume(VolumeID)
    case snapshot(SnapshotID)
    /// Something half-made, by its name on the backend.
    case partial(String)
}
