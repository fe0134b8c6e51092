/// What a metric means, and for a histogram its ranges.
public struct MetricDescription: Sendable {
    /// The name as it is written, with its suffix.
    public let name: String
    public let help: String
    /// The upper bounds of a histogram, ascending; nil for ``durationBuckets``.
    public let buckets: [Double]?

    /// A description of a metric.
    public init(_ name: String, _ help: String, buckets: [Double]? = nil) {
        self.name = name
        self.help = help
        self.buckets = buckets
    }

    /// From half a millisecond to five minutes: what steps of flows take.
    public static let durationBuckets: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
    ]

    /// From half a millisecond to ten seconds: what answers take.
    ///
    /// Fewer than the others, since there is a series for each route, method and status.
    public static let answerBuckets: [Double] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10]

    /// The metrics of this program.
    public static let known: [MetricDescription] = [
        MetricDescription(
            "http_server_request_duration_seconds",
            "Time to answer requests by route, method and status.",
            buckets: answerBuckets
        ),
        MetricDescription("scoria_http_connections", "Connections that are open."),
        MetricDescription("scoria_http_requests_in_flight", "Requests that are being answered."),
        MetricDescription("scoria_http_limit", "The limits of the HTTP server as they are set; 0 is no limit."),
        MetricDescription("scoria_http_limit_refusals_total", "Requests that were refused and connections that were closed, by limit."),
        MetricDescription("scoria_step_duration_seconds", "Time that steps of flows took."),
        MetricDescription("scoria_flows_total", "Flows that ended, by kind and end."),
        MetricDescription("scoria_pool_capacity_total_gibibytes", "Capacity of a pool, as its backend reports it."),
        MetricDescription("scoria_pool_capacity_free_gibibytes", "Free capacity of a pool, as its backend reports it."),
        MetricDescription("scoria_pool_capacity_allocated_gibibytes", "Sum of the sizes of the volumes in a pool."),
        MetricDescription("scoria_token_checks_total", "Tokens of requests, by what was found out about them."),
        MetricDescription(
            "scoria_token_validation_seconds",
            "Time that questions about tokens took, waiting for their turn included.",
            buckets: answerBuckets
        ),
        MetricDescription("scoria_password_checks_total", "Passwords of requests, by what was found out about them."),
        MetricDescription("scoria_notifications_delivered_total", "Notifications that a delivery has handed over."),
        MetricDescription("scoria_notifications_failures_total", "Calls of a delivery that failed; what they had is delivered again."),
        MetricDescription("scoria_notifications_backlog", "Notifications that wait for a delivery, counted every five seconds."),
        MetricDescription("scoria_notifications_dropped_total", "Notifications that a delivery never gets, because too many waited."),
        MetricDescription("scoria_notifications_lag_seconds", "Age of the notification that a delivery handed over last."),
        MetricDescription("scoria_audit_dropped_total", "Refused requests that are not in the audit trail, because too many came at once."),
        MetricDescription(
            "scoria_metrics_dropped_total",
            "Metric objects that were not kept because their metric has too many label sets."
        ),
    ]
}

/// A metric that is read when somebody asks for it.
public struct CollectedMetric: Sendable {
    /// One value with its labels.
    public struct Sample: Sendable {
        public let labels: [(String, String)]
        public let value: Double

        /// A value of one label set.
        public init(_ value: Double, labels: [(String, String)] = []) {
            self.value = value
            self.labels = labels
        }
    }

    public let name: String
    public let help: String
    /// Whether the value only grows; otherwise it is a gauge.
    public let isCounter: Bool
    public let samples: [Sample]

    /// A metric with what was read just now.
    public init(_ name: String, _ help: String, isCounter: Bool = false, samples: [Sample]) {
        self.name = name
        self.help = help
        self.isCounter = isCounter
        self.samples = samples
    }
}
