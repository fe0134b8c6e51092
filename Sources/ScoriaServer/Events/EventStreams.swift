internal import ScoriaAPI
internal import ScoriaModel
internal import Synchronization

/// What the operator may set about event streams.
public struct EventStreamSettings: Sendable {
    /// How many may be open at a time; option `max_streams` of `[event_stream]`.
    public var maximum = 200
    /// How many a project may have open at a time; option `max_streams_per_project`.
    public var maximumPerProject = 20
    /// After how many seconds of silence a comment is sent; option `heartbeat`.
    public var heartbeatSeconds = 15
    /// After how many seconds a stream ends, so that nobody listens for ever on a token that has expired; listeners come back by themselves.
    public var longestSeconds = 3600

    /// The defaults.
    public init() {}
}

/// Counts the event streams that are open.
final class EventStreams: Sendable {
    let settings: EventStreamSettings
    private let open = Mutex<[ProjectID: Int]>([:])

    init(_ settings: EventStreamSettings) {
        self.settings = settings
    }

    /// A place for one more stream of a project; it is given back when nobody holds it any more.
    func place(for project: ProjectID) throws(Fault) -> EventStreamPlace {
        let limit = open.withLock { open -> Int? in
            let ofProject = open[project] ?? 0
            if ofProject >= settings.maximumPerProject { return settings.maximumPerProject }
            if open.values.reduce(0, +) >= settings.maximum { return settings.maximum }
            open[project] = ofProject + 1
            return nil
        }
        guard let limit else { return EventStreamPlace(self, project) }
        throw Fault(
            .serviceUnavailable,
            "There are \(limit) event streams open already, which is as many as the operator allows.",
            correction: "Close one that is not needed, or try again later.",
            retryAfter: "10"
        )
    }

    fileprivate func leave(_ project: ProjectID) {
        open.withLock { open in
            let rest = (open[project] ?? 1) - 1
            open[project] = rest > 0 ? rest : nil
        }
    }
}

/// The place of one stream.
final class EventStreamPlace: Sendable {
    private let streams: EventStreams
    private let project: ProjectID

    fileprivate init(_ streams: EventStreams, _ project: ProjectID) {
        self.streams = streams
        self.project = project
    }

    deinit { streams.leave(project) }
}
