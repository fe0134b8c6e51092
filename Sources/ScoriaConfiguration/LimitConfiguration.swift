/// What one client of the API, or all of them together, may take.
public struct LimitConfiguration: Sendable, Hashable {
    /// Connections that may be open at a time.
    public var connections = 4096
    /// The most header lines of a request.
    public var headerCount = 100
    /// Seconds for the header of a request.
    public var headerSeconds = 30
    /// Seconds for the body of a request.
    public var bodySeconds = 60
    /// Seconds for which a client may take nothing of an answer.
    public var stallSeconds = 60
    /// Arrays and objects of a body inside each other.
    public var jsonDepth = 64
    /// Requests at a time from one address; 0 for any number.
    public var requestsPerAddress = 1024
    /// Requests at a time for one project; 0 for any number.
    public var requestsPerProject = 256
    /// Requests per second of one project in the long run; 0 for any number.
    public var ratePerProject = 0.0
    /// Requests at once before ``ratePerProject`` holds.
    public var rateBurst = 100

    init() {}
}
