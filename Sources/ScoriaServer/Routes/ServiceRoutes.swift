internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel

/// Services, their hosts and their log levels.
extension Handlers {
    func listServices(_ call: Call) throws -> Reply {
        let query = try QueryString(call.rawQuery)
        let services = try control.services(binary: query["binary"] ?? query["service"], host: query["host"]).map { state in
            var service = state.service
            if service.binary == Service.volumeBinary { service.replicationStatus = service.replicationStatus ?? "disabled" }
            return ServiceView(service, isUp: state.isUp, backendState: control.backendState(of: service.host))
        }
        return call.reply(capacity: 2048) { ServiceView.write(services, in: call.version, to: &$0) }
    }

    func enableService(_ call: Call) async throws -> Reply {
        try await setService(call, disabled: false)
    }

    func disableService(_ call: Call) async throws -> Reply {
        try await setService(call, disabled: true)
    }

    func disableServiceWithReason(_ call: Call) async throws -> Reply {
        try await setService(call, disabled: true, reason: call.body["disabled_reason"]?.string)
    }

    func freezeHost(_ call: Call) async throws -> Reply {
        try await setFrozen(true, call)
    }

    func thawHost(_ call: Call) async throws -> Reply {
        try await setFrozen(false, call)
    }

    // MARK: Log levels

    func getLogLevels(_ call: Call) throws -> Reply {
        let prefix = call.body["prefix"]?.string ?? ""
        let levels: [String: JSONValue] =
            LogLevels.loggerName.hasPrefix(prefix) ? [LogLevels.loggerName: .string(logLevels.word)] : [:]
        let services = try loggingServices(call).map { service -> JSONValue in
            ["binary": .string(service.binary), "host": .string(service.host.rawValue), "levels": .object(levels)]
        }
        return .json(call.route.success, JSONValue.object(["log_levels": .array(services)]).serialized())
    }

    func setLogLevels(_ call: Call) throws -> Reply {
        guard let level = call.body["level"]?.string, !level.isEmpty else {
            throw Fault(.badRequest, "Invalid input received: level is required and must be a log level.")
        }
        let isMeant = LogLevels.loggerName.hasPrefix(call.body["prefix"]?.string ?? "")
        if isMeant, try !loggingServices(call).isEmpty { logLevels.take(word: level) }
        return .empty(call.route.success)
    }

    /// The services that a request for log levels means; all of them are this one process.
    private func loggingServices(_ call: Call) throws -> [Service] {
        let binary = call.body["binary"]?.string ?? "*"
        let server = call.body["server"]?.string ?? ""
        return try control.services(binary: binary == "*" || binary.isEmpty ? nil : binary).map(\.service).filter { service in
            server.isEmpty || service.host.rawValue == server
        }
    }

    // MARK: Pieces

    private func setService(_ call: Call, disabled: Bool, reason: String? = nil) async throws -> Reply {
        guard let binary = call.body["binary"]?.string ?? call.body["service"]?.string else {
            throw Fault(.badRequest, "Missing required element 'binary' in request body.")
        }
        let service = try await control.setService(binary: binary, host: host(call), disabled: disabled, reason: reason, by: call.caller)
        return call.reply { ServiceView.writeChange(of: service, reason: reason, to: &$0) }
    }

    /// Freezes or thaws a host, or from 3.26 on a cluster; never both.
    private func setFrozen(_ frozen: Bool, _ call: Call) async throws -> Reply {
        let cluster = call.version >= Microversion(26) ? call.body["cluster"]?.string : nil
        if let cluster, !cluster.isEmpty {
            guard call.body["host"]?.string == nil else {
                throw Fault(.badRequest, "Invalid input received: Host and cluster exclude each other.", correction: "Name one of them.")
            }
            try await control.setFrozen(frozen, cluster: cluster, by: call.caller)
        } else {
            try await control.setFrozen(frozen, host: try host(call), by: call.caller)
        }
        return .empty(call.route.success)
    }

    private func host(_ call: Call) throws -> String {
        guard let host = call.body["host"]?.string, !host.isEmpty else {
            throw Fault(.badRequest, "Missing required element 'host' in request body.")
        }
        return host
    }
}
