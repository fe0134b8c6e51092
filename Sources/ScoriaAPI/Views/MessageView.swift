public import ScoriaModel

/// A user message as the wire shows it.
public struct MessageView: Sendable {
    private let links: LinkTemplate

    /// A view for one request.
    public init(_ context: ViewContext) {
        links = LinkTemplate("messages", context)
    }

    /// Writes `{"message": {…}}`.
    public func write(_ message: UserMessage, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("message")
        writer.beginObject()
        writer.member("id", message.id.rawValue)
        writeMembers(message, &writer)
        writer.endObject()
        writer.endObject()
    }

    private func writeMembers(_ message: UserMessage, _ writer: inout JSONWriter) {
        writer.member("event_id", message.eventID)
        writer.member("user_message", message.text)
        writer.member("message_level", "ERROR")
        writer.member("created_at", message.createdAt)
        writer.member("guaranteed_until", message.expiresAt)
        writer.member("request_id", message.requestID?.rawValue)
        links.write(message.id.rawValue, to: &writer)
        writer.member("resource_type", message.resourceType)
        writer.member("resource_uuid", message.resourceID)
    }

    /// The answer to `GET /messages`: one page, in order.
    public static func page(_ messages: [UserMessage], _ request: ListRequest, _ context: ViewContext) -> [UInt8] {
        let view = MessageView(context)
        var writer = JSONWriter(capacity: 128 + messages.count * 700)
        var frame = PageFrame("messages", links: "messages_links", path: "messages", request, context, &writer)
        for message in messages {
            frame.beginItem(message.id.rawValue, &writer)
            view.writeMembers(message, &writer)
            writer.endObject()
        }
        frame.end(total: nil, &writer)
        return writer.bytes
    }
}
