internal import CoreMetrics
internal import Synchronization

/// Counts and times requests by route pattern, never by URI, so that the number of series stays bounded.
final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    private let timers = Mutex<[Key: CoreMetrics.Timer]>([:])

    /// Records one answered request.
    func record(route: String, method: String, status: Int, duration: Duration) {
        let key = Key(route: route, method: method, status: status)
        let timer = timers.withLock { timers in
            if let timer = timers[key] { return timer }
            let timer = CoreMetrics.Timer(
                label: "http_server_request_duration_seconds",
                dimensions: [("route", route), ("method", method), ("status", String(status))]
            )
            timers[key] = timer
            return timer
        }
        let (seconds, attoseconds) = duration.components
        timer.recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
