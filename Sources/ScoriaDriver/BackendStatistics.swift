public import ScoriaModel

/// What a backend reports of itself (`driver-interface.md` 4).
///
/// Kept by the service and given to the scheduler.
public struct BackendStatistics: Sendable, Hashable, Codable {
    /// The name that `volume_backend_name` extra specs select.
    public var backendName: String
    public var vendorName: String
    public var driverVersion: String
    /// `iSCSI`, `FC`, `NVMe-TCP`, … as the field writes them.
    public var storageProtocol: String
    public var pools: [PoolStatistics]
    /// Further keys of the backend level, as the field names them.
    public var extra: [String: JSONValue]

    /// A report.
    public init(
        backendName: String,
        vendorName: String,
        driverVersion: String,
        storageProtocol: String,
        pools: [PoolStatistics],
        extra: [String: JSONValue] = [:]
    ) {
        self.backendName = backendName
        self.vendorName = vendorName
        self.driverVersion = driverVersion
        self.storageProtocol = storageProtocol
        self.pools = pools
        self.extra = extra
    }
}

/// A capacity as a backend reports it, in gibibytes, or one of the two words that the field allows.
public enum Capacity: Sendable, Hashable, Codable {
    case gibibytes(Double)
    case infinite
    case unknown

    /// The number; nil for the two words.
    public var gibibytes: Double? {
        if case .gibibytes(let value) = self { return value }
        return nil
    }

    /// The form of the API: a number, `infinite` or `unknown`.
    public var json: JSONValue {
        switch self {
        case .gibibytes(let value): .number(value)
        case .infinite: "infinite"
        case .unknown: "unknown"
        }
    }
}

/// How far a pool may promise more than it has.
public enum OverSubscription: Sendable, Hashable, Codable {
    case ratio(Double)
    /// Computed from what is provisioned and used (`scheduler.md` 4).
    case automatic
}

/// What one pool of a backend reports (`driver-interface.md` 4).
public struct PoolStatistics: Sendable, Hashable, Codable {
    public var name: String
    public var totalCapacity: Capacity
    public var freeCapacity: Capacity
    /// The sum of the sizes promised to volumes and snapshots, in gibibytes; nil when the backend cannot tell.
    public var provisionedCapacity: Double?
    /// The sum of the sizes of the volumes of our database, in gibibytes; filled in by the service.
    public var allocatedCapacity: Double
    public var reservedPercentage: Int
    public var overSubscription: OverSubscription
    public var supportsThin: Bool
    public var supportsThick: Bool
    public var supportsMultiattach: Bool
    public var supportsQoS: Bool
    /// False when volumes can be extended only while detached.
    public var supportsOnlineExtend: Bool
    /// Further capabilities, as the field or the vendor names them.
    public var extra: [String: JSONValue]

    /// A report of a pool with its capacity; the rest has the field's defaults.
    public init(name: String, totalCapacity: Capacity, freeCapacity: Capacity) {
        self.name = name
        self.totalCapacity = totalCapacity
        self.freeCapacity = freeCapacity
        provisionedCapacity = nil
        allocatedCapacity = 0
        reservedPercentage = 0
        overSubscription = .ratio(20)
        supportsThin = false
        supportsThick = true
        supportsMultiattach = false
        supportsQoS = false
        supportsOnlineExtend = true
        extra = [:]
    }
}
