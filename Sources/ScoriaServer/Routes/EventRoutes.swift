internal import HTTPTypes
internal import ScoriaAPI
internal import ScoriaModel
internal import ScoriaStore

/// The events of one's own project, as they happen and from a cursor on.
extension Handlers {
    func streamEvents(_ call: Call) throws -> Reply {
        guard store.journal.settings.streams else {
            throw Fault(
                .serviceUnavailable,
                "Event streams are switched off.",
                correction: "Ask the operator for enabled = true in [event_stream]."
            )
        }
        let query = try QueryString(call.rawQuery)
        let asked = try Self.cursor(call.headers[WireHeader.lastEventID] ?? query["since"])
        let isOfAll = try query.bool("all_tenants") && call.caller.isAdmin
        // What belongs to no project is the operator's.
        guard isOfAll || !call.caller.projectID.rawValue.isEmpty else { throw Fault.projectMissing }
        let bounds = try store.read { try $0.eventBounds() }
        // A cursor from beyond the newest event is of another database: there is no telling what the listener has missed.
        let isForeign = asked.map { $0 > bounds.newest } ?? false
        let isOld = asked.map { $0 < bounds.oldest - 1 } ?? false
        let listener = ListenerPresence()
        let stream = EventStream(
            store: store,
            project: isOfAll ? nil : call.caller.projectID,
            cursor: isForeign ? bounds.newest : asked ?? bounds.newest,
            hasGap: isForeign || isOld,
            settings: streams.settings,
            listener: listener,
            place: try streams.place(for: call.caller.projectID)
        )
        var reply = Reply(call.route.success, .eventStream, headers: [(.cacheControl, "no-store")])
        reply.stream = (stream.body, listener)
        return reply
    }

    private static func cursor(_ text: String?) throws -> Int64? {
        guard let text, !text.isEmpty else { return nil }
        guard let cursor = Int64(text), cursor >= 0 else {
            throw Fault(
                .badRequest,
                "A cursor of an event stream is the id of an event, a whole number.",
                correction: "Send the id of the last event in Last-Event-ID or since, 0 for all that are kept, or nothing for new ones."
            )
        }
        return cursor
    }
}
