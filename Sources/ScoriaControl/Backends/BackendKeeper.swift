import Foundation
public import Logging
import Metrics
import ScoriaDriver
import ScoriaFlow
public import ScoriaModel
import ScoriaScheduler
public import ScoriaStore
public import ScoriaSystem
public import ServiceLifecycle

/// Brings each backend up, keeps its exports, statistics and heartbeat, and tries again for ever when it fails.
///
/// Backends are independent: one that does not answer holds up neither the others nor the service, and no failing check changes a
/// volume's status.
public struct BackendKeeper: ServiceLifecycle.Service {
    /// How often the keeper works.
    public struct Settings: Sendable {
        /// Seconds between two reports of a backend; option `backend_stats_polling_interval`.
        public var pollingSeconds: Double = 60
        /// Seconds between two heartbeats; option `report_interval`.
        public var heartbeatSeconds: Double = 10
        /// The name under which this node's scheduler is listed; option `host`.
        public var host = "localhost"
        /// The zone of this node's scheduler.
        public var availabilityZone = "nova"
        /// Seconds after which a backend that does not answer the question for its statistics counts as down.
        public var patienceSeconds: Double = 60

        /// The field's defaults.
        public init() {}
    }

    let backends: Backends
    let store: Store
    let settings: Settings
    let clock: WallClock
    let ids: IDSource
    let logger: Logger
    /// Called each time a backend has come up or come back, so that flows that wait for it go on.
    let onUp: @Sendable (BackendAddress) async -> Void
    /// Waits as long as the keeper's patience with a backend lasts; a test ends it by an event and not by a time.
    var outwait: @Sendable () async throws -> Void
    /// Carries one element for each backend that has been tried once.
    private let tried: AsyncStream<Void>
    private let noteTried: AsyncStream<Void>.Continuation

    /// A keeper of backends.
    public init(
        backends: Backends,
        store: Store,
        settings: Settings,
        clock: WallClock,
        ids: IDSource,
        logger: Logger,
        onUp: @escaping @Sendable (BackendAddress) async -> Void = { _ in }
    ) {
        self.backends = backends
        self.store = store
        self.settings = settings
        self.clock = clock
        self.ids = ids
        self.logger = logger
        self.onUp = onUp
        outwait = { [patience = settings.patienceSeconds] in try await Task.sleep(for: .seconds(patience)) }
        (tried, noteTried) = AsyncStream.makeStream(of: Void.self)
    }

