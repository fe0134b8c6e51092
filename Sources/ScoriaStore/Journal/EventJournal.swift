internal import Synchronization

/// What a store writes of changes beside the changes themselves, and who is told that something was written.
///
/// One for each process. With nothing switched on it costs nothing: no statement is run.
public final class EventJournal: Sendable {
    /// What is written.
    public struct Settings: Sendable, Hashable {
        /// Whether changes that callers ask for are written to the audit trail.
        public var recordsAudit = false
        /// Whether events are kept for streams.
        public var streams = false
        /// Whether events get the payload that deliveries hand over.
        public var delivers = false
        /// The name of this node, for events of what has no place on a backend.
        public var host = "localhost"

        /// Nothing is written.
        public init() {}
    }

    public let settings: Settings
    private let listeners = Mutex<(next: Int, streams: [Int: AsyncStream<Void>.Continuation])>((0, [:]))

    /// A journal that writes what the settings say.
    public init(_ settings: Settings = Settings()) {
        self.settings = settings
    }

    /// Whether events are written at all.
    public var wantsEvents: Bool { settings.streams || settings.delivers }

    /// One element after each commit that has written events; several commits may share one, none is missed.
    ///
    /// A listener looks into the database by its own cursor first, and then waits.
    public func commits() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let number = listeners.withLock { listeners in
            listeners.next += 1
            listeners.streams[listeners.next] = continuation
            return listeners.next
        }
        continuation.onTermination = { [weak self] _ in self?.forget(number) }
        return stream
    }

    /// Wakes everybody who listens.
    func ring() {
        let streams = listeners.withLock { Array($0.streams.values) }
        for stream in streams { stream.yield() }
    }

    private func forget(_ number: Int) {
        listeners.withLock { $0.streams[number] = nil }
    }
}
