import Foundation
import Hummingbird
import Logging
import Metrics
import ScoriaConfiguration
import ScoriaControl
import ScoriaFlow
import ScoriaIdentity
import ScoriaModel
import ScoriaScheduler
import ScoriaServer
import ScoriaStore
import ScoriaSystem
import ScoriaTargets
import ServiceLifecycle
import UnixSignals

/// Puts the floors together for one process and runs them.
struct ServiceAssembly {
    private let configuration: ServiceConfiguration
    private let store: Store
    private let work: BlockingWork
    private let identity: IdentityAssembly
    private let group: ServiceGroup
    private let logger: Logger

    /// Opens the database and makes every part; nothing runs yet.
    init(_ configuration: ServiceConfiguration) async throws {
        let registry = PrometheusRegistry()
        registry.addCollector(ProcessMetrics.collect)
        MetricsSystem.bootstrap(registry)
        let log = configuration.log
        let levels = LogLevels(Logger.Level(rawValue: log.level.rawValue) ?? .info)
        LoggingSystem.bootstrap { label in
            let lines = LineLogHandler(label: label, level: .trace, format: log.format == .json ? .json : .text)
            return AdjustableLogHandler(lines, levels: levels)
        }
        self.configuration = configuration
        logger = Logger(label: "scoria")
        identity = try IdentityAssembly(configuration, logger: logger)
        let location = PolicyLocation(configuration)
        let policies = PolicyKeeper(try PolicySet.load(location), from: location, logger: logger)
        for warning in policies.current.warnings { logger.warning("policy", metadata: ["problem": "\(warning)"]) }
        try Self.makeDirectories(configuration)
        switch configuration.database {
        case .sqlite(let path): store = try await Store.openSQLite(at: path).with(journal: EventJournal(.init(configuration)))
        }
        work = BlockingWork()
        let assembled = BackendAssembly(configuration: configuration, work: work, logger: logger).assemble()
        let backends = Backends(assembled.map(\.backend))
        let settings = ControlSettings(configuration)
        let scheduler = try Scheduler(configuration)
        let environment = FlowEnvironment(store: store, backends: backends, scheduler: scheduler, ids: .system, settings: settings)
        var flowSettings = FlowEngine.Settings()
        flowSettings.stopSeconds = Double(configuration.shutdownSeconds) / 2
        let flows = FlowEngine(
            store: store,
            registry: .standard(environment),
            settings: flowSettings,
            logger: logger,
            observer: FlowJournal(ids: .system)
        )
        let control = Control(
            store: store,
            flows: flows,
            backends: backends,
            scheduler: scheduler,
            clock: .system,
            ids: .system,
            settings: settings
        )
        let notifier = SystemdNotifier(environment: ProcessInfo.processInfo.environment)
        let statePath = configuration.statePath
        var serverSettings = ServerSettings(configuration)
        serverSettings.resourceFilters = try configuration.api.resourceFiltersFile.map { try String(contentsOfFile: $0, encoding: .utf8) }
        let audit = AuditRecorder(store: store, logger: logger)
        let notifications = NotificationAssembly(configuration: configuration, work: work, logger: logger)
        let dispatcher = notifications.dispatcher(of: store)
        let application = try HTTPService.makeApplication(
            control: control,
            store: store,
            settings: serverSettings,
            authenticator: identity.authenticator,
            certificates: identity.certificates,
            policies: policies,
            logLevels: levels,
            audit: audit,
            metricsText: { await registry.text() },
            logger: logger
        ) { channel in
            Self.announce(channel.localAddress?.port, configuration: configuration, statePath: statePath, notifier: notifier)
        }
        let keeper = BackendKeeper(
            backends: backends,
            store: store,
            settings: BackendKeeper.Settings(configuration),
            clock: .system,
            ids: .system,
            logger: logger,
            onUp: { await flows.hasten(at: .backend($0)) }
        )
        let housekeeper = Housekeeper(store: store, settings: settings, clock: .system, logger: logger)
        group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    .init(service: keeper), .init(service: TargetSupervision(helpers: assembled.compactMap(\.target))),
                    .init(service: FlowsAfterBackends(keeper: keeper, flows: flows)), .init(service: housekeeper),
                    .init(service: audit), .init(service: dispatcher), .init(service: notifications.usageAuditor(of: store)),
                    .init(service: Watchdog(notifier: notifier, store: store)),
                    .init(
                        service: Reloading(
                            parts: identity.reloadables + [Reloadable(name: "policy", paths: []) { try policies.reload() }],
                            logger: logger
                        )
                    ),
                    .init(service: HTTPListener(application, settings: ServerSettings(configuration))),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        )
    }

    /// Runs until a signal asks for a graceful stop, then closes the database.
    func run() async throws {
        do {
            try await group.run()
        } catch {
            logger.critical("the service stopped because a part of it failed", metadata: ["error": "\(error)"])
            await store.close()
            throw error
        }
        await identity.stop()
        await store.close()
        await work.stop()
        logger.info("the service has stopped")
    }

    private static func makeDirectories(_ configuration: ServiceConfiguration) throws {
        for path in [configuration.statePath, "\(configuration.statePath)/targets", "\(configuration.statePath)/pools"] {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        }
    }

    /// Says on standard output where the service answers, and leaves the same in the state directory for scripts.
    private static func announce(_ port: Int?, configuration: ServiceConfiguration, statePath: String, notifier: SystemdNotifier?) {
        let address = configuration.api.listenAddress
        let host = address.contains(":") ? "[\(address)]" : address
        let scheme = configuration.api.usesTLS ? "https" : "http"
        let endpoint = "\(scheme)://\(host):\(port ?? configuration.api.listenPort)"
        FileHandle.standardOutput.write(Data("scoria answers at \(endpoint)/v3/\n".utf8))
        // Scripts can do without the file; the line above says the same.
        try? Data((endpoint + "\n").utf8).write(to: URL(fileURLWithPath: "\(statePath)/endpoint"), options: .atomic)
        notifier?.ready(status: "answering at \(endpoint)")
    }
}

