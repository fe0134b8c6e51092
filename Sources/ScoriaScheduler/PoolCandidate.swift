public import ScoriaDriver
public import ScoriaModel

/// One pool as the scheduler sees it: where it is, whether its service works, what it last reported, and what was placed on it since.
///
/// Making candidates of a report costs; keep them until the next report. A copy costs almost nothing, and changing the copy's service
/// state, number of volumes or consumption does not change the original.
public struct PoolCandidate: Sendable {
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

    let prepared: PreparedPool
    public var service: ServiceState
    /// How many volumes are here, for the `VolumeNumberWeigher`.
    public var volumeCount = 0
    /// The report's figure, less what was placed since.
    public private(set) var freeCapacity: Capacity
    /// Gibibytes of the volumes of our database, with what was placed since the report.
    public private(set) var allocatedCapacity: Double
    /// Gibibytes promised, with what was placed since the report.
    public private(set) var provisionedCapacity: Double

    init(_ prepared: PreparedPool, service: ServiceState) {
        self.prepared = prepared
        self.service = service
        freeCapacity = prepared.statistics.freeCapacity
        allocatedCapacity = prepared.statistics.allocatedCapacity
        provisionedCapacity = prepared.statistics.provisionedCapacity ?? prepared.statistics.allocatedCapacity
    }

    /// A pool of a backend's report.
    ///
    /// `backendCapabilities` is what the backend reported beside its pools, by the field's names.
    public init(
        address: PoolAddress,
        availabilityZone: String,
        service: ServiceState = ServiceState(),
        pool: PoolStatistics,
        backendCapabilities: [String: JSONValue],
        functions: PlacementFunctions = PlacementFunctions()
    ) {
        var compiler = FunctionCompiler(functions)
        let prepared = PreparedPool(
            address: address,
            availabilityZone: availabilityZone,
            statistics: pool,
            capabilities: pool.capabilities(beside: backendCapabilities),
            compiler: &compiler
        )
        self.init(prepared, service: service)
    }

    /// All pools of one backend's report.
    ///
    /// `functions` are those of the configuration and the driver, which count for pools that report none.
    public static func candidates(
        backend: BackendAddress,
        availabilityZone: String,
        service: ServiceState,
        statistics: BackendStatistics,
        functions: PlacementFunctions = PlacementFunctions()
    ) -> [PoolCandidate] {
        var shared = statistics.extra
        shared["volume_backend_name"] = .string(statistics.backendName)
        shared["vendor_name"] = .string(statistics.vendorName)
        shared["driver_version"] = .string(statistics.driverVersion)
        shared["storage_protocol"] = .string(statistics.storageProtocol)
        var compiler = FunctionCompiler(functions)
        return statistics.pools.map { pool in
            let prepared = PreparedPool(
                address: PoolAddress(backend: backend, pool: pool.name),
                availabilityZone: availabilityZone,
                statistics: pool,
                capabilities: pool.capabilities(beside: shared),
                compiler: &compiler
            )
            return PoolCandidate(prepared, service: service)
        }
    }

    public var address: PoolAddress { prepared.address }
    public var availabilityZone: String { prepared.availabilityZone }
    /// What the pool reported.
    public var pool: PoolStatistics { prepared.statistics }

    /// What the pool offers, by the field's names, as reported: the typed figures, then the pool's further keys, then the backend's.
    ///
    /// This is what extra specs are compared with and what `get_pools` shows (`driver-interface.md` 4).
    public var capabilities: [String: JSONValue] { prepared.capabilities }

    /// What is wrong with the pool's functions, for the log when a report comes in; empty when all is well.
    public var functionProblems: [String] {
        let functions = [("filter_function", prepared.filterFunction), ("goodness_function", prepared.goodnessFunction)]
        return functions.compactMap { name, function in
            guard case .failure(let error) = function?.expression else { return nil }
            return "\(name): \(error)"
        }
    }

    /// Counts a volume of this size as placed here, until the backend reports again.
    ///
    /// Without it, many requests between two reports would all see the same room (`scheduler.md` 1).
    public mutating func consume(_ size: GibiByteCount) {
        let gibibytes = Double(size.rawValue)
        provisionedCapacity += gibibytes
        allocatedCapacity += gibibytes
        if let free = freeCapacity.gibibytes { freeCapacity = .gibibytes(max(0, free - gibibytes)) }
    }

    /// A figure of the pool by the field's name, as it is at present: what expressions know as `stats.` and queries as `$`.
    func figure(_ name: String) -> JSONValue? {
        switch name {
        case "host", "backend_id": .string(address.rawValue)
        // No clusters are known here, and the moment of the report is neither a number nor a text.
        case "cluster_name", "updated": .null
        case "total_capacity_gb": pool.totalCapacity.json
        case "free_capacity_gb": freeCapacity.json
        case "allocated_capacity_gb": .number(allocatedCapacity)
        case "reserved_percentage": .integer(Int64(pool.reservedPercentage))
        case "QoS_support": prepared.capabilities[name] ?? .bool(pool.supportsQoS)
        case "volume_backend_name", "vendor_name", "driver_version", "storage_protocol": prepared.capabilities[name] ?? .null
        default: nil
        }
    }
}

extension PoolStatistics {
    /// What the pool offers by the field's names, over what its backend reports for all pools.
    fileprivate func capabilities(beside shared: [String: JSONValue]) -> [String: JSONValue] {
        var all = shared
        all.merge(extra) { _, ofPool in ofPool }
        all["pool_name"] = .string(name)
        all["total_capacity_gb"] = totalCapacity.json
        all["free_capacity_gb"] = freeCapacity.json
        all["allocated_capacity_gb"] = .number(allocatedCapacity)
        all["provisioned_capacity_gb"] = .number(provisionedCapacity ?? allocatedCapacity)
        all["reserved_percentage"] = .integer(Int64(reservedPercentage))
        all["max_over_subscription_ratio"] = overSubscription.json
        all["thin_provisioning_support"] = .bool(supportsThin)
        all["thick_provisioning_support"] = .bool(supportsThick)
        all["multiattach"] = .bool(supportsMultiattach)
        all["QoS_support"] = .bool(supportsQoS)
        all["online_extend_support"] = .bool(supportsOnlineExtend)
        return all
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
