/// What one client, or all of them together, may take of the HTTP server.
///
/// Each limit has an option of the configuration; 0 takes away those where the option says so.
public struct ServerLimits: Sendable, Hashable {
    /// How many connections may be open at a time; more have to wait.
    ///
    /// Option `max_connections`.
    public var connections = 4096
    /// The most header lines of a request; option `max_header_count`.
    public var headerCount = 100
    /// Seconds from the first byte of a request, or from the connection, to the end of its header; option `request_header_timeout`.
    public var headerSeconds = 30
    /// Seconds from the end of the header to the end of the body; option `request_body_timeout`.
    public var bodySeconds = 60
    /// Seconds for which a client may take nothing of an answer that waits for it; option `response_stall_timeout`.
    public var stallSeconds = 60
    /// How many arrays and objects of a body may be inside each other; option `max_json_depth`.
    public var jsonDepth = 64
    /// Requests at a time from one address, 0 for any number; option `max_requests_per_address`.
    public var requestsPerAddress = 1024
    /// Requests at a time for one project, 0 for any number; option `max_requests_per_project`.
    public var requestsPerProject = 256
    /// Requests per second of one project in the long run, 0 for any number; option `rate_limit_per_project`.
    public var ratePerProject = 0.0
    /// Requests that a project may send at once before ``ratePerProject`` holds; option `rate_limit_burst`.
    public var rateBurst = 100

    /// The defaults.
    public init() {}
}
