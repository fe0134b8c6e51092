public import ScoriaModel

/// What a backup reads from.
public enum BackupSource: Sendable, Hashable {
    /// The volume itself, which nobody writes to.
    case volume(Volume)
    /// A temporary volume, removed after the backup.
    case temporaryVolume(Volume)
    /// A temporary snapshot, exported by itself and removed after the backup.
    case temporarySnapshot(Snapshot)
}

/// A backend that chooses what a backup of a volume in use reads from (`driver-interface.md` 2.9).
///
/// Without it the service reads a volume that is not in use itself, and a temporary clone of one that is.
public protocol BackupSourceDriver: SnapshotDriver {
    /// Whether a temporary snapshot is better than a temporary clone; needs ``SnapshotExportDriver``.
    var prefersTemporarySnapshots: Bool { get }

    /// What a backup of the volume is to read; `snapshot` is given when a snapshot of the user is to be backed up.
    func backupSource(of volume: Volume, snapshot: Snapshot?) async throws -> BackupSource
}

/// A backend that can make a snapshot reachable without a volume made of it (`driver-interface.md` 2.3).
public protocol SnapshotExportDriver: SnapshotDriver {
    /// Makes the snapshot reachable for reading, for nobody yet.
    ///
    /// Repeatable.
    func createExport(_ export: SnapshotExportRequest) async throws -> ProviderUpdate

    /// Makes the snapshot unreachable for everybody.
    ///
    /// Success when it was not exported.
    func removeExport(_ export: SnapshotExportRequest) async throws

    /// Lets the connector's initiator in and tells how to reach the snapshot.
    func initializeConnection(_ export: SnapshotExportRequest, connector: Connector) async throws -> ConnectionInfo

    /// Shuts the connector's initiator out (everybody, when nil).
    func terminateConnection(_ export: SnapshotExportRequest, connector: Connector?) async throws
}

/// What the service has set aside for the export of one snapshot; see ``ExportRequest``.
public struct SnapshotExportRequest: Sendable, Hashable {
    public let snapshot: Snapshot
    public let volume: Volume
    /// The target number, positive, of no other present or recent export.
    public let number: Int
    public let chap: CHAPCredentials?

    /// An export of a snapshot under a number.
    public init(snapshot: Snapshot, volume: Volume, number: Int, chap: CHAPCredentials?) {
        self.snapshot = snapshot
        self.volume = volume
        self.number = number
        self.chap = chap
    }
}