/// Watches the target servers and restarts those that die.
private struct TargetSupervision: ServiceLifecycle.Service {
    let helpers: [TgtTargetHelper]

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for helper in helpers { group.addTask { await helper.run() } }
                // Without any there is nothing to watch; a part that ended would end the service.
                if helpers.isEmpty { group.addTask { try? await gracefulShutdown() } }
            }
        }
    }
}

/// Lets flows run when each backend has been tried once: a step at a backend that is still starting has not failed.
private struct FlowsAfterBackends: ServiceLifecycle.Service {
    let keeper: BackendKeeper
    let flows: FlowEngine
    /// A backend that hangs at its start must not hold up the others' flows for long; on a busy host each takes some seconds.
    private static let longestWaitSeconds = 30.0

    func run() async throws {
        await cancelWhenGracefulShutdown { await keeper.waitForFirstTries(atMostSeconds: Self.longestWaitSeconds) }
        try await flows.run()
    }
}

/// Tells systemd that the process is alive, as often as it wants to hear it.
private struct Watchdog: ServiceLifecycle.Service {
    let notifier: SystemdNotifier?
    let store: Store

    func run() async throws {
        let (notifier, store) = (notifier, store)
        await cancelWhenGracefulShutdown {
            guard let notifier else {
                // Without systemd there is nobody to tell; the service only waits for its end.
                try? await gracefulShutdown()
                return
            }
            await notifier.keepAlive(while: { await store.answers() })
        }
        notifier?.stopping()
    }
}

extension Store {
    /// Whether the database still takes transactions, which is what the service needs to be of use.
    fileprivate func answers() async -> Bool {
        // A failure is the answer.
        (try? await write { _ in }) != nil
    }
}
