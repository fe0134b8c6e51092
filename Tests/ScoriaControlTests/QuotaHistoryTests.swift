import ScoriaDriver
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import ScoriaSystem
import Synchronization
import Testing

@testable import ScoriaControl

/// Usage is what the rows add up to, and no limit is ever exceeded: after each request, and at every place that a flow reaches.
@Suite("Quotas hold through any history")
struct QuotaHistoryTests {
    @Test("of requests, failures, cancels and kills", arguments: 1...8)
    func randomHistory(seed: UInt64) async throws {
        var history = try await History(seed: seed)
        for _ in 0..<150 {
            try await history.step()
            #expect(try history.auditor.faults() == [], "seed \(seed) after \(history.log.suffix(12).joined(separator: "; "))")
        }
        try await history.settle()
        #expect(try history.auditor.faults() == [], "seed \(seed) at the end")
        #expect(history.auditor.faultsWhileRunning == [], "seed \(seed)")
        #expect(try history.passing() == [], "seed \(seed)")
        // A history in which nothing is refused or nothing is done proves nothing.
        #expect(history.refusals > 5 && history.acceptances > 30, "seed \(seed): \(history.refusals), \(history.acceptances)")
        await history.end()
    }
}

/// Counts rows by itself and compares with what the service says is used, and both with the limits.
private final class Auditor: Sendable {
    static let limits: [String: Int64] = [
        "volumes": 5, "gigabytes": 16, "snapshots": 4, "per_volume_gigabytes": 6, "volumes_gold": 2, "gigabytes_gold": 7,
        "snapshots_gold": 2, "volumes_silver": 2, "gigabytes_silver": 7, "snapshots_silver": 2,
    ]

    private let store: Store
    private let projects: [ProjectID]
    private let found = Mutex<Set<String>>([])

    init(store: Store, projects: [ProjectID]) {
        self.store = store
        self.projects = projects
    }

    /// What was found at the places that flows have reached.
    var faultsWhileRunning: Set<String> { found.withLock { $0 } }

    /// Looks at what is committed at this moment.
    func look(at place: FlowPlace) {
        do {
            let faults = try self.faults()
            found.withLock { $0.formUnion(faults.map { "\(place): \($0)" }) }
        } catch {
            found.withLock { _ = $0.insert("\(place): \(error)") }
        }
    }

    func faults() throws -> [String] {
        try store.read { reader in
            let names = Dictionary(uniqueKeysWithValues: try reader.volumeTypes().map { ($0.id, $0.name) })
            var counted: [ProjectID: [String: Int64]] = [:]
            func count(_ project: ProjectID, _ type: VolumeTypeID?, _ resource: String, _ amount: Int) {
                for name in [resource] + (type.flatMap { names[$0] }.map { ["\(resource)_\($0)"] } ?? []) {
                    counted[project, default: [:]][name, default: 0] += Int64(amount)
                }
            }
            var faults: [String] = []
            try reader.listVolumes(VolumeListQuery(project: nil, limit: 10_000)) { row in
                let volume = try row.volume()
                let size = max(volume.size.rawValue, volume.extendingTo?.rawValue ?? 0)
                count(volume.projectID, volume.volumeTypeID, "volumes", 1)
                count(volume.projectID, volume.volumeTypeID, "gigabytes", size)
                if size > Int(Self.limits["per_volume_gigabytes"] ?? 0) { faults.append("the volume \(volume.id) has \(size) GiB") }
            }
            try reader.listSnapshots(SnapshotListQuery(project: nil, limit: 10_000)) { row in
                let snapshot = try row.snapshot()
                count(snapshot.projectID, snapshot.volumeTypeID, "snapshots", 1)
                count(snapshot.projectID, snapshot.volumeTypeID, "gigabytes", snapshot.size.rawValue)
            }
            for project in projects {
                let said = try reader.usage(of: project).byResource(snapshotsCountGigabytes: true).filter { $0.value != 0 }
                let own = (counted[project] ?? [:]).filter { $0.value != 0 }
                if said != own { faults.append("\(project) uses \(own), and the service says \(said)") }
                for (resource, limit) in Self.limits where (own[resource] ?? 0) > limit {
                    faults.append("\(project) has \(own[resource] ?? 0) \(resource), and the limit is \(limit)")
                }
            }
            return faults
        }
    }
}

/// Looks at the rows wherever a flow comes by, and kills the process at one of the places.
private final class HistoryProbe: FlowProbe {
    private let auditor: Auditor
    private let placesLeft: Mutex<Int>

