import ScoriaDriver
import ScoriaModel
import ScoriaScheduler

/// A pool `host@backend#name` with these figures, in zone nova, in working order.
func pool(
    _ name: String = "pool",
    total: Capacity = .gibibytes(1000),
    free: Capacity = .gibibytes(1000),
    provisioned: Double? = 0,
    reserved: Int = 0,
    thin ratio: OverSubscription? = nil,
    zone: String = "nova",
    offering extra: [String: JSONValue] = [:],
    change: (inout PoolCandidate) -> Void = { _ in }
) -> PoolCandidate {
    var statistics = PoolStatistics(name: name, totalCapacity: total, freeCapacity: free)
    statistics.provisionedCapacity = provisioned
    statistics.reservedPercentage = reserved
    statistics.supportsThin = ratio != nil
    if let ratio { statistics.overSubscription = ratio }
    statistics.extra = extra
    var candidate = PoolCandidate(
        address: PoolAddress(rawValue: "host@backend#\(name)"),
        availabilityZone: zone,
        pool: statistics,
        backendCapabilities: ["volume_backend_name": "fast", "storage_protocol": "iSCSI"]
    )
    change(&candidate)
    return candidate
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
