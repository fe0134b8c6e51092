internal import NIOCore
internal import ScoriaAPI
internal import ScoriaModel

/// Lets a request in, or says why not yet: at first by the address that it comes from, then by the project that it is for.
///
/// The refusals have the shape that the field gives to too many requests: 413 `overLimit` with `Retry-After` (`errors.tsv`).
struct Admission: Sendable {
    private let addresses: RequestTally<ClientAddress>
    private let projects: RequestTally<ProjectID>
    private let rates: TokenBuckets<ProjectID>
    private let limits: ServerLimits
    private let meter: LimitMeter

    init(limits: ServerLimits, meter: LimitMeter) {
        self.limits = limits
        self.meter = meter
        addresses = RequestTally(limit: limits.requestsPerAddress)
        projects = RequestTally(limit: limits.requestsPerProject)
        rates = TokenBuckets(rate: limits.ratePerProject, burst: limits.rateBurst)
    }

    /// Does `work` as one of the requests of its address.
    func admitted<Result>(from address: ClientAddress?, _ work: () async throws -> Result) async throws -> Result {
        guard let address else { return try await work() }
        guard addresses.enter(address) else {
            meter.refused(.requestsPerAddress)
            throw Fault(
                .overLimit,
                "More than \(limits.requestsPerAddress) requests from this address are under way (max_requests_per_address).",
                correction: "Wait for answers before sending more.",
                retryAfter: "1"
            )
        }
        defer { addresses.leave(address) }
        return try await work()
    }

    /// Does `work` as one of the requests of its project, when the project has not sent too many lately.
    func admitted<Result>(for project: ProjectID, _ work: () async throws -> Result) async throws -> Result {
        if let seconds = rates.take(project) {
            meter.refused(.ratePerProject)
            throw Fault(
                .overLimit,
                "This request was rate-limited: the project sends more than \(limits.ratePerProject) requests per second (rate_limit_per_project).",
                correction: "Repeat it after the time in Retry-After.",
                retryAfter: "\(max(1, Int(seconds.rounded(.up))))"
            )
        }
        guard projects.enter(project) else {
            meter.refused(.requestsPerProject)
            throw Fault(
                .overLimit,
                "More than \(limits.requestsPerProject) requests of this project are under way (max_requests_per_project).",
                correction: "Wait for answers before sending more.",
                retryAfter: "1"
            )
        }
        defer { projects.leave(project) }
        return try await work()
    }
}

/// The machine at the other end of a connection, without its port.
struct ClientAddress: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The address of a socket; nil when it has none, as a socket of the file system.
    init?(_ address: SocketAddress?) {
        switch address {
        case .v4(let address):
            // Of `sockaddr_in`, bytes 4 to 7 are the address (ip(7)).
            high = 0
            low = withUnsafeBytes(of: address.address) { UInt64($0.loadUnaligned(fromByteOffset: 4, as: UInt32.self)) }
        case .v6(let address):
            // Of `sockaddr_in6`, bytes 8 to 23 are (ipv6(7)).
            (high, low) = withUnsafeBytes(of: address.address) { bytes in
                (bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self), bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
            }
        default: return nil
        }
    }
}