    init(_ auditor: Auditor, killAfter places: Int) {
        self.auditor = auditor
        placesLeft = Mutex(places)
    }

    var isDead: Bool { placesLeft.withLock { $0 <= 0 } }

    /// From now on nothing happens any more.
    func kill() { placesLeft.withLock { $0 = 0 } }

    func reached(_ place: FlowPlace, of _: String) throws {
        let isDead = placesLeft.withLock { left in
            left -= 1
            return left <= 0
        }
        guard !isDead else { throw SimulatedCrash() }
        auditor.look(at: place)
    }

    func shouldRepeat(_: FlowPlace) -> Bool { false }
}

/// A service in the hands of two projects that do what they like.
private struct History {
    private let world: ControlWorld
    private let driver: FaultInjectingDriver
    private let projects = [ProjectID(rawValue: "a"), ProjectID(rawValue: "b")]
    private var random: SeededGenerator
    private var probe: HistoryProbe
    private var engine: FlowEngine
    private var life: Task<Void, any Error>
    private var keys: [VolumeTransferID: Secret] = [:]
    private var foreignObjects = 0
    let auditor: Auditor
    private(set) var log: [String] = []
    private(set) var refusals = 0
    private(set) var acceptances = 0

    init(seed: UInt64) async throws {
        random = SeededGenerator(seed: seed)
        (world, driver) = try await ControlWorld.faulty()
        auditor = Auditor(store: world.store, projects: projects)
        probe = HistoryProbe(auditor, killAfter: .random(in: 20...200, using: &random))
        engine = world.engine(probe)
        life = Task { [engine] in try await engine.run() }
        let projects = projects
        let types = ["gold", "silver"].map { name in
            VolumeType(
                id: IDSource.system.id(),
                name: name,
                description: nil,
                isPublic: true,
                extraSpecs: [:],
                createdAt: WallClock.system.now()
            )
        }
        try await world.store.write { transaction in
            for type in types { try transaction.insert(type) }
            for project in projects {
                for (resource, limit) in Auditor.limits { try transaction.setQuotaLimit(of: project, resource, limit) }
            }
        }
    }

    /// One request, with a failure of the backend now and then, or one of the things that befall a service.
    mutating func step() async throws {
        if probe.isDead { try await beginNewLife() }
        let choice = Int.random(in: 0..<25, using: &random)
        if choice < 20, Int.random(in: 0..<4, using: &random) == 0, let fault = DriverFault.allCases.randomElement(using: &random) {
            driver.failCall(.random(in: 1...2, using: &random), as: fault)
        }
        do {
            try await request(choice)
            acceptances += 1
        } catch let error as ControlError {
            refusals += 1
            log.append("refused: \(error.message.prefix(60))")
        }
    }

