internal import Glibc
public import Hummingbird
internal import HummingbirdCore
public import Logging
public import NIOCore
internal import ScoriaAPI
public import ScoriaControl
public import ScoriaIdentity
public import ScoriaStore

/// The HTTP service.
public enum HTTPService {
    /// Builds the HTTP service, to be run as a service of the program.
    ///
    /// With `certificates` the listener speaks TLS. Without `policies` the field's defaults hold.
    /// `metricsText` gives the text of `/metrics`; `onRunning` is told the listening channel, whose local address has the port
    /// that was taken when ``ServerSettings/port`` is 0.
    public static func makeApplication(
        control: Control,
        store: Store,
        settings: ServerSettings,
        authenticator: any Authenticator = NoAuthentication(),
        certificates: ListenerCertificates? = nil,
        policies: PolicyKeeper? = nil,
        probes: [HealthProbe] = [],
        logLevels: LogLevels = LogLevels(),
        audit: AuditRecorder? = nil,
        metricsText: @escaping @Sendable () async -> String = { "" },
        logger: Logger,
        onRunning: @escaping @Sendable (any Channel) async -> Void = { _ in }
    ) throws -> Application<Responder> {
        let connections = connectionLimit(settings.limits.connections)
        let meter = LimitMeter(settings: settings, connectionLimit: connections)
        let pipeline = try Pipeline(
            settings: settings,
            meter: meter,
            authenticator: authenticator,
            policies: try policies ?? PolicyKeeper(PolicySet.defaults(), logger: logger),
            handlers: Handlers(
                control: control,
                store: store,
                authenticator: authenticator,
                settings: settings,
                logLevels: logLevels,
                resourceFilters: try settings.resourceFilters.map(ResourceFilters.init(json:)) ?? .standard,
                streams: EventStreams(settings.streams)
            ),
            audit: audit,
            health: HealthCheck(disableFile: settings.healthDisableFile, probes: [databaseProbe(store)] + probes),
            metricsText: metricsText,
            logger: logger
        )
        var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
        decoder.maxHeaderFieldSize = settings.maxHeaderSize
        decoder.maxHeaderListSize = 4 * settings.maxHeaderSize
        decoder.maxHeaderFieldCount = settings.limits.headerCount
        let requestIDs = RequestIDSource()
        // Hummingbird's own lines are for debugging it; the program says itself where it listens.
        var frameworkLogger = logger
        frameworkLogger.logLevel = max(logger.logLevel, .warning)
        return Application(
            responder: Responder(pipeline: pipeline),
            server: .guarded(
                by: certificates,
                HTTP1Channel.Configuration(
                    additionalChannelHandlers: [ConnectionGuard(limits: settings.limits, meter: meter, requestIDs: requestIDs)],
                    idleTimeout: .seconds(Int64(settings.idleTimeoutSeconds)),
                    httpDecoderConfiguration: decoder
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                backlog: 1024,
                availableConnectionsDelegate: MaximumAvailableConnections(connections)
            ),
            onServerRunning: onRunning,
            logger: frameworkLogger
        )
    }

    /// How many connections may be open: as many as the settings allow, and never so many that files and targets get no descriptor.
    private static func connectionLimit(_ wanted: Int) -> Int {
        var limits = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits) == 0 else { return wanted }
        // The soft limit is often 1024 for the sake of programs that use select().
        limits.rlim_cur = limits.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limits)
        let descriptors = Int(clamping: limits.rlim_cur)
        return min(wanted, max(16, descriptors / 2))
    }

    /// Asks the database for one snapshot.
    private static func databaseProbe(_ store: Store) -> HealthProbe {
        HealthProbe(name: "database") {
            do {
                try store.read { _ in }
                return nil
            } catch {
                return "The database does not answer: \(error)"
            }
        }
    }
}
