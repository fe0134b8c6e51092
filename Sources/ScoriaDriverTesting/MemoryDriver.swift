public import ScoriaDriver
public import ScoriaModel
import Synchronization

/// A backend in memory with every ability of the file driver, for tests of flows and of the conformance suite itself.
///
/// Objects are named as the file driver names its files (`volume-<id>`, `snapshot-<id>`), so that managing by `source-name` works the
/// same way. Every call is one atomic step, takes no time and obeys the contract; failures are added by ``FaultInjectingDriver``.
/// ``contents`` is what a test compares to assert a clean slate.
public final class MemoryDriver: CompleteDriver {
    /// What a ``MemoryDriver`` holds at a moment.
    public struct Contents: Sendable, Hashable {
        public let volumes: Set<VolumeID>
        public let snapshots: Set<SnapshotID>
        /// Objects that carry none of our ids.
        public let others: Set<String>
        public let exports: [VolumeID: RecordingTarget.Export]

        /// Whether nothing is left of ours.
        public var isClean: Bool { volumes.isEmpty && snapshots.isEmpty && exports.isEmpty }
    }

    let objects = Mutex<[String: MemoryObject]>([:])
    let limits = Mutex<[VolumeID: [String: String]]>([:])
    let target = RecordingTarget()
    private let backendName: String
    private let poolName: String
    private let capacity: ByteCount

    /// An empty backend with one thin pool of the given capacity.
    public init(backendName: String = "memory", poolName: String = "memory", capacity: ByteCount = GibiByteCount(1024).bytes) {
        self.backendName = backendName
        self.poolName = poolName
        self.capacity = capacity
    }

    /// The sum of the sizes of all objects, in gibibytes.
    public var promisedGibibytes: Int {
        Int(objects.withLock { $0.values.reduce(0.0) { $0 + $1.size.gibibytes } }.rounded(.up))
    }

    /// What is there now.
    public var contents: Contents {
        let names = objects.withLock { Array($0.keys) }
        return Contents(
            volumes: Set(names.compactMap(Self.volumeID(ofName:))),
            snapshots: Set(names.compactMap(Self.snapshotID(ofName:))),
            others: Set(names.filter { Self.volumeID(ofName: $0) == nil && Self.snapshotID(ofName: $0) == nil }),
            exports: target.exports
        )
    }

    /// The QoS specs that a volume was given; nil when it was given none.
    public func qosSpecs(of volume: VolumeID) -> [String: String]? { limits.withLock { $0[volume] } }

    /// Every CHAP password that a connection has ever told.
    public var passwords: Set<Secret> { target.passwords }

    /// The names of all objects.
    public var names: [String] { objects.withLock { $0.keys.sorted() } }

    /// Takes all free space away, by an object that is not ours.
    public func exhaust() {
        let used = objects.withLock { $0.values.reduce(0) { $0 + $1.allocated.rawValue } }
        var ballast = MemoryObject(size: ByteCount(capacity.rawValue - used))
        _ = ballast.write([UInt8](repeating: 1, count: Int(capacity.rawValue - used)), at: 0)
        objects.withLock { $0["ballast"] = ballast }
    }

    /// Puts an object there that is not ours, to be managed by its name.
    public func addForeignObject(_ name: String, size: ByteCount) {
        objects.withLock { $0[name] = MemoryObject(size: size) }
    }

    public func start() async throws {}

    public func stop() async {}

    public func statistics() async throws -> BackendStatistics {
        let (provisioned, allocated) = objects.withLock { objects in
            objects.values.reduce(into: (ByteCount(0), ByteCount(0))) { sums, object in
                sums.0 = ByteCount(sums.0.rawValue + object.size.rawValue)
                sums.1 = ByteCount(sums.1.rawValue + object.allocated.rawValue)
            }
        }
        var pool = PoolStatistics(
            name: poolName,
            totalCapacity: .gibibytes(capacity.gibibytes),
            freeCapacity: .gibibytes(ByteCount(capacity.rawValue - allocated.rawValue).gibibytes)
        )
        pool.provisionedCapacity = provisioned.gibibytes
        pool.supportsThin = true
        pool.supportsThick = false
        pool.supportsMultiattach = true
        return BackendStatistics(
            backendName: backendName,
            vendorName: "Scoria",
            driverVersion: "1",
            storageProtocol: target.storageProtocol,
            pools: [pool]
        )
    }

