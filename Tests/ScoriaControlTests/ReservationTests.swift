import Logging
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaModel
import ScoriaScheduler
import ScoriaSystem
import Synchronization
import Testing

@testable import ScoriaControl
@testable import ScoriaStore

/// Room that is promised is taken at once, by whichever scheduler promises it, and is free again when nothing holds it.
@Suite("Room on the pools")
struct ReservationTests {
    @Test("is taken by each placement between two reports, to the last gibibyte and not beyond")
    func exactBetweenReports() async throws {
        let world = try await ReservationWorld(capacity: 10)
        try await world.base.live { control in
            try await world.create(4, expecting: .succeeded, control)
            try await world.create(7, expecting: .failed, control)
            try await world.create(5, expecting: .succeeded, control)
            try await world.create(2, expecting: .failed, control)
            try await world.create(1, expecting: .succeeded, control)
            #expect(try world.free() == 0)
        }
        #expect(try await world.base.restingFaults() == [])
        #expect(try world.free() == 0)
    }

    @Test("is not counted twice for a volume that a report includes, and comes back with a volume that no report has seen")
    func reports() async throws {
        let world = try await ReservationWorld(capacity: 10)
        try await world.base.live { control in
            try await world.create(4, expecting: .succeeded, control)
            try await world.base.report()
            #expect(try world.free() == 6)
            let unseen = try await control.createVolume(VolumeCreation(size: GibiByteCount(6)), by: world.base.caller())
            #expect(try await world.base.end(of: unseen.id.rawValue, in: control).state == .succeeded)
            #expect(try world.free() == 0)
            try await control.deleteVolume(unseen.id, VolumeDeletion(), by: world.base.caller())
            #expect(try await world.base.end(of: unseen.id.rawValue, in: control).state == .succeeded)
            #expect(try world.free() == 6)
        }
    }

    @Test("is counted on top of a report that was made while the volume was, and exactly by the next")
    func reportDuringCreation() async throws {
        let gate = ReportGate()
        let world = try await ReservationWorld(capacity: 10) { driver in
            let held = FaultInjectingDriver(driver)
            held.intercept { call in if call == .statistics { try await gate.pass() } }
            return held
        }
        try await world.base.live { control in
            gate.close()
            async let report: Void = world.base.report()
            await gate.arrival()
            // Made and finished while the backend is being asked: its answer may include it or not.
            try await world.create(4, expecting: .succeeded, control)
            gate.open()
            try await report
            #expect(try world.free() <= 6)
            try await world.base.report()
            #expect(try world.free() == 6)
        }
    }

    @Test("of a report that came late is not believed")
    func overtakenReport() async throws {
        let world = try await ReservationWorld(capacity: 10)
        let backend = ControlWorld.pool.backend
        let late = try world.base.store.read { try $0.reportTicket(of: backend) }
        let old = try #require(try world.base.store.read { try $0.pool(ControlWorld.pool) })
        try await world.base.live { control in try await world.create(9, expecting: .succeeded, control) }
        try await world.base.report()
        #expect(try world.free() == 1)
        #expect(try await world.base.store.write { try $0.report([old], after: late) } == false)
        #expect(try world.free() == 1)
    }

    @Test("grows with a volume, and comes back when the growth is refused")
    func growth() async throws {
        let world = try await ReservationWorld(capacity: 10)
        try await world.base.live { control in
            let volume = try await control.createVolume(VolumeCreation(size: GibiByteCount(3)), by: world.base.caller())
            _ = try await world.base.end(of: volume.id.rawValue, in: control)
            try await control.extendVolume(volume.id, to: GibiByteCount(11), whileAttached: false, by: world.base.caller())
            #expect(try await world.base.end(of: volume.id.rawValue, in: control).state == .failed)
            #expect(try world.free() == 7)
            try await control.extendVolume(volume.id, to: GibiByteCount(8), whileAttached: false, by: world.base.caller())
            #expect(try await world.base.end(of: volume.id.rawValue, in: control).state == .succeeded)
            #expect(try world.free() == 2)
            try await world.base.report()
            #expect(try world.free() == 2)
        }
    }

