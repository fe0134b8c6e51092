internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore

/// What a client asks to find its way: zones, extensions, filters, pools.
extension Handlers {
    func listAvailabilityZones(_ call: Call) throws -> Reply {
        let zones = try control.availabilityZones().map { ($0.name, $0.isAvailable) }
        return call.reply { InformationViews.writeZones(zones, to: &$0) }
    }

    func listResourceFilters(_ call: Call) throws -> Reply {
        let resource = try QueryString(call.rawQuery)["resource"]
        return call.reply { InformationViews.write(resourceFilters, of: resource, to: &$0) }
    }

    func listPools(_ call: Call) throws -> Reply {
        let query = try PoolQuery(query: call.rawQuery, for: listContext(call))
        let pools = try control.poolReports(named: query.name, fitting: query.volumeType).map { ($0.name, $0.capabilities) }
        return call.reply(capacity: 2048) { InformationViews.writePools(pools, withDetail: query.wantsDetail, to: &$0) }
    }

    func listExtensions(_ call: Call) -> Reply {
        call.reply(capacity: 4096) { APIExtension.writeAll(to: &$0) }
    }

    func showExtension(_ call: Call) throws -> Reply {
        guard let known = APIExtension.named(call.id) else { throw Fault.resourceNotFound }
        return call.reply { known.write(to: &$0) }
    }
}

/// What went wrong with a user's resources, in plain words.
extension Handlers {
    func listMessages(_ call: Call) throws -> Reply {
        let request = try ListRequest(query: call.rawQuery, of: .message, for: listContext(call))
        var page: [UserMessage] = []
        _ = try read(request, .messages, call, rows: { page = try $0.listMessages($1) })
        return .json(call.route.success, MessageView.page(page, request, call.viewContext))
    }

    func showMessage(_ call: Call) throws -> Reply {
        let id = UserMessageID(rawValue: call.id)
        guard let message = try store.read({ try $0.message(id, in: call.scope) }) else {
            throw Fault(.notFound, "Message \(call.id) could not be found.")
        }
        return call.reply { MessageView(call.viewContext).write(message, to: &$0) }
    }

    func deleteMessage(_ call: Call) async throws -> Reply {
        try await control.deleteMessage(UserMessageID(rawValue: call.id), by: call.caller)
        return .empty(call.route.success)
    }
}
