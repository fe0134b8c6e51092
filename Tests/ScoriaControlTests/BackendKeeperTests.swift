import Logging
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaScheduler
import ScoriaSystem
import ServiceLifecycle
import Synchronization
import Testing

@testable import ScoriaControl

/// What the keeper makes of backends, and where a backend's functions come from.
@Suite("The keeper of backends")
struct BackendKeeperTests {
    @Test("A backend that hangs when it is asked counts as down, and as up when it answers at last")
    func hanging() async throws {
        let (permits, permit) = AsyncStream.makeStream(of: Void.self)
        // The keeper's patience ends while this is open, whatever the clock says.
        let hanging = Latch()
        try await KeptBackend.with(hearing: "does not answer", outwait: { try await hanging.pass() }) { kept in
            var up = kept.comings.makeAsyncIterator()
            await up.next()
            kept.driver.intercept { call in
                guard call == .statistics else { return }
                hanging.open()
                await permits.first { true }
            }
            await kept.complaints.first { true }
            #expect(!kept.isUp)
            #expect(kept.backends.placements()[kept.address]?.service.isUp == false)
            kept.driver.intercept(nil)
            hanging.close()
            permit.finish()
            await up.next()
            #expect(kept.isUp)
        }
    }

    @Test("A backend that starts and does not report is down with the reason, and asked again until it reports")
    func silent() async throws {
        let prepare = { @Sendable (driver: FaultInjectingDriver) in
            driver.intercept { call in
                if call == .statistics { throw DriverError(.backend, .permanent, "It does not count today.") }
            }
        }
        try await KeptBackend.with(hearing: "does not report", prepare: prepare) { kept in
            await kept.complaints.first { true }
            #expect(!kept.isUp)
            #expect(kept.backends.state(of: kept.address).reason?.contains("It does not count today.") == true)
            kept.driver.intercept(nil)
            await kept.comings.first { true }
            #expect(kept.isUp)
        }
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

/// A backend in the hands of a keeper that looks at it all the time.
private struct KeptBackend {
    let driver: FaultInjectingDriver
    let backends: Backends
    /// One element each time the backend has come up or come back.
    let comings: AsyncStream<Void>
    /// One element for each record of the log with the words that are listened for.
    let complaints: AsyncStream<Void>

    let address = ControlWorld.pool.backend

    var isUp: Bool { backends.state(of: address).isUp }

    /// Does `work` while the keeper runs.
    static func with(
        hearing words: String,
        outwait: (@Sendable () async throws -> Void)? = nil,
        prepare: (FaultInjectingDriver) -> Void = { _ in },
        _ work: (KeptBackend) async throws -> Void
    ) async throws {
        let driver = FaultInjectingDriver(MemoryDriver())
        prepare(driver)
        let backends = Backends([Backend(address: ControlWorld.pool.backend, availabilityZone: "nova", driver: driver)])
        let world = try await ControlWorld()
        var settings = BackendKeeper.Settings()
        (settings.heartbeatSeconds, settings.pollingSeconds) = (0.01, 0)
        let (comings, coming) = AsyncStream.makeStream(of: Void.self)
        let (complaints, complaint) = AsyncStream.makeStream(of: Void.self)
        var keeper = BackendKeeper(
            backends: backends,
            store: world.store,
            settings: settings,
            clock: .system,
            ids: .system,
            logger: Logger(label: "test") { _ in Listener { text in if text.contains(words) { complaint.yield() } } },
            onUp: { _ in coming.yield() }
        )
        if let outwait { keeper.outwait = outwait }
        let group = ServiceGroup(services: [keeper], logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        async let life: Void = group.run()
        try await work(KeptBackend(driver: driver, backends: backends, comings: comings, complaints: complaints))
        await group.triggerGracefulShutdown()
        try await life
    }
}

/// A door at which callers wait while it is closed; a cancelled one leaves with an error.
private final class Latch: Sendable {
    private let state = Mutex((isOpen: false, waiting: [AsyncStream<Never>.Continuation]()))

    func open() {
        let waiting = state.withLock { state in
            defer { state = (true, []) }
            return state.waiting
        }
        for continuation in waiting { continuation.finish() }
    }

    func close() { state.withLock { $0.isOpen = false } }

    func pass() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
        let isOpen = state.withLock { state in
            if !state.isOpen { state.waiting.append(continuation) }
            return state.isOpen
        }
        if isOpen { continuation.finish() }
        for await _ in stream {}
        try Task.checkCancellation()
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