    /// Returns when every backend has come up or failed once, at the latest after `seconds`; for one caller.
    ///
    /// Work that begins earlier would fail on backends that are merely still starting.
    public func waitForFirstTries(atMostSeconds seconds: Double) async {
        await withTaskGroup { group in
            group.addTask {
                var missing = backends.all.count
                guard missing > 0 else { return }
                for await _ in tried {
                    missing -= 1
                    if missing == 0 { return }
                }
            }
            // A cancelled wait is over as well.
            group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Runs until a graceful stop; the drivers are let go of then, their exports stay.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await keepScheduler() }
                for backend in backends.all { group.addTask { await keep(backend) } }
            }
        }
        for backend in backends.all { await backend.driver.stop() }
    }

    private func keep(_ backend: Backend) async {
        guard await bringUp(backend) else { return }
        var sinceReport = 0.0
        while await pause(settings.heartbeatSeconds) {
            sinceReport += settings.heartbeatSeconds
            await beat(backend)
            let wasUp = backends.state(of: backend.address).isUp
            guard sinceReport >= settings.pollingSeconds || !wasUp || hasManyReservations(backend) else { continue }
            sinceReport = 0
            let wasLate = await report(backend)
            if !wasUp || wasLate, backends.state(of: backend.address).isUp {
                logger.info("backend is up again", metadata: ["backend": "\(backend.address)"])
                await onUp(backend.address)
            }
        }
    }

    /// Whether so much was placed since the last report that placements would have to add up too many rows.
    private func hasManyReservations(_ backend: Backend) -> Bool {
        // A failing read only delays the report to its turn.
        let count = try? store.read { try $0.reservationCount(onBackend: backend.address) }
        return (count ?? 0) > 500
    }

    /// Starts the backend and asks for its first report, with growing pauses between the tries; false when the service stops meanwhile.
    private func bringUp(_ backend: Backend) async -> Bool {
        var attempt = 0
        while !Task.isCancelled {
            do {
                try await backend.driver.start()
                try await backend.driver.ensureExports(try wantedExports(of: backend))
                await beat(backend)
                await report(backend)
                if attempt == 0 { noteTried.yield() }
                // One that starts and does not report is down, and asked again at each heartbeat.
                guard backends.state(of: backend.address).isUp else { return true }
                logger.info("backend is up", metadata: ["backend": "\(backend.address)", "attempts": "\(attempt + 1)"])
                await onUp(backend.address)
                return true
            } catch is CancellationError {
                return false
            } catch {
                attempt += 1
                backends.noteDown(backend.address, because: "\(error)")
                // The service lives, and operators find it with a backend that is down.
                await beat(backend)
                if attempt == 1 { noteTried.yield() }
                logger.error(
                    "backend did not start; it is tried again",
                    metadata: ["backend": "\(backend.address)", "attempt": "\(attempt)", "error": "\(error)"]
                )
            }
            let longest = min(Double(1 << min(attempt, 6)) / 2, 30)
            guard await pause(Double.random(in: longest / 2...longest)) else { return false }
        }
        return false
    }

    /// What must be exported, and for whom, by the rows of the database.
    func wantedExports(of backend: Backend) throws -> [EnsuredExport] {
        try store.read { reader in
            let attachments = try reader.attachments(onBackend: backend.address)
            return try reader.exports(onBackend: backend.address).compactMap { row in
                guard let volume = try reader.volume(row.volumeID) else { return nil }
                let attached = (attachments[volume.id] ?? []).flatMap(\.connectors)
                return EnsuredExport(request: ExportRequest(volume: volume, row: row), connectors: attached + row.connectors)
            }
        }
    }

    /// Asks a backend for its statistics; true when it took so long that nothing was placed on it meanwhile.
    @discardableResult
    private func report(_ backend: Backend) async -> Bool {
        let watch = Task { [patience = settings.patienceSeconds] in
            // A watch that is cancelled has nothing to say.
            guard (try? await outwait()) != nil else { return false }
            let reason = "it has been asked for its statistics and has not answered for \(Int(patience)) s"
            backends.noteDown(backend.address, because: reason)
            logger.error("backend does not answer; nothing is placed on it", metadata: ["backend": "\(backend.address)"])
            return true
        }
        await ask(backend)
        watch.cancel()
        return await watch.value
    }

    private func ask(_ backend: Backend) async {
        do {
            let pools = try await backends.report(backend, in: store, clock: clock)
            for pool in pools {
                note(pool)
                for problem in pool.functionProblems {
                    logger.warning("no volume is placed by this function", metadata: ["pool": "\(pool.address)", "problem": "\(problem)"])
                }
            }
        } catch {
            backends.noteDown(backend.address, because: "\(error)")
            logger.warning("backend does not report", metadata: ["backend": "\(backend.address)", "error": "\(error)"])
        }
    }

    private func note(_ candidate: PoolCandidate) {
        let pool = candidate.pool
        let dimensions = [("pool", candidate.address.rawValue)]
        if let total = pool.totalCapacity.gibibytes {
            Gauge(label: "scoria_pool_capacity_total_gibibytes", dimensions: dimensions).record(total)
        }
        if let free = pool.freeCapacity.gibibytes {
            Gauge(label: "scoria_pool_capacity_free_gibibytes", dimensions: dimensions).record(free)
        }
        Gauge(label: "scoria_pool_capacity_allocated_gibibytes", dimensions: dimensions).record(pool.allocatedCapacity)
    }

    private func keepScheduler() async {
        let host = BackendAddress(rawValue: settings.host)
        repeat {
            await beat(binary: ScoriaModel.Service.schedulerBinary, host: host, zone: settings.availabilityZone)
        } while await pause(settings.heartbeatSeconds)
    }

    private func beat(_ backend: Backend) async {
        await beat(
            binary: ScoriaModel.Service.volumeBinary,
            host: backend.address,
            zone: backend.availabilityZone,
            cluster: backend.clusterName
        )
    }

    private func beat(binary: String, host: BackendAddress, zone: String, cluster name: String? = nil) async {
        let now = clock.now()
        var service = ScoriaModel.Service(id: ids.id(), binary: binary, host: host, availabilityZone: zone, createdAt: now)
        service.updatedAt = now
        service.clusterName = name
        let beat = service
        do {
            let (present, cluster) = try await store.write { transaction in
                try transaction.heartbeat(beat)
                if let name { try transaction.ensure(Cluster(name: name, binary: binary, createdAt: now)) }
                return (try transaction.service(binary: binary, host: host), try transaction.cluster(of: beat))
            }
            if let present { backends.noteService(present, in: cluster) }
        } catch {
            logger.warning("heartbeat failed", metadata: ["service": "\(binary)", "host": "\(host)", "error": "\(error)"])
        }
    }

    /// Waits; false when the service stops meanwhile.
    private func pause(_ seconds: Double) async -> Bool {
        // Only a cancelled task cannot sleep.
        (try? await Task.sleep(for: .seconds(seconds))) != nil && !Task.isCancelled
    }
}
