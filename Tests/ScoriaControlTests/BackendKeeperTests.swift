import Logging
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaScheduler
import ScoriaSystem
import ServiceLifecycle
import Testing

@testable import ScoriaControl

/// What the keeper makes of backends, and where a backend's functions come from.
@Suite("The keeper of backends")
struct BackendKeeperTests {
    @Test("A backend that hangs when it is asked counts as down, and as up when it answers at last")
    func hanging() async throws {
        let driver = FaultInjectingDriver(MemoryDriver())
        let backend = Backend(address: ControlWorld.pool.backend, availabilityZone: "nova", driver: driver)
        let backends = Backends([backend])
        let world = try await ControlWorld()
        var settings = BackendKeeper.Settings()
        (settings.heartbeatSeconds, settings.pollingSeconds, settings.patienceSeconds) = (0.01, 0, 0.05)
        let (comings, coming) = AsyncStream.makeStream(of: Void.self)
        let (permits, permit) = AsyncStream.makeStream(of: Void.self)
        let (downs, down) = AsyncStream.makeStream(of: Void.self)
        let keeper = BackendKeeper(
            backends: backends,
            store: world.store,
            settings: settings,
            clock: .system,
            ids: .system,
            logger: Logger(label: "test") { _ in Listener { text in if text.contains("does not answer") { down.yield() } } },
            onUp: { _ in coming.yield() }
        )
        let group = ServiceGroup(services: [keeper], logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        async let life: Void = group.run()
        var up = comings.makeAsyncIterator()
        await up.next()
        let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self)
        driver.intercept { call in
            guard call == .statistics else { return }
            arrival.yield()
            await permits.first { true }
        }
        await arrivals.first { true }
        // On a busy machine an earlier report may have been late too.
        for await _ in downs where !backends.state(of: backend.address).isUp { break }
        #expect(backends.state(of: backend.address).isUp == false)
        #expect(backends.placements()[backend.address]?.service.isUp == false)
        driver.intercept(nil)
        permit.finish()
        repeat { await up.next() } while !backends.state(of: backend.address).isUp
        #expect(backends.state(of: backend.address).isUp)
        await group.triggerGracefulShutdown()
        try await life
    }

    @Test("A driver's own functions count where the configuration has none, one by one")
    func defaults() {
        let plain = Backend(address: ControlWorld.pool.backend, availabilityZone: "nova", driver: OpinionatedDriver())
        #expect(plain.functions == PlacementFunctions(filter: "volume.size < 10", goodness: "50"))
        let configured = Backend(
            address: ControlWorld.pool.backend,
            availabilityZone: "nova",
            driver: OpinionatedDriver(),
            functions: PlacementFunctions(goodness: "70")
        )
        #expect(configured.functions == PlacementFunctions(filter: "volume.size < 10", goodness: "70"))
    }
}

/// Hands the text of each record on.
private struct Listener: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace
    let hear: @Sendable (String) -> Void

    init(_ hear: @escaping @Sendable (String) -> Void) { self.hear = hear }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { hear(event.message.description) }
}

/// A driver with functions of its own.
private struct OpinionatedDriver: PlacementDriver {
    let base = MemoryDriver()
    let defaultFilterFunction: String? = "volume.size < 10"
    let defaultGoodnessFunction: String? = "50"

    func start() async throws { try await base.start() }
    func stop() async { await base.stop() }
    func statistics() async throws -> BackendStatistics { try await base.statistics() }
    func createVolume(_ volume: Volume) async throws -> ProviderUpdate { try await base.createVolume(volume) }
    func deleteVolume(_ volume: Volume) async throws { try await base.deleteVolume(volume) }
    func validate(_ connector: Connector) throws { try base.validate(connector) }
    func createExport(_ export: ExportRequest) async throws -> ProviderUpdate { try await base.createExport(export) }
    func ensureExports(_ exports: [EnsuredExport]) async throws { try await base.ensureExports(exports) }
    func removeExport(_ export: ExportRequest) async throws { try await base.removeExport(export) }
    func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo {
        try await base.initializeConnection(export, connector: connector)
    }
    func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws {
        try await base.terminateConnection(export, connector: connector)
    }
}
