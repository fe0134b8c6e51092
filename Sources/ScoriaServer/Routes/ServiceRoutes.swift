internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel

/// Services, their hosts and their log levels.
extension Handlers {
    func listServices(_ call: Call) throws -> Reply {
        let query = try QueryString(call.rawQuery)
        let services = try control.services(binary: query["binary"] ?? query["service"], host: query["host"])
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("services")
        writer.beginArray()
        for state in services { write(state, to: &writer, call.version) }
        writer.endArray()
        writer.endObject()
        return .json(call.route.success, writer.bytes)
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
        try await control.setFrozen(true, host: try host(call), by: call.caller)
        return .empty(call.route.success)
    }

    func thawHost(_ call: Call) async throws -> Reply {
        try await control.setFrozen(false, host: try host(call), by: call.caller)
        return .empty(call.route.success)
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
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("host")
        writer.string(service.host.rawValue)
        writer.key("service")
        writer.string(service.binary)
        writer.key("binary")
        writer.string(service.binary)
        writer.key("status")
        writer.string(disabled ? "disabled" : "enabled")
        writer.key("disabled")
        writer.bool(disabled)
        if let reason {
            writer.key("disabled_reason")
            writer.string(reason)
        }
        writer.endObject()
        return .json(call.route.success, writer.bytes)
    }

    private func host(_ call: Call) throws -> String {
        guard let host = call.body["host"]?.string, !host.isEmpty else {
            throw Fault(.badRequest, "Missing required element 'host' in request body.")
        }
        return host
    }

    private func write(_ state: ServiceState, to writer: inout JSONWriter, _ version: Microversion) {
        func text(_ key: String, _ value: String?) {
            writer.key(key)
            if let value { writer.string(value) } else { writer.null() }
        }
        let service = state.service
        writer.beginObject()
        text("binary", service.binary)
        text("host", service.host.rawValue)
        text("zone", service.availabilityZone)
        text("status", service.isDisabled ? "disabled" : "enabled")
        text("state", state.isUp ? "up" : "down")
        text("updated_at", (service.updatedAt ?? service.createdAt).rawValue)
        text("disabled_reason", service.disabledReason)
        if service.binary == Service.volumeBinary {
            text("replication_status", service.replicationStatus ?? "disabled")
            text("active_backend_id", service.activeBackendID)
            writer.key("frozen")
            writer.bool(service.isFrozen)
            if version >= Microversion(49) { text("backend_state", control.backendState(of: service.host)) }
        }
        if version >= Microversion(7) { text("cluster", nil) }
        writer.endObject()
    }
}
