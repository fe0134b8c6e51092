import ScoriaModel

/// The options of notifications, event streams and the audit trail.
enum NotificationOptions {
    private typealias Option = ConfigurationOption<ServiceConfiguration>

    /// The options in `[DEFAULT]`.
    static let shared: [ConfigurationOption<ServiceConfiguration>] = [
        Option(
            "transport_url",
            OptionKind.transport.optional,
            \.notifications.transport,
            "Brokers, for notifications only: Scoria itself works without a broker. The form is rabbit://user:password@host:port/virtual_host."
        ),
        Option(
            "control_exchange",
            .text,
            \.notifications.exchange,
            "Exchange that notifications are published to. What is there is used as it is; what is missing is made."
        ),
        Option(
            "volume_usage_audit_period",
            .auditPeriod,
            \.notifications.auditPeriod,
            "Period of usage audits, which tell of each volume and snapshot that there is: hour, day, month or year, in UTC, with @ and the minute, hour, day or month in which it begins."
        ),
    ]

    /// The sections of notifications, streams and the audit trail.
    static let sections: [OptionSection<ServiceConfiguration>] = [
        OptionSection(name: "oslo_messaging_notifications", options: messaging),
        OptionSection(name: "oslo_messaging_rabbit", options: rabbit),
        OptionSection(name: "notifications", options: deliveries),
        OptionSection(name: "event_stream", options: streams),
        OptionSection(name: "audit", options: audit),
    ]

    private static let messaging: [Option] = [
        Option(
            "driver",
            .notificationDrivers,
            \.notifications.drivers,
            "How notifications are sent besides to a file or webhook: messagingv2 (or messaging) publishes them to RabbitMQ, noop and nothing do not."
        ),
        Option(
            "transport_url",
            OptionKind.transport.optional,
            \.notifications.ownTransport,
            "Brokers of notifications. Empty takes transport_url of [DEFAULT]."
        ),
        Option("topics", .list, \.notifications.topics, "Topics of notifications; the priority is added, as in notifications.info."),
    ]

    private static let rabbit: [Option] = [
        Option(
            "amqp_durable_queues",
            .boolean,
            \.notifications.usesDurableQueues,
            "Make exchange and queues that outlive a restart of the broker, where they are missing."
        ),
        Option(
            "amqp_auto_delete",
            .boolean,
            \.notifications.deletesQueuesAutomatically,
            "Make exchange and queues that vanish with their last user, where they are missing."
        ),
        Option("rabbit_quorum_queue", .boolean, \.notifications.usesQuorumQueues, "Make quorum queues, where queues are missing."),
        Option("ssl", .boolean, \.notifications.usesTLS, "Speak to brokers through TLS; their certificates are always verified."),
        Option("ssl_ca_file", .path, \.notifications.brokerAuthorityFile, "Certificates of the authorities that may vouch for a broker."),
        Option(
            "ssl_cert_file",
            OptionKind.path.optional,
            \.notifications.brokerCertificateFile,
            "Certificate that brokers are shown, where they ask for one."
        ),
        Option("ssl_key_file", OptionKind.path.optional, \.notifications.brokerKeyFile, "Private key of ssl_cert_file."),
    ]

    private static let deliveries: [Option] = [
        Option(
            "file_path",
            OptionKind.path.optional,
            \.notifications.filePath,
            ours: true,
            "File that notifications are appended to, one JSON object a line. It may be rotated by renaming."
        ),
        Option(
            "file_sync",
            .boolean,
            \.notifications.syncsFile,
            ours: true,
            "Count a notification as delivered only when the file is on the disk. When false, a power cut may take lines with it."
        ),
        Option(
            "webhook_url",
            OptionKind.httpURL.optional,
            \.notifications.webhookURL,
            ours: true,
            "URL that notifications are posted to, as JSON, signed. Redirects are not followed."
        ),
        Option(
            "webhook_secret",
            OptionKind.secret.optional,
            \.notifications.webhookSecret,
            ours: true,
            "Secret that signs what is posted (HMAC-SHA256); required with webhook_url."
        ),
        Option(
            "webhook_timeout",
            .integer(1...300),
            \.notifications.webhookSeconds,
            ours: true,
            "Seconds that the webhook may take for its whole answer."
        ),
        Option(
            "backlog_limit",
            .integer(100...100_000_000),
            \.notifications.backlogLimit,
            ours: true,
            "Notifications that may wait for one delivery. Beyond that its oldest are given up, which the log and scoria_notifications_dropped_total say."
        ),
        Option(
            "usage_audit",
            .boolean,
            \.notifications.auditsUsage,
            ours: true,
            "Send volume.exists and snapshot.exists at the end of each volume_usage_audit_period. When false, only scoria usage-audit asks for them."
        ),
    ]

    private static let streams: [Option] = [
        Option("enabled", .boolean, \.notifications.streams, ours: true, "Serve the events of a project at GET /v3/{project_id}/events."),
        Option(
            "retention",
            .integer(60...2_592_000),
            \.notifications.eventRetentionSeconds,
            ours: true,
            "Seconds that events are kept for listeners that come back with a cursor."
        ),
        Option("max_streams", .integer(1...100_000), \.notifications.maximumStreams, ours: true, "Streams that may be open at a time."),
        Option(
            "max_streams_per_project",
            .integer(1...100_000),
            \.notifications.maximumStreamsPerProject,
            ours: true,
            "Streams that one project may have open at a time."
        ),
        Option(
            "heartbeat",
            .integer(1...600),
            \.notifications.heartbeatSeconds,
            ours: true,
            "Seconds of silence after which a stream sends a comment, so that nobody on the way takes it for dead."
        ),
    ]

