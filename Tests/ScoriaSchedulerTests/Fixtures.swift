import ScoriaDriver
import ScoriaModel

@testable import ScoriaScheduler

/// A pool `host@backend#name` with these figures, in zone nova, in working order.
func pool(
    _ name: String = "pool",
    on backend: String = "host@backend",
    total: Capacity = .gibibytes(1000),
    free: Capacity = .gibibytes(1000),
    provisioned: Double? = 0,
    reserved: Int = 0,
    thin ratio: OverSubscription? = nil,
    zone: String = "nova",
    service: PoolCandidate.ServiceState = .init(),
    functions: PlacementFunctions = .init(),
    offering extra: [String: JSONValue] = [:],
    report: (inout PoolStatistics) -> Void = { _ in }
) -> PoolCandidate {
    var statistics = PoolStatistics(name: name, totalCapacity: total, freeCapacity: free)
    statistics.provisionedCapacity = provisioned
    statistics.reservedPercentage = reserved
    statistics.supportsThin = ratio != nil
    if let ratio { statistics.overSubscription = ratio }
    statistics.extra = extra
    report(&statistics)
    return PoolCandidate(
        address: PoolAddress(rawValue: "\(backend)#\(name)"),
        availabilityZone: zone,
        service: service,
        pool: statistics,
        backendCapabilities: ["volume_backend_name": "fast", "storage_protocol": "iSCSI"],
        functions: functions
    )
}

extension PlacementRequest {
    /// A new volume of this many gibibytes.
    static func create(_ size: Int, thick: Bool = false, zones: [String] = [], _ extraSpecs: [String: String] = [:]) -> Self {
        var specs = extraSpecs
        if thick { specs["provisioning:type"] = "thick" }
        return PlacementRequest(size: GibiByteCount(size), availabilityZones: zones, extraSpecs: specs)
    }

    /// A volume that grows.
    static func extend(from: Int, to size: Int, attached: Bool = false, _ extraSpecs: [String: String] = [:]) -> Self {
        PlacementRequest(
            .extend(from: GibiByteCount(from), isAttached: attached),
            size: GibiByteCount(size),
            extraSpecs: extraSpecs
        )
    }
}

extension PlacementFilter {
    /// What this filter alone says against a pool; nil when it says nothing.
    func objection(to candidate: PoolCandidate, for request: PlacementRequest) -> Objection? {
        check(for: request)?.finding(on: candidate)?.objection(by: name)
    }
}

/// Random numbers that are the same in every run.
struct FixedRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64 = 1) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Scheduler {
    /// A scheduler of these filters and weighers, with random numbers that are the same in every run.
    static func configured(_ change: (inout SchedulerConfiguration) -> Void) throws -> Scheduler {
        var configuration = SchedulerConfiguration()
        change(&configuration)
        return try Scheduler(configuration: configuration, random: { FixedRandom() })
    }
}
