public import ScoriaDriver
public import ScoriaModel

/// One pool as the scheduler sees it: where it is, whether its service works, and what it last reported.
public struct PoolCandidate: Sendable, Hashable {
    /// The states of a volume service that keep its pools from being used.
    public struct ServiceState: Sendable, Hashable {
        public var isUp: Bool
        public var isDisabled: Bool
        public var isFrozen: Bool

        /// The state of a service; in working order by default.
        public init(isUp: Bool = true, isDisabled: Bool = false, isFrozen: Bool = false) {
            self.isUp = isUp
            self.isDisabled = isDisabled
            self.isFrozen = isFrozen
        }
    }

    public var address: PoolAddress
    public var availabilityZone: String
    public var service: ServiceState
    /// What the pool reported.
    public var pool: PoolStatistics
    /// What the backend reported beside its pools, by the field's names, such as `volume_backend_name`.
    public var backendCapabilities: [String: JSONValue]

    /// A pool of a backend's report.
    public init(
        address: PoolAddress,
        availabilityZone: String,
        service: ServiceState = ServiceState(),
        pool: PoolStatistics,
        backendCapabilities: [String: JSONValue]
    ) {
        self.address = address
        self.availabilityZone = availabilityZone
        self.service = service
        self.pool = pool
        self.backendCapabilities = backendCapabilities
    }

    /// All pools of one backend's report.
    public static func candidates(
        backend: BackendAddress,
        availabilityZone: String,
        service: ServiceState,
        statistics: BackendStatistics
    ) -> [PoolCandidate] {
        var shared = statistics.extra
        shared["volume_backend_name"] = .string(statistics.backendName)
        shared["vendor_name"] = .string(statistics.vendorName)
        shared["driver_version"] = .string(statistics.driverVersion)
        shared["storage_protocol"] = .string(statistics.storageProtocol)
        return statistics.pools.map { pool in
            PoolCandidate(
                address: PoolAddress(backend: backend, pool: pool.name),
                availabilityZone: availabilityZone,
                service: service,
                pool: pool,
                backendCapabilities: shared
            )
        }
    }

    /// What the pool offers, by the field's names: the typed figures, then the pool's further keys, then the backend's.
    ///
    /// This is what extra specs are compared with and what `get_pools` shows (`driver-interface.md` 4).
    public var capabilities: [String: JSONValue] {
        var all = backendCapabilities
        all.merge(pool.extra) { _, ofPool in ofPool }
        all["pool_name"] = .string(pool.name)
        all["total_capacity_gb"] = pool.totalCapacity.json
        all["free_capacity_gb"] = pool.freeCapacity.json
        all["allocated_capacity_gb"] = .number(pool.allocatedCapacity)
        all["provisioned_capacity_gb"] = .number(pool.provisionedCapacity ?? pool.allocatedCapacity)
        all["reserved_percentage"] = .integer(Int64(pool.reservedPercentage))
        all["max_over_subscription_ratio"] = pool.overSubscription.json
        all["thin_provisioning_support"] = .bool(pool.supportsThin)
        all["thick_provisioning_support"] = .bool(pool.supportsThick)
        all["multiattach"] = .bool(pool.supportsMultiattach)
        all["QoS_support"] = .bool(pool.supportsQoS)
        all["online_extend_support"] = .bool(pool.supportsOnlineExtend)
        return all
    }

    /// Counts a volume of this size as placed here, until the backend reports again.
    ///
    /// Without it, many requests between two reports would all see the same room (`scheduler.md` 1).
    public mutating func consume(_ size: GibiByteCount) {
        let gibibytes = Double(size.rawValue)
        pool.provisionedCapacity = (pool.provisionedCapacity ?? pool.allocatedCapacity) + gibibytes
        pool.allocatedCapacity += gibibytes
        if let free = pool.freeCapacity.gibibytes { pool.freeCapacity = .gibibytes(max(0, free - gibibytes)) }
    }
}

extension OverSubscription {
    /// The form of the API: text, as the field reports this one figure.
    var json: JSONValue {
        switch self {
        case .ratio(let value): .string("\(value)")
        case .automatic: "auto"
        }
    }
}