    private static let audit: [Option] = [
        Option(
            "enabled",
            .boolean,
            \.notifications.audits,
            ours: true,
            "Write every change that somebody asks for, and what became of it, into the audit trail (`scoria audit`)."
        ),
        Option(
            "retention",
            .integer(0...3_153_600_000),
            \.notifications.auditRetentionSeconds,
            ours: true,
            "Seconds that lines of the audit trail are kept; 0 keeps them for ever."
        ),
    ]
}

extension OptionKind where Value == MessagingTransport {
    /// A URL of brokers; the value is never repeated in a problem, since it carries passwords.
    static let transport = OptionKind(
        words: "a URL of the form rabbit://user:password@host:port/virtual_host",
        read: { text in
            guard let transport = MessagingTransport(text) else {
                return .wrong(
                    what: "This is not a URL of RabbitMQ brokers.",
                    correction:
                        "Write rabbit://user:password@host:5672/ with each %, /, @, : and , of a password as %25, %2F, %40, %3A and %2C."
                )
            }
            return .value(transport)
        },
        write: \.withoutPasswords
    )
}

extension OptionKind where Value == AuditPeriodRule {
    /// The length of a period and where it begins.
    static let auditPeriod = OptionKind(
        words: "hour, day, month or year, optionally with @ and a number",
        read: { text in
            guard let rule = AuditPeriodRule(text) else {
                return .wrong(
                    what: "'\(text)' is not a period of audit.",
                    correction:
                        "Write hour, day, month or year; then, if it is not to begin with the clock, @ and a minute (0 to 59), hour (0 to 23), day (1 to 28) or month (1 to 12)."
                )
            }
            return .value(rule)
        },
        write: \.description
    )
}

extension OptionKind where Value == Secret {
    /// A secret text; never repeated anywhere.
    static let secret = OptionKind(
        words: "a secret of at least 16 characters",
        read: { text in
            guard text.utf8.count >= 16 else {
                return .wrong(
                    what: "The secret is too short.",
                    correction: "Write at least 16 characters that nobody can guess."
                )
            }
            return .value(Secret(text))
        },
        write: { _ in "***" }
    )
}

extension OptionKind where Value == [NotificationDriverName] {
    /// Names of drivers.
    static let notificationDrivers = OptionKind(
        words: "names with commas between them: messagingv2, messaging, noop",
        read: { text in
            var drivers: [NotificationDriverName] = []
            for name in text.split(separator: ",").map({ $0.trimmed() }) where !name.isEmpty {
                guard let driver = NotificationDriverName(rawValue: name) else {
                    return .wrong(
                        what: "'\(name)' is no driver of notifications here.",
                        correction: "Write messagingv2, or leave it empty and set file_path or webhook_url in [notifications]."
                    )
                }
                drivers.append(driver)
            }
            return .value(drivers)
        },
        write: { $0.map(\.rawValue).joined(separator: ",") }
    )
}

extension ConfigurationLoader {
    /// Checks what only several options of notifications together can get wrong.
    mutating func checkNotifications(_ notifications: NotificationConfiguration) {
        let messaging = "oslo_messaging_notifications"
        if notifications.drivers.contains(where: { $0 != .noop }), notifications.broker == nil {
            fail(
                at: origin(messaging, "driver"),
                messaging,
                "driver",
                "Notifications have no broker to go to.",
                "Write transport_url = rabbit://user:password@host:5672/ in [DEFAULT] or in this section."
            )
        }
        if notifications.broker != nil, notifications.topics.isEmpty {
            fail(at: origin(messaging, "topics"), messaging, "topics", "Notifications have no topic to go to.", "Write notifications.")
        }
        if notifications.broker != nil { checkBrokerFiles(notifications) }
        if notifications.webhookURL != nil, notifications.webhookSecret == nil {
            fail(
                at: origin("notifications", "webhook_url"),
                "notifications",
                "webhook_secret",
                "The webhook cannot tell who posts to it without a secret that signs.",
                "Write at least 16 characters that nobody can guess, for example from: openssl rand -hex 24"
            )
        }
    }

    /// Checks that TLS towards brokers has the files that it needs.
    private mutating func checkBrokerFiles(_ notifications: NotificationConfiguration) {
        let section = "oslo_messaging_rabbit"
        if (notifications.brokerCertificateFile == nil) != (notifications.brokerKeyFile == nil) {
            let option = notifications.brokerKeyFile == nil ? "ssl_key_file" : "ssl_cert_file"
            fail(
                at: origin(section, "ssl_cert_file", "ssl_key_file"),
                section,
                option,
                "A certificate and its private key are of use only together.",
                "Write both ssl_cert_file and ssl_key_file, or neither."
            )
        }
        for (name, value) in (notifications.broker?.options ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard name == "ssl" else { continue }
            if case .wrong(let what, let correction) = OptionKind.boolean.read(value) {
                fail(
                    at: origin("DEFAULT", "transport_url"),
                    "DEFAULT",
                    "transport_url",
                    "ssl behind the question mark: \(what)",
                    correction
                )
            }
        }
        guard let tls = notifications.brokerTLS else { return }
        for (option, path) in [("ssl_ca_file", tls.authorityFile), ("ssl_cert_file", tls.certificateFile), ("ssl_key_file", tls.keyFile)] {
            guard let path, !ConfigurationSources.canRead(path) else { continue }
            fail(
                at: origin(section, option),
                section,
                option,
                "The file \(path), which TLS to the broker needs, is not there or cannot be read.",
                "Write the path of a file in PEM that this user may read."
            )
        }
    }
}
