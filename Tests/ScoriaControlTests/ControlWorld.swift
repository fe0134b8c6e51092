import Foundation
import Logging
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaFlowTesting
import ScoriaModel
import ScoriaScheduler
import ScoriaStore
import ScoriaSystem

@testable import ScoriaControl

/// A fresh database with a memory backend that is up, or several, and the use cases over it.
struct ControlWorld: Sendable {
    static let project = ProjectID(rawValue: "a0b1c2d3e4f5")
    static let pool = PoolAddress(backend: BackendAddress(host: "here", backend: "memory"), pool: "memory")

    let directory: TemporaryDirectory
    let store: Store
    /// The driver of the first backend.
    let driver: MemoryDriver
    /// The drivers of all backends, whatever stands between them and the service.
    let drivers: [BackendAddress: MemoryDriver]
    let backends: Backends
    let environment: FlowEnvironment
    let settings: ControlSettings

    /// The pool of the backend with that number; 0 is the first.
    static func pool(_ number: Int) -> PoolAddress {
        number == 0 ? pool : PoolAddress(backend: BackendAddress(host: "here", backend: "memory\(number)"), pool: "memory")
    }

    /// A world whose first backend has `capacity`, beside others of theirs; `wrap` stands between the service and a driver.
    init(
        capacity: GibiByteCount = GibiByteCount(1024),
        others: [GibiByteCount] = [],
        settings: ControlSettings = ControlSettings(),
        scheduler: Scheduler = Scheduler(),
        functions: PlacementFunctions = PlacementFunctions(),
        wrap: (_ number: Int, MemoryDriver) -> any VolumeDriver = { _, driver in driver }
    ) async throws {
        directory = try TemporaryDirectory()
        store = try await Store.openSQLite(at: directory.path + "/scoria.sqlite")
        let made = ([capacity] + others).map { MemoryDriver(capacity: $0.bytes) }
        driver = made[0]
        drivers = Dictionary(uniqueKeysWithValues: made.enumerated().map { (Self.pool($0.offset).backend, $0.element) })
        backends = Backends(
            made.enumerated().map { number, driver in
                Backend(
                    address: Self.pool(number).backend,
                    availabilityZone: "nova",
                    driver: wrap(number, driver),
                    functions: functions
                )
            }
        )
        self.settings = settings
        environment = FlowEnvironment(store: store, backends: backends, scheduler: scheduler, ids: .system, settings: settings)
        try await report()
    }

    /// A world with one backend, and what stands before its driver to fail the calls that a test chooses.
    static func faulty() async throws -> (world: ControlWorld, faulty: FaultInjectingDriver) {
        var faults: [FaultInjectingDriver] = []
        let world = try await ControlWorld { _, driver in
            faults.append(FaultInjectingDriver(driver))
            return faults[0]
        }
        return (world, faults[0])
    }

    /// Lets every backend report.
    func report() async throws {
        for backend in backends.all { _ = try await backends.report(backend, in: store, clock: .system) }
    }

    func caller(_ project: ProjectID = Self.project, isAdmin: Bool = true) -> Caller {
        Caller(
            userID: UserID(rawValue: "tester"),
            projectID: project,
            roles: isAdmin ? ["admin"] : ["member"],
            isAdmin: isAdmin,
            requestID: RequestID(rawValue: "req-test")
        )
    }

    /// An engine that makes no pauses; its stop waits so long for the calls in hand.
    func engine(_ probe: (any FlowProbe)? = nil, stopSeconds: Double = 10) -> FlowEngine {
        var settings = FlowEngine.Settings()
        settings.pauseScale = 0
        settings.stopSeconds = stopSeconds
        return FlowEngine(
            store: store,
            registry: .standard(environment),
            settings: settings,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            probe: probe
        )
    }

    func control(_ engine: FlowEngine) -> Control {
        Control(
            store: store,
            flows: engine,
            backends: backends,
            scheduler: environment.scheduler,
            clock: .system,
            ids: .system,
            settings: settings
        )
    }

    /// Runs `body` with a living engine.
    func live<Result: Sendable>(
        stopSeconds: Double = 10,
        _ body: @Sendable (Control) async throws -> Result
    ) async throws -> Result {
        let engine = engine(stopSeconds: stopSeconds)
        async let running: Void = engine.run()
        defer { engine.stop() }
        let result = try await body(control(engine))
        engine.stop()
        try await running
        return result
    }

