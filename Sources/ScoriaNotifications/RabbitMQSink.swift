public import ScoriaModel
public import ScoriaStore
import ScoriaSystem
import Synchronization

/// Publishes events to RabbitMQ for oslo.messaging listeners.
///
/// As the field does: a topic exchange, a queue for each topic and priority (`notifications.info`) that is made when it is missing, so that
/// nothing is lost while nobody listens, and the message inside of an `oslo.message` envelope. Unlike the field, an event counts as delivered
/// only when the broker has confirmed it.
public final class RabbitMQSink: NotificationSink {
    public let name = "rabbitmq"
    public let batchSize = 200
    private let settings: RabbitMQSettings
    /// One thread: librabbitmq blocks, and a connection belongs to one thread at a time.
    private let work = BlockingWork(threads: 1)
    private let isClosing = Atomic<Bool>(false)
    private let connection: RabbitMQHolder

    /// A sink for the brokers of the settings, which are tried in turn.
    public init(settings: RabbitMQSettings) {
        self.settings = settings
        connection = RabbitMQHolder(settings)
    }

    public func deliver(_ events: [EventRow]) async -> DeliveryOutcome {
        let connection = connection
        return await withTaskCancellationHandler {
            do {
                return try await work.run { [self] in
                    connection.publish(events) { isClosing.load(ordering: .relaxed) }
                }
            } catch {
                return .stopped(DeliveryFailure("The service is stopping."))
            }
        } onCancel: {
            isClosing.store(true, ordering: .relaxed)
        }
    }

    public func close() async {
        isClosing.store(true, ordering: .relaxed)
        let connection = connection
        // When the thread has ended already there is nothing to close.
        try? await work.run { connection.close() }
        await work.stop()
    }
}

/// The brokers and what is declared there.
public struct RabbitMQSettings: Sendable {
    /// One broker.
    public struct Broker: Sendable, Hashable {
        public var host: String
        public var port: Int
        public var user: String
        public var password: Secret

        /// A broker with its credentials.
        public init(host: String, port: Int, user: String, password: Secret) {
            self.host = host
            self.port = port
            self.user = user
            self.password = password
        }
    }

    /// What TLS is spoken with.
    public struct TLS: Sendable, Hashable {
        /// The certificates of the authorities that may vouch for a broker; `ssl_ca_file`.
        public var authorityFile: String
        /// The certificate that brokers are shown, nil for none; `ssl_cert_file`.
        public var certificateFile: String?
        /// Its private key; `ssl_key_file`.
        public var keyFile: String?

        /// Files in PEM.
        public init(authorityFile: String, certificateFile: String? = nil, keyFile: String? = nil) {
            self.authorityFile = authorityFile
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// The brokers of one cluster; the first that answers is used.
    public var brokers: [Broker]
    public var virtualHost: String
    /// The exchange, `control_exchange` in the field.
    public var exchange = "openstack"
    /// Each event is published under each of these, with the priority behind it.
    public var topics = ["notifications"]
    /// Whether exchange and queues outlive a restart of the broker, when it is we who make them; `amqp_durable_queues`.
    public var isDurable = false
    /// Whether they vanish with their last user, when it is we who make them; `amqp_auto_delete`.
    public var isAutoDeleted = false
    /// Whether queues are replicated, when it is we who make them; `rabbit_quorum_queue`.
    public var usesQuorumQueues = false
    /// The files of TLS; nil speaks without it.
    public var tls: TLS?
    /// The longest wait for each answer of a broker, in seconds.
    public var timeoutSeconds = 10

    /// Brokers with their virtual host.
    public init(brokers: [Broker], virtualHost: String) {
        self.brokers = brokers
        self.virtualHost = virtualHost
    }
}

/// Holds the connection of a sink between its calls, and makes it anew after a failure.
private final class RabbitMQHolder: Sendable {
    private let settings: RabbitMQSettings
    private let state = Mutex<(connection: RabbitMQConnection?, next: Int)>((nil, 0))

    init(_ settings: RabbitMQSettings) {
        self.settings = settings
    }

    /// Publishes on the calling thread.
    func publish(_ events: [EventRow], isClosing: () -> Bool) -> DeliveryOutcome {
        state.withLock { state in
            var delivered = 0
            do throws(DeliveryFailure) {
                let connection: RabbitMQConnection
                if let present = state.connection { connection = present } else { connection = try connect(&state.next) }
                state.connection = connection
                try connection.publish(events, delivered: &delivered, isClosing: isClosing)
                return .all(events.count)
            } catch {
                state.connection = nil
                return .stopped(after: delivered, error)
            }
        }
    }

    func close() {
        state.withLock { $0.connection = nil }
    }

    /// Connects to the next broker that answers.
    private func connect(_ next: inout Int) throws(DeliveryFailure) -> RabbitMQConnection {
        var failure = DeliveryFailure("No broker is configured.")
        for _ in settings.brokers.indices {
            let broker = settings.brokers[next % settings.brokers.count]
            do throws(DeliveryFailure) {
                return try RabbitMQConnection(to: broker, settings)
            } catch {
                failure = error
                next += 1
            }
        }
        throw failure
    }
}
