/// The limits of the API: what one client, or all of them together, may take.
///
/// All are ours; the field leaves them to the web server in front of it.
enum LimitOptions {
    private typealias Option = ConfigurationOption<ServiceConfiguration>

    /// The options, which stand in `[DEFAULT]`.
    static let all = connections + requests

    private static let connections: [ConfigurationOption<ServiceConfiguration>] = [
        Option(
            "max_connections",
            .integer(1...1_000_000),
            \.api.limits.connections,
            ours: true,
            "Connections that may be open at a time, at most half of the open files that the system allows; more wait until one closes. When three quarters are in use, those that idle for more than 5 seconds are closed."
        ),
        Option("max_header_count", .integer(16...10_000), \.api.limits.headerCount, ours: true, "Most header lines of a request."),
        Option(
            "request_header_timeout",
            .integer(1...3600),
            \.api.limits.headerSeconds,
            ours: true,
            "Seconds for the header of a request, from its first byte or from the connection; a slower one is answered with 408."
        ),
        Option(
            "request_body_timeout",
            .integer(1...3600),
            \.api.limits.bodySeconds,
            ours: true,
            "Seconds for the body of a request; a slower one is answered with 408."
        ),
        Option(
            "response_stall_timeout",
            .integer(1...3600),
            \.api.limits.stallSeconds,
            ours: true,
            "Seconds for which a client may take nothing of an answer that waits for it; then its connection is closed."
        ),
        Option(
            "max_json_depth",
            .integer(8...512),
            \.api.limits.jsonDepth,
            ours: true,
            "Most arrays and objects inside each other in a request body; a deeper one is answered with 400."
        ),
    ]

    private static let requests: [ConfigurationOption<ServiceConfiguration>] = [
        Option(
            "max_requests_per_address",
            .integer(atLeast: 0),
            \.api.limits.requestsPerAddress,
            ours: true,
            "Requests under way at a time from one address, 0 for any number; more are answered with 413. Behind a proxy all come from its address."
        ),
        Option(
            "max_requests_per_project",
            .integer(atLeast: 0),
            \.api.limits.requestsPerProject,
            ours: true,
            "Requests under way at a time for one project, 0 for any number; more are answered with 413."
        ),
        Option(
            "rate_limit_per_project",
            .rate,
            \.api.limits.ratePerProject,
            ours: true,
            "Requests per second of one project in the long run, 0 for any number; more are answered with 413 and Retry-After."
        ),
        Option(
            "rate_limit_burst",
            .integer(1...1_000_000),
            \.api.limits.rateBurst,
            ours: true,
            "Requests that a project may send at once, after a rest, before rate_limit_per_project holds."
        ),
    ]
}

extension OptionKind where Value == Double {
    /// A number of events per second.
    fileprivate static let rate = OptionKind(
        words: "a number, at least 0",
        read: { text in
            guard let number = Double(text), number.isFinite, number >= 0 else {
                return .wrong(what: "'\(text)' is no rate.", correction: "Write a number of requests per second such as 20, or 0.")
            }
            return .value(number)
        },
        write: \.description
    )
}