    /// A volume that is there already, by row and on the backend.
    func existingVolume(size: Int = 1, status: VolumeStatus = .available) async throws -> Volume {
        var volume = Volume(
            id: IDSource.system.id(),
            projectID: Self.project,
            userID: UserID(rawValue: "tester"),
            size: GibiByteCount(size),
            createdAt: WallClock.system.now()
        )
        volume.status = status
        volume.host = Self.pool
        volume.volumeTypeID = try store.read { try $0.volumeType(named: VolumeType.defaultName) }?.id
        let row = volume
        try await store.write { try $0.insert(row) }
        _ = try await driver.createVolume(volume)
        return volume
    }

    /// A snapshot that is there already, by row and on the backend.
    func existingSnapshot(of volume: Volume) async throws -> Snapshot {
        var snapshot = Snapshot(
            id: IDSource.system.id(),
            volumeID: volume.id,
            projectID: volume.projectID,
            userID: volume.userID,
            size: volume.size,
            createdAt: WallClock.system.now()
        )
        snapshot.status = .available
        snapshot.volumeTypeID = volume.volumeTypeID
        let row = snapshot
        try await store.write { try $0.insert(row) }
        _ = try await driver.createSnapshot(snapshot, of: volume)
        return snapshot
    }

    func volume(_ id: VolumeID) throws -> Volume? { try store.read { try $0.volume(id) } }
    func snapshot(_ id: SnapshotID) throws -> Snapshot? { try store.read { try $0.snapshot(id) } }

    /// The newest flow about a resource.
    func flow(about id: String) throws -> String {
        guard let flow = try store.read({ try $0.flows(project: nil, resourceID: id, limit: 1) }).first else {
            throw ControlError(.internalFailure, "no flow is about \(id)")
        }
        return flow.id
    }

    /// Waits for the newest flow about a resource and answers with its end.
    func end(of id: String, in control: Control) async throws -> FlowRow {
        try await control.flows.completion(of: try flow(about: id))
    }

    /// What must hold whenever no flow is at work: no locks, no room that is taken without a volume, and nothing on a backend that is not
    /// in the database, or the reverse.
    func restingFaults() async throws -> [String] {
        var faults: [String] = []
        for (backend, driver) in drivers { faults += try restingFaults(of: driver, at: backend) }
        try store.read { reader in
            if try reader.activeFlowCount() != 0 { faults.append("a flow is still active") }
            if try reader.flowLockCount() != 0 { faults.append("a lock is still held") }
            let passwords = drivers.values.flatMap(\.passwords).map { $0.reveal() }
            for flow in try reader.flows(project: nil, limit: 1000) where passwords.contains(where: "\(flow)".contains) {
                faults.append("the row of a flow of kind \(flow.kind) has a CHAP password")
            }
        }
        try await report()
        let reserved = try store.read { try $0.reserved() }
        if !reserved.isEmpty { faults.append("reserved after a report: \(reserved)") }
        return faults
    }

    private func restingFaults(of driver: MemoryDriver, at backend: BackendAddress) throws -> [String] {
        var faults: [String] = []
        let contents = driver.contents
        try store.read { reader in
            let volumes = try reader.volumes(onBackend: backend)
            let expected = Set(volumes.filter { ![.error, .errorDeleting, .errorManaging].contains($0.status) }.map(\.id))
            if !expected.isSubset(of: contents.volumes) {
                faults.append("volumes without bytes: \(expected.subtracting(contents.volumes))")
            }
            let stray = contents.volumes.subtracting(volumes.filter { $0.status != .error && $0.status != .errorManaging }.map(\.id))
            if !stray.isEmpty { faults.append("bytes without a volume at \(backend): \(stray)") }
            for volume in volumes where volume.status.isPassing { faults.append("the volume \(volume.id) is \(volume.status.rawValue)") }
            var snapshots: Set<SnapshotID> = []
            for volume in volumes {
                for snapshot in try reader.snapshots(of: volume.id) {
                    if snapshot.status.isPassing { faults.append("the snapshot \(snapshot.id) is \(snapshot.status.rawValue)") }
                    if snapshot.status != .error { snapshots.insert(snapshot.id) }
                }
            }
            if contents.snapshots != snapshots { faults.append("snapshots \(contents.snapshots), rows \(snapshots)") }
            let exports = Set(try reader.exports(onBackend: backend).map(\.volumeID))
            if Set(contents.exports.keys) != exports { faults.append("exports \(contents.exports.keys), rows \(exports)") }
        }
        return faults
    }
}

extension StoreReading {
    func activeFlowCount() throws -> Int { try flowCount(in: .running) + flowCount(in: .reverting) }
}

/// A directory that goes away with the last reference.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "scoria-\(IDSource.system.uuid())")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        // What a test leaves in the temporary directory harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }
}