    public func createVolume(_ volume: Volume) async throws -> ProviderUpdate {
        objects.withLock { objects in
            objects[Self.name(volume), default: MemoryObject(size: volume.size.bytes)].grow(to: volume.size.bytes)
        }
        return ProviderUpdate()
    }

    public func deleteVolume(_ volume: Volume) async throws {
        objects.withLock { $0[Self.name(volume)] = nil }
    }

    public func validate(_ connector: Connector) throws {
        try target.validate(connector)
    }

    public func createExport(_ export: ExportRequest) async throws -> ProviderUpdate {
        try requireVolume(export.volume)
        return try await target.createExport(export, path: Self.name(export.volume))
    }

    public func ensureExports(_ exports: [EnsuredExport]) async throws {
        try await target.ensureExports(exports.map { ($0, Self.name($0.request.volume)) })
    }

    public func removeExport(_ export: ExportRequest) async throws {
        try await target.removeExport(export)
    }

    public func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo {
        try requireVolume(export.volume)
        return try await target.initializeConnection(export, connector: connector)
    }

    public func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws {
        try await target.terminateConnection(export, connector: connector)
    }
}

extension MemoryDriver: VolumeBytes {
    public func read(_ volume: Volume, at offset: Int64, count: Int) async throws -> [UInt8] {
        let bytes = objects.withLock { $0[Self.name(volume)]?.read(at: offset, count: count) }
        guard let bytes else { throw Self.outOfRange(volume, offset) }
        return bytes
    }

    public func write(_ bytes: [UInt8], to volume: Volume, at offset: Int64) async throws {
        try objects.withLock { objects in
            guard var object = objects[Self.name(volume)], object.write(bytes, at: offset) else { throw Self.outOfRange(volume, offset) }
            try requireRoom(for: object, replacing: Self.name(volume), in: objects)
            objects[Self.name(volume)] = object
        }
    }

    public func length(of volume: Volume) async throws -> ByteCount {
        try objects.withLock { try Self.object(Self.name(volume), in: $0).size }
    }

    private static func outOfRange(_ volume: Volume, _ offset: Int64) -> DriverError {
        DriverError(.backend, .permanent, "Volume \(volume.id) has no bytes at \(offset).")
    }
}

extension MemoryDriver {
    static func name(_ volume: Volume) -> String { "volume-\(volume.backendID)" }

    static func name(_ snapshot: Snapshot) -> String { "snapshot-\(snapshot.id)" }

    static func volumeID(ofName name: String) -> VolumeID? {
        name.hasPrefix("volume-") ? VolumeID(parsing: name.dropFirst("volume-".count)) : nil
    }

    static func snapshotID(ofName name: String) -> SnapshotID? {
        name.hasPrefix("snapshot-") ? SnapshotID(parsing: name.dropFirst("snapshot-".count)) : nil
    }

    static func object(_ name: String, in objects: [String: MemoryObject]) throws -> MemoryObject {
        guard let object = objects[name] else { throw DriverError(.notFound, .permanent, "There is no object \(name).") }
        return object
    }

    func requireVolume(_ volume: Volume) throws {
        _ = try objects.withLock { try Self.object(Self.name(volume), in: $0) }
    }

    /// Refuses what would take more space than the pool has.
    func requireRoom(for object: MemoryObject, replacing name: String, in objects: [String: MemoryObject]) throws {
        let others = objects.reduce(into: Int64(0)) { sum, entry in
            if entry.key != name { sum += entry.value.allocated.rawValue }
        }
        guard others + object.allocated.rawValue <= capacity.rawValue else {
            throw DriverError(
                .outOfSpace,
                .permanent,
                "Pool \(poolName) has no room for \(name).",
                correction: "Delete volumes or snapshots, or make the pool larger."
            )
        }
    }
}
