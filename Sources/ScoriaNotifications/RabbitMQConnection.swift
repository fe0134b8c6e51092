import CRabbitMQ
import ScoriaModel
import ScoriaStore

/// One connection to a broker with one channel in confirm mode; all calls block.
final class RabbitMQConnection: @unchecked Sendable {  // is only ever used inside of its holder's lock
    private let state: amqp_connection_state_t
    private let settings: RabbitMQSettings
    private let place: String
    private var declaredQueues: Set<String> = []
    /// The number that the broker gives the next message on this channel.
    private var nextTag: UInt64 = 1
    private var isChannelOpen = false

    private static let channel: amqp_channel_t = 1

    /// Connects, logs in and makes the exchange when it is missing.
    init(to broker: RabbitMQSettings.Broker, _ settings: RabbitMQSettings) throws(DeliveryFailure) {
        guard let state = amqp_new_connection() else { throw DeliveryFailure("There is no memory for a connection to RabbitMQ.") }
        self.state = state
        self.settings = settings
        place = "RabbitMQ at \(broker.host):\(broker.port)"
        try open(broker)
        try logIn(broker)
        try openChannel()
        try declareExchange()
    }

    deinit {
        // Closing politely could block for as long as the broker likes; the broker notices a closed socket.
        amqp_destroy_connection(state)
    }

    /// Publishes events and waits until the broker has confirmed each; `delivered` counts those that are confirmed without a gap.
    func publish(_ events: [EventRow], delivered: inout Int, isClosing: () -> Bool) throws(DeliveryFailure) {
        for event in events {
            for topic in settings.topics { try declareQueue("\(topic).\(event.priority.rawValue.lowercased())") }
        }
        let firstTag = nextTag
        for event in events {
            let body = EventText.osloEnvelope(event)
            for topic in settings.topics {
                try publish(body, key: "\(topic).\(event.priority.rawValue.lowercased())", id: event.messageID ?? "")
            }
        }
        let each = UInt64(settings.topics.count)
        var open = Set(firstTag..<nextTag)
        defer {
            let confirmed = (open.min() ?? nextTag) - firstTag
            delivered = Int(confirmed / max(each, 1))
        }
        try awaitConfirms(of: &open, isClosing: isClosing)
    }

    private func publish(_ body: [UInt8], key: String, id: String) throws(DeliveryFailure) {
        let status = body.withUnsafeBytes { body in
            scoria_amqp_publish(
                state,
                Self.channel,
                settings.exchange,
                key,
                id,
                body.baseAddress,
                body.count,
                settings.isDurable || settings.usesQuorumQueues ? 2 : 1
            )
        }
        guard status == AMQP_STATUS_OK.rawValue else { throw failure("did not take a message", status) }
        nextTag += 1
    }

    private func awaitConfirms(of open: inout Set<UInt64>, isClosing: () -> Bool) throws(DeliveryFailure) {
        var waitedTenths = 0
        while !open.isEmpty {
            if isClosing(), waitedTenths > 5 { throw DeliveryFailure("The service is stopping.") }
            var tag: UInt64 = 0
            var isMultiple: Int32 = 0
            let answer = Int(scoria_amqp_wait_confirm(state, 100, &tag, &isMultiple))
            switch answer {
            case SCORIA_AMQP_ACK:
                if isMultiple != 0 {
                    for confirmed in open where confirmed <= tag { open.remove(confirmed) }
                } else {
                    open.remove(tag)
                }
            case SCORIA_AMQP_NACK: throw DeliveryFailure("\(place) refused a message: it could not store it.")
            case SCORIA_AMQP_OTHER: continue
            case SCORIA_AMQP_CLOSED: throw DeliveryFailure("\(place) closed the channel or the connection.")
            case Int(AMQP_STATUS_TIMEOUT.rawValue):
                waitedTenths += 1
                if waitedTenths >= settings.timeoutSeconds * 10 {
                    throw DeliveryFailure("\(place) did not confirm within \(settings.timeoutSeconds) s.")
                }
            default: throw failure("broke the connection", Int32(answer))
            }
        }
    }

    // MARK: Setting up

    private func open(_ broker: RabbitMQSettings.Broker) throws(DeliveryFailure) {
        let socket = if let tls = settings.tls { try protectedSocket(tls) } else { amqp_tcp_socket_new(state) }
        guard let socket else { throw DeliveryFailure("There is no memory for a connection to RabbitMQ.") }
        let status = scoria_amqp_open(state, socket, broker.host, Int32(broker.port), settings.timeoutSeconds)
        guard status == AMQP_STATUS_OK.rawValue else { throw refusal(of: broker, status) }
    }

