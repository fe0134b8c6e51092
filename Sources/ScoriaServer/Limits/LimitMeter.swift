internal import CoreMetrics
internal import Synchronization

/// Counts what the limits of the server hold and refuse, for `/metrics`.
final class LimitMeter: Sendable {
    /// The limits, by the names that they have in `/metrics`.
    enum Limit: String, CaseIterable {
        case connections
        case idleConnections = "idle_connections"
        case headerBytes = "header_bytes"
        case headerSeconds = "header_seconds"
        case bodyBytes = "body_bytes"
        case bodySeconds = "body_seconds"
        case stallSeconds = "stall_seconds"
        case requestForm = "request_form"
        case jsonForm = "json_form"
        case requestsPerAddress = "requests_per_address"
        case requestsPerProject = "requests_per_project"
        case ratePerProject = "rate_per_project"
    }

    private let open = Atomic<Int>(0)
    private let inFlight = Atomic<Int>(0)
    private let connectionLimit: Int
    private let refusals: [Limit: Counter]
    private let openGauge = Gauge(label: "scoria_http_connections")
    private let inFlightGauge = Gauge(label: "scoria_http_requests_in_flight")

    /// A meter that shows these settings; `connectionLimit` is what the machine leaves of ``ServerLimits/connections``.
    init(settings: ServerSettings, connectionLimit: Int) {
        self.connectionLimit = connectionLimit
        refusals = Dictionary(
            uniqueKeysWithValues: Limit.allCases.map { limit in
                (limit, Counter(label: "scoria_http_limit_refusals_total", dimensions: [("limit", limit.rawValue)]))
            }
        )
        let limits = settings.limits
        let figures: [(String, Double)] = [
            ("connections", Double(connectionLimit)), ("header_line_bytes", Double(settings.maxHeaderSize)),
            ("header_lines", Double(limits.headerCount)), ("header_seconds", Double(limits.headerSeconds)),
            ("body_bytes", Double(settings.maxRequestBodySize)), ("body_seconds", Double(limits.bodySeconds)),
            ("idle_seconds", Double(settings.idleTimeoutSeconds)), ("stall_seconds", Double(limits.stallSeconds)),
            ("json_depth", Double(limits.jsonDepth)), ("requests_per_address", Double(limits.requestsPerAddress)),
            ("requests_per_project", Double(limits.requestsPerProject)), ("rate_per_project", limits.ratePerProject),
            ("list_items", Double(settings.maxListLimit)),
        ]
        for (name, value) in figures { Gauge(label: "scoria_http_limit", dimensions: [("limit", name)]).record(value) }
    }

    /// Whether connections are running out, so that idle ones have to make room.
    var isCrowded: Bool { open.load(ordering: .relaxed) >= max(1, connectionLimit * 3 / 4) }

    func connectionOpened() { open.wrappingAdd(1, ordering: .relaxed) }
    func connectionClosed() { open.wrappingSubtract(1, ordering: .relaxed) }
    func requestBegan() { inFlight.wrappingAdd(1, ordering: .relaxed) }
    func requestEnded() { inFlight.wrappingSubtract(1, ordering: .relaxed) }

    /// Counts one refusal, or one connection that was closed, because of a limit.
    func refused(_ limit: Limit) { refusals[limit]?.increment() }

    /// Brings the gauges up to date, for somebody who is about to read them.
    func record() {
        openGauge.record(open.load(ordering: .relaxed))
        inFlightGauge.record(inFlight.load(ordering: .relaxed))
    }
}