    @Test("is free again, before any report, when a volume is cancelled while it is made")
    func cancelled() async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        let world = try await ReservationWorld(capacity: 10) { driver in
            let held = FaultInjectingDriver(driver)
            held.intercept { call in
                guard call == .createVolume else { return }
                arrival.yield()
                // Ends with the cancellation of the call.
                try await Task.sleep(for: .seconds(600))
            }
            return held
        }
        try await world.base.live { control in
            let volume = try await control.createVolume(VolumeCreation(size: GibiByteCount(4)), by: world.base.caller())
            await arrivals.first { true }
            #expect(try world.free() == 6)
            let flow = try world.base.flow(about: volume.id.rawValue)
            try await control.cancelOperation(flow, by: world.base.caller())
            #expect(try await control.flows.completion(of: flow).state == .cancelled)
            #expect(try world.free() == 10)
        }
    }

    @Test(
        "is never promised twice by many schedulers over one database, and never refused while there is some",
        arguments: [1, 7, 42, 1136] as [UInt64]
    )
    func manySchedulers(seed: UInt64) async throws {
        let history = try await SchedulersHistory(seed: seed)
        try await history.run()
        #expect(history.faults == [], "seed \(seed)")
        #expect(history.counts.created > 20 && history.counts.refused > 5, "\(history.counts)")
    }
}

/// A world whose pools promise no more than they have.
struct ReservationWorld: Sendable {
    let base: ControlWorld

    init(capacity: Int, others: [Int] = [], wrap: (MemoryDriver) -> any VolumeDriver = { $0 }) async throws {
        var settings = ControlSettings()
        for resource in settings.quotaDefaults.keys { settings.quotaDefaults[resource] = -1 }
        base = try await ControlWorld(
            capacity: GibiByteCount(capacity),
            others: others.map { GibiByteCount($0) },
            settings: settings
        ) { _, driver in wrap(driver) }
        try await base.store.write { transaction in
            guard var type = try transaction.volumeType(named: VolumeType.defaultName) else { return }
            type.extraSpecs["provisioning:type"] = "thick"
            try transaction.update(type)
        }
    }

    /// Creates a volume and looks at the end of its flow.
    func create(_ size: Int, expecting state: FlowState, _ control: Control) async throws {
        let volume = try await control.createVolume(VolumeCreation(size: GibiByteCount(size)), by: base.caller())
        let end = try await base.end(of: volume.id.rawValue, in: control).state
        #expect(end == state, "\(size) GiB")
    }

    /// What a scheduler would think free on the first pool, found by asking it.
    func free(on pool: PoolAddress = ControlWorld.pool) throws -> Int {
        try base.store.read { try $0.free(on: pool, base.backends, upTo: 100) }
    }
}

extension StoreReading {
    /// The largest size that the scheduler would put on a pool.
    func free(on pool: PoolAddress, _ backends: Backends, upTo most: Int) throws -> Int {
        let candidates = try presentCandidates(backends)
        let fits = (1...most).last { size in
            let request = PlacementRequest(size: GibiByteCount(size), extraSpecs: ["provisioning:type": "thick"], pinnedTo: pool)
            return Scheduler().place(request, among: candidates).pool != nil
        }
        return fits ?? 0
    }
}

/// Several processes' worth of schedulers over one database file and the same backends, at work all at once.
private final class SchedulersHistory: Sendable {
    struct Counts { var created = 0, refused = 0, failed = 0, extended = 0, deleted = 0, reports = 0 }

    private static let capacities = [40, 25, 15]
    private static let schedulers = 3

    let seed: UInt64
    private let world: ControlWorld
    /// One per scheduler: the first owns the database, the others visit it.
    private let stores: [Store]
    private let books: [Backends]
    private let state = Mutex((faults: [String](), counts: Counts()))

    init(seed: UInt64) async throws {
        self.seed = seed
        let chance = Mutex(SeededGenerator(seed: seed &* 31))
        var settings = ControlSettings()
        for resource in settings.quotaDefaults.keys { settings.quotaDefaults[resource] = -1 }
        world = try await ControlWorld(
            capacity: GibiByteCount(Self.capacities[0]),
            others: Self.capacities.dropFirst().map { GibiByteCount($0) },
            settings: settings
        ) { _, driver in
            let faulty = FaultInjectingDriver(driver)
            faulty.intercept { call in
                guard [.createVolume, .extendVolume, .deleteVolume].contains(call) else { return }
                switch chance.withLock({ $0.next(below: 12) }) {
                case 0 where call == .createVolume: throw DriverError(.backend, .permanent, "No.")
                case 1: throw DriverError(.unavailable, .transient, "Not now.")
                case 2 where call == .createVolume: throw DriverError(.timeout, .ambiguous, "Perhaps.")
                default: return
                }
            }
            return faulty
        }
        try await world.store.write { transaction in
            guard var type = try transaction.volumeType(named: VolumeType.defaultName) else { return }
            type.extraSpecs["provisioning:type"] = "thick"
            try transaction.update(type)
        }
        let path = world.directory.path + "/scoria.sqlite"
        stores = [world.store] + (try (1..<Self.schedulers).map { _ in try Store.visitSQLite(at: path) })
        books = [world.backends] + (1..<Self.schedulers).map { [world] _ in Backends(world.backends.all) }
        for backends in books {
            for backend in backends.all { _ = try await backends.report(backend, in: world.store, clock: .system) }
        }
    }