    private mutating func request(_ choice: Int) async throws {
        let control = world.control(engine)
        let caller = world.caller(projects.randomElement(using: &random) ?? projects[0])
        let (volumes, snapshots) = (try volumes(), try snapshots())
        func volume() throws -> Volume {
            guard let volume = volumes.randomElement(using: &random) else { throw ControlError.notFound("Volume", "any") }
            return volume
        }
        func snapshot() throws -> Snapshot {
            guard let snapshot = snapshots.randomElement(using: &random) else { throw ControlError.notFound("Snapshot", "any") }
            return snapshot
        }
        let size = GibiByteCount(.random(in: 1...7, using: &random))
        let type = [nil, "gold", "silver"].randomElement(using: &random) ?? nil
        switch choice {
        case 0...2:
            log.append("create \(size) \(type ?? "-")")
            _ = try await control.createVolume(VolumeCreation(size: size, volumeType: type), by: caller)
        case 3:
            log.append("clone")
            _ = try await control.createVolume(VolumeCreation(size: size, source: .volume(try volume().id)), by: caller)
        case 4:
            log.append("restore")
            _ = try await control.createVolume(VolumeCreation(size: size, source: .snapshot(try snapshot().id)), by: caller)
        case 5, 6:
            log.append("delete")
            let deletion = VolumeDeletion(cascades: .random(using: &random), isForced: Int.random(in: 0..<4, using: &random) == 0)
            try await control.deleteVolume(try volume().id, deletion, by: caller)
        case 7, 8:
            log.append("extend to \(size)")
            try await control.extendVolume(try volume().id, to: size, whileAttached: true, by: caller)
        case 9, 10:
            log.append("snapshot")
            _ = try await control.createSnapshot(SnapshotCreation(volumeID: try volume().id), by: caller)
        case 11:
            log.append("delete snapshot")
            try await control.deleteSnapshot(try snapshot().id, isForced: .random(using: &random), by: caller)
        case 12, 13:
            log.append("offer")
            let creation = TransferCreation(volumeID: try volume().id, leavesSnapshots: .random(using: &random))
            let (transfer, key) = try await control.createTransfer(creation, by: caller)
            keys[transfer.id] = key
        case 14, 15:
            log.append("accept")
            guard let (id, key) = keys.randomElement(using: &random) else { return }
            _ = try await control.acceptTransfer(id, key: key, by: caller)
        case 16:
            log.append("manage \(size)")
            foreignObjects += 1
            world.driver.addForeignObject("foreign-\(foreignObjects)", size: size.bytes)
            let reference: [String: JSONValue] = ["source-name": .string("foreign-\(foreignObjects)")]
            _ = try await control.manageVolume(
                ManageVolumeRequest(host: ControlWorld.pool, reference: reference, volumeType: type),
                by: caller
            )
        case 17:
            log.append("manage snapshot \(size)")
            foreignObjects += 1
            world.driver.addForeignObject("foreign-\(foreignObjects)", size: size.bytes)
            let reference: [String: JSONValue] = ["source-name": .string("foreign-\(foreignObjects)")]
            _ = try await control.manageSnapshot(ManageSnapshotRequest(volumeID: try volume().id, reference: reference), by: caller)
        case 18:
            log.append("unmanage")
            if Bool.random(using: &random) {
                try await control.unmanageVolume(try volume().id, by: caller)
            } else {
                try await control.unmanageSnapshot(try snapshot().id, by: caller)
            }
        case 19:
            log.append("withdraw")
            guard let id = keys.keys.randomElement(using: &random) else { return }
            try await control.deleteTransfer(id, by: caller)
        case 20:
            log.append("cancel")
            let running = try world.store.read { try $0.flows(project: nil, states: [.running], limit: 10) }
            guard let flow = running.randomElement(using: &random) else { return }
            try await control.cancelOperation(flow.id, by: caller)
        case 21, 22: try await settle()
        case 23:
            // Two types change their names, and limits and usage go with them; "gold" is another type at once.
            log.append("rename")
            try await rename("gold", to: "passing")
            try await rename("silver", to: "gold")
            try await rename("passing", to: "silver")
        default: try await beginNewLife()
        }
    }

    private func rename(_ name: String, to newName: String) async throws {
        guard let type = try world.store.read({ try $0.volumeType(named: name) }) else { return }
        let update = VolumeTypeUpdate(name: newName, description: nil, isPublic: nil)
        _ = try await world.control(engine).updateVolumeType(type.id, update, by: world.caller(projects[0]))
    }

    private func volumes() throws -> [Volume] {
        var volumes: [Volume] = []
        try world.store.read { try $0.listVolumes(VolumeListQuery(project: nil, limit: 1000)) { volumes.append(try $0.volume()) } }
        return volumes
    }

    private func snapshots() throws -> [Snapshot] {
        var snapshots: [Snapshot] = []
        try world.store.read { try $0.listSnapshots(SnapshotListQuery(project: nil, limit: 1000)) { snapshots.append(try $0.snapshot()) } }
        return snapshots
    }

    /// The process is killed, and another one takes over.
    private mutating func beginNewLife() async throws {
        log.append("killed")
        probe.kill()
        await end()
        probe = HistoryProbe(auditor, killAfter: .random(in: 20...200, using: &random))
        engine = world.engine(probe)
        life = Task { [engine] in try await engine.run() }
    }

    /// Lets everything that is under way come to its end, over as many lives as that takes.
    mutating func settle() async throws {
        log.append("settle")
        while true {
            let active = try world.store.read { reader in
                try reader.flows(project: nil, states: [.running, .reverting], limit: 1000)
            }
            guard let flow = active.first else { return }
            try await beginUnbreakableLife()
            _ = try await engine.completion(of: flow.id)
        }
    }

    private mutating func beginUnbreakableLife() async throws {
        await end()
        driver.reset()
        probe = HistoryProbe(auditor, killAfter: .max)
        engine = world.engine(probe)
        life = Task { [engine] in try await engine.run() }
    }

    func end() async {
        engine.stop()
        // A life that ended badly shows in what it leaves.
        _ = await life.result
    }

    /// Volumes and snapshots whose status must pass by itself, although nothing is at work.
    func passing() throws -> [String] {
        try volumes().filter(\.status.isPassing).map { "\($0.id) is \($0.status.rawValue)" }
            + snapshots().filter(\.status.isPassing).map { "\($0.id) is \($0.status.rawValue)" }
    }
}
