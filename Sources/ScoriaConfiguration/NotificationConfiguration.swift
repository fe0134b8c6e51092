public import ScoriaModel

/// What is told of changes, to whom, and for how long it is kept.
public struct NotificationConfiguration: Sendable, Hashable {
    /// Whether notifications go to RabbitMQ.
    public var drivers: [NotificationDriverName] = []
    /// The topics under which notifications are published.
    public var topics = ["notifications"]
    /// The brokers of notifications; nil takes ``transport``.
    public var ownTransport: MessagingTransport?
    /// The brokers of messages in general.
    public var transport: MessagingTransport?
    /// The exchange.
    public var exchange = "openstack"
    public var usesDurableQueues = false
    public var deletesQueuesAutomatically = false
    public var usesQuorumQueues = false
    /// Whether brokers are spoken to through TLS.
    public var usesTLS = false
    /// The certificates of the authorities that may vouch for a broker.
    public var brokerAuthorityFile = "/etc/ssl/certs/ca-certificates.crt"
    /// The certificate that brokers are shown; nil for none.
    public var brokerCertificateFile: String?
    /// Its private key.
    public var brokerKeyFile: String?

    /// How the calendar is cut into the periods of usage audits.
    public var auditPeriod = AuditPeriodRule.month
    /// Whether an audit is made at the end of each period, or only when it is asked for.
    public var auditsUsage = true

    /// The file of notifications; nil for none.
    public var filePath: String?
    /// Whether notifications in the file count as delivered only once they are on the disk.
    public var syncsFile = true
    /// The URL that notifications are posted to; nil for none.
    public var webhookURL: String?
    /// The secret that signs them.
    public var webhookSecret: Secret?
    /// How long the webhook may take for an answer, in seconds.
    public var webhookSeconds = 10
    /// How many notifications may wait for one delivery.
    public var backlogLimit = 100_000

    /// Whether projects may listen to their events.
    public var streams = true
    /// How long events are kept for streams, in seconds.
    public var eventRetentionSeconds = 3600
    /// How many streams may be open at a time.
    public var maximumStreams = 200
    /// How many streams a project may have open at a time.
    public var maximumStreamsPerProject = 20
    /// How long a stream stays silent at most, in seconds.
    public var heartbeatSeconds = 15

    /// Whether there is an audit trail.
    public var audits = true
    /// How long lines of the audit trail are kept, in seconds; 0 keeps them for ever.
    public var auditRetentionSeconds = 7_776_000

    /// Where notifications are published; nil when they are not.
    public var broker: MessagingTransport? {
        drivers.contains { $0 == .messaging || $0 == .messagingV2 } ? ownTransport ?? transport : nil
    }

    /// Whether notifications go anywhere.
    public var delivers: Bool { filePath != nil || webhookURL != nil || broker != nil }

    /// How brokers are spoken to through TLS; nil when they are not.
    ///
    /// What stands in the URL holds before the section, as in the field.
    public var brokerTLS: BrokerTLS? {
        let own = broker?.options ?? [:]
        var isOn = usesTLS
        if let text = own["ssl"], case .value(let value) = OptionKind.boolean.read(text) { isOn = value }
        guard isOn else { return nil }
        return BrokerTLS(
            authorityFile: own["ssl_ca_file"] ?? brokerAuthorityFile,
            certificateFile: own["ssl_cert_file"] ?? brokerCertificateFile,
            keyFile: own["ssl_key_file"] ?? brokerKeyFile
        )
    }
}

/// The files of TLS towards brokers.
public struct BrokerTLS: Sendable, Hashable {
    /// The certificates of the authorities that may vouch for a broker.
    public let authorityFile: String
    /// The certificate that brokers are shown; nil for none.
    public let certificateFile: String?
    public let keyFile: String?
}

/// The field's drivers of notifications that mean something here.
public enum NotificationDriverName: String, Sendable, Hashable, CaseIterable {
    /// RabbitMQ; the field's older form, which is sent in the newer one's envelope.
    case messaging
    /// RabbitMQ.
    case messagingV2 = "messagingv2"
    /// Nothing.
    case noop
}

/// A `transport_url`: the brokers of one cluster and their virtual host.
public struct MessagingTransport: Sendable, Hashable {
    /// One broker with its credentials.
    public struct Broker: Sendable, Hashable {
        public var host: String
        public var port: Int
        public var user: String
        public var password: Secret
    }

    public var brokers: [Broker]
    public var virtualHost: String
    /// Options of `[oslo_messaging_rabbit]` behind the question mark, which hold for these brokers before those of the section.
    var options: [String: String] = [:]

    /// Reads `rabbit://user:password@host:port,user:password@host:port/virtual_host`; nil when the text is something else.
    init?(_ text: String) {
        guard let colon = text.firstIndex(of: ":"), Self.schemes.contains(String(text[..<colon])), text[colon...].hasPrefix("://") else {
            return nil
        }
        let whole = text[colon...].dropFirst(3)
        let rest = whole.prefix { $0 != "?" }
        for pair in whole[rest.endIndex...].dropFirst().split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let value = Self.decoded(parts[1]) else { return nil }
            options[String(parts[0])] = value
        }
        let slash = rest.firstIndex(of: "/")
        let hosts = rest[..<(slash ?? rest.endIndex)]
        guard let path = Self.decoded(slash.map { rest[rest.index(after: $0)...] } ?? "") else { return nil }
        virtualHost = path.isEmpty ? "/" : path
        brokers = []
        for part in hosts.split(separator: ",", omittingEmptySubsequences: false) {
            guard let broker = Self.broker(part) else { return nil }
            brokers.append(broker)
        }
        guard !brokers.isEmpty else { return nil }
    }

    private static let schemes: Set<String> = ["rabbit", "amqp", "kombu"]

    private static func broker(_ text: Substring) -> Broker? {
        let at = text.lastIndex(of: "@")
        let place = at.map { text[text.index(after: $0)...] } ?? text
        let credentials = at.map { text[..<$0] } ?? "guest:guest"
        let parts = credentials.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let user = decoded(parts[0]), let password = decoded(parts.count > 1 ? parts[1] : "") else { return nil }
        var (host, port) = (place, Substring("5672"))
        if place.hasPrefix("["), let end = place.firstIndex(of: "]") {
            host = place[place.index(after: place.startIndex)..<end]
            let behind = place[place.index(after: end)...]
            if behind.hasPrefix(":") { port = behind.dropFirst() } else if !behind.isEmpty { return nil }
        } else if let colon = place.lastIndex(of: ":") {
            (host, port) = (place[..<colon], place[place.index(after: colon)...])
        }
        guard !host.isEmpty, let number = Int(port), (1...65_535).contains(number) else { return nil }
        return Broker(host: String(host), port: number, user: user, password: Secret(password))
    }

    /// The text behind percent signs; nil when that is not UTF-8 or not hexadecimal.
    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard rest.count >= 2, let digits = String(rest.prefix(2)), let value = UInt8(digits, radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}

extension MessagingTransport {
    /// The URL with its passwords left out.
    var withoutPasswords: String {
        let hosts = brokers.map { "\($0.user):***@\($0.host):\($0.port)" }
        return "rabbit://\(hosts.joined(separator: ","))/\(virtualHost == "/" ? "" : virtualHost)"
    }
}
