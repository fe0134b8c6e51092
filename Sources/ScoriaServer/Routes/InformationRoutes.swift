internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// What a client asks to find its way: zones, extensions, filters, pools.
extension Handlers {
    func listAvailabilityZones(_ call: Call) throws -> Reply {
        let zones = try control.availabilityZones().map { zone -> JSONValue in
            ["zoneName": .string(zone.name), "zoneState": ["available": .bool(zone.isAvailable)]]
        }
        return .json(call.route.success, JSONValue.object(["availabilityZoneInfo": .array(zones)]).serialized())
    }

    func listResourceFilters(_ call: Call) throws -> Reply {
        let wanted = try QueryString(call.rawQuery)["resource"]
        let entries = ResourceFilters.standard.entries.filter { wanted == nil || $0.resource == wanted }.map { entry -> JSONValue in
            ["resource": .string(entry.resource), "filters": .array(entry.filters.map(JSONValue.string))]
        }
        return .json(call.route.success, JSONValue.object(["resource_filters": .array(entries)]).serialized())
    }

    func listPools(_ call: Call) throws -> Reply {
        let query = try PoolQuery(query: call.rawQuery, for: listContext(call))
        let pools = try control.poolReports(named: query.name, fitting: query.volumeType).map { pool -> JSONValue in
            query.wantsDetail
                ? ["name": .string(pool.name), "capabilities": .object(pool.capabilities)]
                : ["name": .string(pool.name)]
        }
        return .json(call.route.success, JSONValue.object(["pools": .array(pools)]).serialized())
    }
}

/// What went wrong with a user's resources, in plain words.
extension Handlers {
    func listMessages(_ call: Call) throws -> Reply {
        let request = try ListRequest(query: call.rawQuery, of: .message, for: listContext(call))
        var page: [UserMessage] = []
        if let query: MessageListQuery = request.storeQuery(.messages, for: call.caller) {
            page = try store.read { try $0.listMessages(query) }
        }
        var writer = JSONWriter(capacity: 512 * page.count + 64)
        writer.beginObject()
        writer.key("messages")
        writer.beginArray()
        for message in page { write(message, to: &writer, call) }
        writer.endArray()
        writer.endObject()
        return .json(call.route.success, writer.bytes)
    }

    func showMessage(_ call: Call) throws -> Reply {
        let id = UserMessageID(rawValue: call.id)
        guard let message = try store.read({ try $0.message(id, in: call.scope) }) else {
            throw Fault(.notFound, "Message \(call.id) could not be found.")
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("message")
        write(message, to: &writer, call)
        writer.endObject()
        return .json(call.route.success, writer.bytes)
    }

    func deleteMessage(_ call: Call) async throws -> Reply {
        try await control.deleteMessage(UserMessageID(rawValue: call.id), by: call.caller)
        return .empty(call.route.success)
    }

    private func write(_ message: UserMessage, to writer: inout JSONWriter, _ call: Call) {
        func text(_ key: String, _ value: String?) {
            writer.key(key)
            if let value { writer.string(value) } else { writer.null() }
        }
        writer.beginObject()
        text("id", message.id.rawValue)
        text("event_id", message.eventID)
        text("user_message", message.text)
        text("message_level", "ERROR")
        text("created_at", message.createdAt.rawValue)
        text("guaranteed_until", message.expiresAt.rawValue)
        text("request_id", message.requestID?.rawValue)
        writer.key("links")
        writer.value([
            ["rel": "self", "href": .string("\(call.endpoint)/v3/\(call.caller.projectID)/messages/\(message.id)")],
            ["rel": "bookmark", "href": .string("\(call.endpoint)/\(call.caller.projectID)/messages/\(message.id)")],
        ])
        text("resource_type", message.resourceType)
        text("resource_uuid", message.resourceID)
        writer.endObject()
    }
}
