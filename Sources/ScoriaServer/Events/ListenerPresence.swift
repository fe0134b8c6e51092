internal import NIOCore
internal import Synchronization

/// Whether the listener of a stream is still there.
///
/// Without it only a write would tell, and the next event or sign of life may be long away: until then the stream of a listener that has
/// gone would take a place from those who come back.
final class ListenerPresence: Sendable {
    private struct State {
        var hasGone = false
        /// Whoever waits for the listener to go; a stream waits in one place.
        var waiter: AsyncStream<Void>.Continuation?
    }

    private let state = Mutex(State())

    /// Whether the listener has gone.
    var hasGone: Bool { state.withLock { $0.hasGone } }

    /// Watches a connection until it ends, or the client's half of it does: a listener that says that it is done has gone.
    func watch(_ channel: any Channel) {
        channel.eventLoop.execute { [self] in
            do {
                try channel.pipeline.syncOperations.addHandler(EndHandler { self.leave() }, position: .first)
            } catch {
                // A connection that has ended takes no handler.
                leave()
            }
        }
    }

    /// Returns when the listener has gone, or when the task is cancelled.
    func gone() async {
        let (departures, waiter) = AsyncStream<Void>.makeStream()
        let hasGone = state.withLock { state in
            state.waiter = waiter
            return state.hasGone
        }
        guard !hasGone else { return }
        for await _ in departures {}
    }

    private func leave() {
        let waiter = state.withLock { state in
            state.hasGone = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.finish()
    }
}

/// Tells the end of a connection, or of the client's half of it.
private final class EndHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let report: () -> Void

    init(_ report: @escaping () -> Void) {
        self.report = report
    }

    func channelInactive(context: ChannelHandlerContext) {
        report()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { report() }
        context.fireUserInboundEventTriggered(event)
    }
}
