internal import Hummingbird
internal import NIOCore
internal import ScoriaModel
internal import ScoriaStore
internal import ServiceLifecycle

/// One listener's stream of server-sent events, read from the database by a cursor.
///
/// Nothing is kept for a listener but the cursor: a commit only wakes it, and it reads on when what it was sent before is taken. So a slow
/// one costs nothing, and nothing is missed. One that takes nothing at all is cut by the limits of the connection.
struct EventStream: Sendable {
    let store: Store
    /// The project whose events are sent; nil sends those of all.
    let project: ProjectID?
    /// The last event that the listener has.
    let cursor: Int64
    /// Whether events behind the cursor are not kept any more.
    let hasGap: Bool
    let settings: EventStreamSettings
    let listener: ListenerPresence
    /// Held for as long as the stream is open.
    let place: EventStreamPlace

    private static let batch = 200

    /// The body of the answer.
    var body: ResponseBody {
        ResponseBody { writer in
            let end = ContinuousClock.now + .seconds(settings.longestSeconds)
            var cursor = cursor
            var opening = "retry: 2000\n\n"
            if hasGap {
                opening +=
                    "event: gap\ndata: {\"reason\":\"Events behind the cursor are not kept any more; look at the resources themselves.\"}\n\n"
            }
            try await writer.write(ByteBuffer(string: opening))
            while !Task.isCancelled, !Task.isShuttingDownGracefully, !listener.hasGone, ContinuousClock.now < end {
                // Listens before it looks, so that nothing falls between the look and the wait.
                let commits = store.journal.commits()
                let events = try store.read { try $0.events(after: cursor, project: project, limit: Self.batch) }
                if let last = events.last {
                    cursor = last.sequence
                    try await writer.write(Self.text(of: events))
                } else if await wait(for: commits) {
                    try await writer.write(ByteBuffer(string: ": nothing new\n\n"))
                }
            }
            try await writer.finish(nil)
            withExtendedLifetime(place) {}
        }
    }

    /// Returns at the next commit with events, when the listener goes, at the stop of the service, or with true when it is time for a sign of life.
    private func wait(for commits: AsyncStream<Void>) async -> Bool {
        let seconds = settings.heartbeatSeconds
        return await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                var iterator = commits.makeAsyncIterator()
                await iterator.next()
                return false
            }
            group.addTask {
                // Only a cancelled task cannot sleep, and then nothing is to be said.
                (try? await Task.sleep(for: .seconds(seconds))) != nil
            }
            group.addTask { [listener] in
                await listener.gone()
                return false
            }
            group.addTask {
                // A cancelled wait is over as well.
                try? await gracefulShutdown()
                return false
            }
            let isSilent = await group.next() ?? false
            group.cancelAll()
            return isSilent
        }
    }

    /// Events in the format of server-sent events; JSON has no line ends, so that nothing in an event can end its line.
    private static func text(of events: [EventRow]) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(400 * events.count)
        for event in events {
            var writer = JSONWriter(capacity: 320)
            write(event, to: &writer)
            buffer.writeString("id: \(event.sequence)\nevent: \(event.type)\ndata: ")
            buffer.writeBytes(writer.bytes)
            buffer.writeString("\n\n")
        }
        return buffer
    }

    private static func write(_ event: EventRow, to writer: inout JSONWriter) {
        func member(_ name: StaticString, _ text: String?) {
            writer.key(name)
            if let text { writer.string(text) } else { writer.null() }
        }
        writer.beginObject()
        member("type", event.type)
        member("resource_type", event.resourceType)
        member("resource_id", event.resourceID)
        member("status", event.status)
        member("project_id", event.projectID.rawValue)
        member("operation_id", event.operationID)
        member("request_id", event.requestID.rawValue)
        member("time", event.at.rawValue)
        writer.endObject()
    }
}