    var faults: [String] { state.withLock { $0.faults } }
    var counts: Counts { state.withLock { $0.counts } }

    func run() async throws {
        for round in 0..<3 {
            try await burst(round)
            try await judgeQuiet()
        }
        for store in stores.dropFirst() { await store.close() }
    }

    private func burst(_ round: Int) async throws {
        let engines = zip(stores, books).map { store, backends in engine(store, backends) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (engine, _) in engines { group.addTask { try await engine.run() } }
            try await withThrowingTaskGroup(of: Void.self) { clients in
                for (number, (_, control)) in engines.enumerated() {
                    for client in 0..<4 {
                        let seed = seed &+ UInt64(round * 100 + number * 10 + client)
                        clients.addTask { try await self.client(control, engines.map(\.0), SeededGenerator(seed: seed)) }
                    }
                    clients.addTask { try await self.reporter(self.books[number], self.stores[number]) }
                }
                try await clients.waitForAll()
            }
            try await self.settle(engines.map(\.0))
            for (engine, _) in engines { engine.stop() }
            try await group.waitForAll()
        }
    }

    private func engine(_ store: Store, _ backends: Backends) -> (FlowEngine, Control) {
        let environment = FlowEnvironment(
            store: store,
            backends: backends,
            scheduler: Scheduler(),
            ids: .system,
            settings: world.settings
        )
        var settings = FlowEngine.Settings()
        settings.pauseScale = 0
        settings.ownsDatabaseAlone = false
        let engine = FlowEngine(
            store: store,
            registry: .standard(environment),
            settings: settings,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        )
        let control = Control(
            store: store,
            flows: engine,
            backends: backends,
            scheduler: Scheduler(),
            clock: .system,
            ids: .system,
            settings: world.settings
        )
        return (engine, control)
    }

    /// A client that makes, grows and deletes volumes, one after the other.
    private func client(_ control: Control, _ engines: [FlowEngine], _ generator: SeededGenerator) async throws {
        var generator = generator
        var mine: [VolumeID] = []
        for _ in 0..<8 {
            switch generator.next(below: 4) {
            case 0 where !mine.isEmpty:
                let id = mine.remove(at: generator.next(below: mine.count))
                guard try world.volume(id)?.status == .available else { continue }
                try await control.deleteVolume(id, VolumeDeletion(), by: world.caller())
                if try await end(of: id, engines) == .succeeded { note { $0.deleted += 1 } }
            case 1 where !mine.isEmpty:
                let id = mine[generator.next(below: mine.count)]
                guard let volume = try world.volume(id), volume.status == .available else { continue }
                let size = GibiByteCount(volume.size.rawValue + 1 + generator.next(below: 4))
                try await control.extendVolume(id, to: size, whileAttached: false, by: world.caller())
                if try await end(of: id, engines) == .succeeded { note { $0.extended += 1 } }
            default:
                let size = GibiByteCount(1 + generator.next(below: 7))
                let volume = try await control.createVolume(VolumeCreation(size: size), by: world.caller())
                switch try await end(of: volume.id, engines) {
                case .succeeded:
                    mine.append(volume.id)
                    note { $0.created += 1 }
                default: try noteRefusal(of: volume.id)
                }
            }
            try judge()
        }
    }

    private func reporter(_ backends: Backends, _ store: Store) async throws {
        for _ in 0..<6 {
            for backend in backends.all {
                _ = try await backends.report(backend, in: store, clock: .system)
                note { $0.reports += 1 }
                try judge()
            }
            await Task.yield()
        }
    }

    /// Waits for the flow that a client has started last about a volume.
    private func end(of id: VolumeID, _ engines: [FlowEngine]) async throws -> FlowState {
        let flow = try world.store.read { reader in
            try reader.flows(project: nil, resourceID: id.rawValue, limit: 9).first { $0.kind != RemoveRemains.kind.name }
        }
        guard let flow else { throw ControlError(.internalFailure, "no flow is about \(id)") }
        return try await end(ofFlow: flow.id, engines)
    }

    /// Waits for a flow, whichever engine brings it to its end.
    private func end(ofFlow id: String, _ engines: [FlowEngine]) async throws -> FlowState {
        try await withThrowingTaskGroup(of: FlowRow.self) { group in
            for engine in engines { group.addTask { try await engine.completion(of: id) } }
            defer { group.cancelAll() }
            guard let row = try await group.next() else { throw CancellationError() }
            return row.state
        }
    }

