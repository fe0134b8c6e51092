import Logging
import ScoriaConfiguration
import ScoriaControl
import ScoriaModel
import ScoriaNotifications
import ScoriaServer
import ScoriaStore
import ScoriaSystem

/// Makes the deliveries of notifications that a configuration names.
struct NotificationAssembly {
    let configuration: ServiceConfiguration
    let work: BlockingWork
    let logger: Logger

    /// The dispatcher of a store's events to every sink.
    func dispatcher(of store: Store) -> NotificationDispatcher {
        var settings = NotificationDispatcher.Settings()
        settings.backlogLimit = configuration.notifications.backlogLimit
        return NotificationDispatcher(store: store, sinks: sinks, settings: settings, logger: logger)
    }

    /// The auditor of what a store has, for the periods of the configuration.
    func usageAuditor(of store: Store) -> UsageAuditor {
        let rule = configuration.notifications.auditsUsage ? configuration.notifications.auditPeriod : nil
        return UsageAuditor(store: store, rule: rule, clock: .system, ids: .system, logger: logger)
    }

    private var sinks: [any NotificationSink] {
        let notifications = configuration.notifications
        var sinks: [any NotificationSink] = []
        if let path = notifications.filePath { sinks.append(FileSink(path: path, syncs: notifications.syncsFile, work: work)) }
        if let url = notifications.webhookURL, let secret = notifications.webhookSecret {
            sinks.append(WebhookSink(url: url, secret: secret, timeoutSeconds: notifications.webhookSeconds))
        }
        if let transport = notifications.broker { sinks.append(RabbitMQSink(settings: RabbitMQSettings(transport, notifications))) }
        return sinks
    }
}

extension RabbitMQSettings {
    fileprivate init(_ transport: MessagingTransport, _ notifications: NotificationConfiguration) {
        self.init(
            brokers: transport.brokers.map { Broker(host: $0.host, port: $0.port, user: $0.user, password: $0.password) },
            virtualHost: transport.virtualHost
        )
        exchange = notifications.exchange
        topics = notifications.topics
        isDurable = notifications.usesDurableQueues
        isAutoDeleted = notifications.deletesQueuesAutomatically
        usesQuorumQueues = notifications.usesQuorumQueues
        tls = notifications.brokerTLS.map {
            TLS(authorityFile: $0.authorityFile, certificateFile: $0.certificateFile, keyFile: $0.keyFile)
        }
    }
}

extension EventJournal.Settings {
    /// What the configuration says of what is written beside changes.
    init(_ configuration: ServiceConfiguration) {
        self.init()
        let notifications = configuration.notifications
        recordsAudit = notifications.audits
        streams = notifications.streams
        delivers = notifications.delivers
        host = configuration.host
    }
}