    /// A socket that speaks TLS, to a broker alone that an authority vouches for under the very name that it is asked by.
    private func protectedSocket(_ tls: RabbitMQSettings.TLS) throws(DeliveryFailure) -> OpaquePointer? {
        guard let socket = amqp_ssl_socket_new(state) else { return nil }
        amqp_ssl_socket_set_verify_peer(socket, 1)
        amqp_ssl_socket_set_verify_hostname(socket, 1)
        guard amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST) == AMQP_STATUS_OK.rawValue else {
            throw DeliveryFailure("\(place) cannot be reached: this machine's OpenSSL has no TLS 1.2.")
        }
        guard amqp_ssl_socket_set_cacert(socket, tls.authorityFile) == AMQP_STATUS_OK.rawValue else {
            throw DeliveryFailure("\(place) cannot be trusted: ssl_ca_file \(tls.authorityFile) is no file of certificates in PEM.")
        }
        if let certificate = tls.certificateFile, let key = tls.keyFile {
            guard amqp_ssl_socket_set_key(socket, certificate, key) == AMQP_STATUS_OK.rawValue else {
                throw DeliveryFailure(
                    "\(place) cannot be shown a certificate: ssl_cert_file \(certificate) and ssl_key_file \(key) are no certificate and its key in PEM."
                )
            }
        }
        return socket
    }

    /// Why no connection came about, and what to do.
    private func refusal(of broker: RabbitMQSettings.Broker, _ status: Int32) -> DeliveryFailure {
        guard let tls = settings.tls else { return failure("does not answer", status) }
        switch status {
        case AMQP_STATUS_SSL_PEER_VERIFY_FAILED.rawValue, AMQP_STATUS_SSL_CONNECTION_FAILED.rawValue, AMQP_STATUS_SSL_ERROR.rawValue:
            return DeliveryFailure(
                "\(place) is not trusted, and nothing was sent: its certificate is not vouched for by \(tls.authorityFile), or TLS failed. "
                    + "Name the broker's authority in ssl_ca_file, and look into the broker's log."
            )
        case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue:
            return DeliveryFailure(
                "\(place) is not trusted, and nothing was sent: its certificate is not for the name \(broker.host). "
                    + "Write a name that the certificate has into transport_url."
            )
        default: return failure("does not answer", status)
        }
    }

    private func logIn(_ broker: RabbitMQSettings.Broker) throws(DeliveryFailure) {
        let reply = scoria_amqp_login(state, settings.virtualHost, broker.user, broker.password.reveal())
        try check(reply, "refuses the login of \(broker.user) to \(settings.virtualHost)")
    }

    private func openChannel() throws(DeliveryFailure) {
        amqp_channel_open(state, Self.channel)
        try check(amqp_get_rpc_reply(state), "opens no channel")
        amqp_confirm_select(state, Self.channel)
        try check(amqp_get_rpc_reply(state), "does not confirm messages")
        nextTag = 1
    }

    /// Takes the exchange as whoever made it has made it, else makes it.
    private func declareExchange() throws(DeliveryFailure) {
        scoria_amqp_exchange(state, Self.channel, settings.exchange, 1, 0, 0)
        if try exists(amqp_get_rpc_reply(state)) { return }
        scoria_amqp_exchange(state, Self.channel, settings.exchange, 0, settings.isDurable ? 1 : 0, settings.isAutoDeleted ? 1 : 0)
        try check(amqp_get_rpc_reply(state), "does not make the exchange \(settings.exchange)")
    }

    /// Takes a queue as whoever made it has made it, else makes it; then lets the exchange fill it.
    private func declareQueue(_ name: String) throws(DeliveryFailure) {
        guard !declaredQueues.contains(name) else { return }
        scoria_amqp_queue(state, Self.channel, name, 1, 0, 0, 0)
        if try !exists(amqp_get_rpc_reply(state)) {
            scoria_amqp_queue(
                state,
                Self.channel,
                name,
                0,
                settings.isDurable || settings.usesQuorumQueues ? 1 : 0,
                settings.isAutoDeleted ? 1 : 0,
                settings.usesQuorumQueues ? 1 : 0
            )
            try check(amqp_get_rpc_reply(state), "does not make the queue \(name)")
        }
        scoria_amqp_bind(state, Self.channel, name, settings.exchange, name)
        try check(amqp_get_rpc_reply(state), "does not bind the queue \(name) to \(settings.exchange)")
        declaredQueues.insert(name)
    }

    /// Whether what was asked for passively is there; when not, the broker has closed the channel, and a new one is opened.
    private func exists(_ reply: amqp_rpc_reply_t) throws(DeliveryFailure) -> Bool {
        if reply.reply_type == AMQP_RESPONSE_NORMAL { return true }
        guard scoria_amqp_is_missing(reply) != 0 else {
            try check(reply, "does not answer a question")
            return true
        }
        scoria_amqp_close_ok(state, Self.channel)
        try openChannel()
        return false
    }

    private func check(_ reply: amqp_rpc_reply_t, _ what: String) throws(DeliveryFailure) {
        guard reply.reply_type != AMQP_RESPONSE_NORMAL else { return }
        var text = [CChar](repeating: 0, count: 256)
        scoria_amqp_reason(reply, &text, text.count)
        let reason = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        throw DeliveryFailure("\(place) \(what): \(reason)")
    }

    private func failure(_ what: String, _ status: Int32) -> DeliveryFailure {
        DeliveryFailure("\(place) \(what): \(String(cString: amqp_error_string2(status)))")
    }
}