    /// Waits until no flow is at work.
    private func settle(_ engines: [FlowEngine]) async throws {
        while let flow = try world.store.read({ try $0.flows(project: nil, states: [.running, .reverting], limit: 1) }).first {
            _ = try await end(ofFlow: flow.id, engines)
        }
    }

    private func note(_ change: (inout Counts) -> Void) { state.withLock { change(&$0.counts) } }

    private func noteRefusal(of id: VolumeID) throws {
        let flow = try world.store.read { try $0.flows(project: nil, resourceID: id.rawValue, limit: 9).last }
        let code = flow?.error.flatMap(FlowFailure.init(json:))?.code
        note { counts in if code == "noValidBackend" { counts.refused += 1 } else { counts.failed += 1 } }
    }

    /// At any moment: no pool has promised more than it has, and no backend holds more.
    private func judge() throws {
        var (promised, leaving) = try world.store.read { reader -> ([PoolAddress: Int], [Volume]) in
            let volumes = try world.backends.all.flatMap { try reader.volumes(onBackend: $0.address) }
            var promised: [PoolAddress: Int] = [:]
            for volume in volumes where volume.status != .deleting {
                if let host = volume.host { promised[host, default: 0] += volume.size.rawValue }
            }
            // The rows of the volumes do not have what grows at present, nor what a failed volume may have left.
            try reader.connection.query(
                """
                SELECT pool, sum(gigabytes) FROM reservations JOIN flows ON flows.id = reservations.flow_id
                WHERE reservations.kind IN ('growth', 'remains') AND flows.state IN ('running', 'reverting') GROUP BY pool
                """,
                []
            ) { row in promised[PoolAddress(rawValue: row.text(0)), default: 0] += Int(row.integer(1)) }
            return (promised, volumes.filter { $0.status == .deleting })
        }
        // A volume whose row is about to go counts for as long as its backend has it: a report may know before the row does.
        for volume in leaving {
            guard let host = volume.host, world.drivers[host.backend]?.contents.volumes.contains(volume.id) == true else { continue }
            promised[host, default: 0] += volume.size.rawValue
        }
        for (number, capacity) in Self.capacities.enumerated() {
            let pool = ControlWorld.pool(number)
            let held = world.drivers[pool.backend]?.promisedGibibytes ?? 0
            if (promised[pool] ?? 0) > capacity || held > capacity {
                state.withLock {
                    $0.faults.append("pool \(number) of \(capacity) GiB has promised \(promised[pool] ?? 0) and holds \(held)")
                }
            }
        }
    }

    /// When nothing is under way: what is free by the backends is free for the scheduler, to the gibibyte; nothing is reserved.
    private func judgeQuiet() async throws {
        let faults = try await world.restingFaults()
        state.withLock { $0.faults += faults }
        try judge()
        for (number, capacity) in Self.capacities.enumerated() {
            let pool = ControlWorld.pool(number)
            let held = world.drivers[pool.backend]?.promisedGibibytes ?? 0
            for (backends, store) in zip(books, stores) {
                let free = try store.read { try $0.free(on: pool, backends, upTo: 64) }
                if free != capacity - held {
                    state.withLock { $0.faults.append("pool \(number) has \(capacity - held) GiB free, the scheduler says \(free)") }
                }
            }
        }
    }
}

/// Something that is on or off.
final class Switch: Sendable {
    private let state: Mutex<Bool>

    init(_ isOn: Bool) { state = Mutex(isOn) }

    var isOn: Bool { state.withLock { $0 } }

    func set(_ isOn: Bool) { state.withLock { $0 = isOn } }
}

/// Holds up whoever asks a backend for its statistics.
private final class ReportGate: Sendable {
    private struct State {
        var isClosed = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func close() { state.withLock { $0.isClosed = true } }

    func open() {
        let waiting = state.withLock { state in
            state.isClosed = false
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func pass() async throws {
        await withCheckedContinuation { continuation in
            let (isOpen, watchers) = state.withLock { state in
                guard state.isClosed else { return (true, [CheckedContinuation<Void, Never>]()) }
                state.waiting.append(continuation)
                defer { state.watchers = [] }
                return (false, state.watchers)
            }
            for watcher in watchers { watcher.resume() }
            if isOpen { continuation.resume() }
        }
    }

    /// Waits until somebody is held up.
    func arrival() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.waiting.isEmpty { state.watchers.append(continuation) }
                return !state.waiting.isEmpty
            }
            if isThere { continuation.resume() }
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func next(below bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}
