public import ScoriaDriver
public import ScoriaModel

/// A driver with every ability that the file driver has: what the doubles of this library are, and what ``FaultInjectingDriver`` wraps.
public typealias CompleteDriver = VolumeDriver & SnapshotDriver & CloneDriver & ExtendDriver & RevertDriver & ManageSnapshotDriver
    & InventoryDriver

/// Reads and writes a volume's bytes without going through an initiator, so that tests can see what a driver did to the data.
public protocol VolumeBytes: Sendable {
    /// The bytes from `offset` on.
    ///
    /// Fails when they reach behind the end.
    func read(_ volume: Volume, at offset: Int64, count: Int) async throws -> [UInt8]

    /// Overwrites the bytes from `offset` on.
    ///
    /// Fails when they would reach behind the end.
    func write(_ bytes: [UInt8], to volume: Volume, at offset: Int64) async throws

    /// The volume's length.
    func length(of volume: Volume) async throws -> ByteCount
}
