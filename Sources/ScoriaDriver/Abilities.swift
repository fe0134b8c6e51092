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

/// A backend that has a view of its own on which volumes it takes and how gladly, for operators who say nothing of it
/// (`get_default_filter_function`, `get_default_goodness_function` of the field's drivers).
public protocol PlacementDriver: VolumeDriver {
    /// The `filter_function` where neither the backend's section nor `[DEFAULT]` has one; nil for none.
    var defaultFilterFunction: String? { get }
    /// The `goodness_function` where neither the backend's section nor `[DEFAULT]` has one; nil for none.
    var defaultGoodnessFunction: String? { get }
}

/// A backend that keeps limits of speed by itself.
public protocol QoSDriver: VolumeDriver {
    /// Gives the volume the limits of its type's QoS specs, whose consumer is the backend, by the operator's keys.
    ///
    /// Called when a volume has been made. Repeatable. Keys that the backend does not know are ignored.
    func setQoS(_ specs: [String: String], of volume: Volume) async throws
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

    /// Makes the referenced object ours, as large as ``sizeOfExisting(_:)`` said.
    ///
    /// Repeatable. ``DriverError/Code/busy`` when something else uses the object, ``DriverError/Code/alreadyManaged`` when it is ours.
    func manageExisting(_ volume: Volume, reference: [String: JSONValue]) async throws -> ProviderUpdate

    /// Undoes ``manageExisting(_:reference:)``: the object goes back to what the reference names, with its bytes.
    ///
    /// Success when it was never ours, or is not any more. Where the reference has come to name something else, the object is given up as
    /// by ``unmanage(_:)``; nothing is ever overwritten.
    func releaseExisting(_ volume: Volume, to reference: [String: JSONValue]) async throws

    /// Gives the object up; it stays on the backend under a name that says nothing of us.
    ///
    /// Success when it is gone already.
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

    /// Undoes ``manageExistingSnapshot(_:of:reference:)``, as ``releaseExisting(_:to:)`` does for a volume.
    func releaseExistingSnapshot(_ snapshot: Snapshot, of volume: Volume, to reference: [String: JSONValue]) async throws

    /// Gives the snapshot up; it stays on the backend.
    func unmanageSnapshot(_ snapshot: Snapshot, of volume: Volume) async throws

    /// What could be managed as a snapshot, and what could not and why.
    func manageableSnapshots(known: [Snapshot]) async throws -> [ManageableObject]
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
