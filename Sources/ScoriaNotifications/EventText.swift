internal import ScoriaModel
internal import ScoriaStore

/// Events as JSON, in the words of the field's notifications.
enum EventText {
    /// One object with everything that is known of an event.
    static func write(_ event: EventRow, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("sequence")
        writer.integer(event.sequence)
        writeMembers(of: event, to: &writer)
        member("project_id", event.projectID.rawValue, &writer)
        member("user_id", event.userID.rawValue, &writer)
        member("request_id", event.requestID.rawValue, &writer)
        member("operation_id", event.operationID, &writer)
        member("resource_type", event.resourceType, &writer)
        member("resource_id", event.resourceID, &writer)
        member("status", event.status, &writer)
        writer.endObject()
    }

    /// The body of a message for oslo.messaging listeners: the message as text inside of an envelope of version 2.0.
    static func osloEnvelope(_ event: EventRow) -> [UInt8] {
        var inner = JSONWriter(capacity: 2048)
        inner.beginObject()
        writeMembers(of: event, to: &inner)
        member("_unique_id", event.messageID?.filter { $0 != "-" }, &inner)
        member("_context_request_id", event.requestID.rawValue, &inner)
        member("_context_user_id", event.userID.rawValue, &inner)
        member("_context_user", event.userID.rawValue, &inner)
        member("_context_project_id", event.projectID.rawValue, &inner)
        member("_context_tenant", event.projectID.rawValue, &inner)
        inner.endObject()
        var envelope = JSONWriter(capacity: inner.bytes.count + inner.bytes.count / 4)
        envelope.beginObject()
        envelope.key("oslo.version")
        envelope.string("2.0")
        envelope.key("oslo.message")
        envelope.string(inner.text)
        envelope.endObject()
        return envelope.bytes
    }

    /// The members that every notification of the field has.
    private static func writeMembers(of event: EventRow, to writer: inout JSONWriter) {
        member("message_id", event.messageID, &writer)
        member("publisher_id", event.publisher, &writer)
        member("event_type", event.type, &writer)
        member("priority", event.priority.rawValue, &writer)
        // A space between date and time, as Python prints a moment.
        member("timestamp", event.at.rawValue.replacing("T", with: " "), &writer)
        writer.key("payload")
        writer.raw(Array((event.payload ?? "{}").utf8))
    }

    private static func member(_ name: StaticString, _ text: String?, _ writer: inout JSONWriter) {
        writer.key(name)
        // What the service tells by itself has no project and no user.
        if let text, !text.isEmpty { writer.string(text) } else { writer.null() }
    }
}
