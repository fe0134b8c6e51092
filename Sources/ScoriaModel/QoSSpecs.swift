/// Limits of speed that volume types share, and who keeps them.
public struct QoSSpecs: Sendable, Hashable {
    /// Who keeps the limits.
    public enum Consumer: String, Sendable, Hashable, CaseIterable {
        /// The hypervisor, which is told with the connection.
        case frontEnd = "front-end"
        /// The backend, whose driver is told when a volume is made.
        case backEnd = "back-end"
        case both
    }

    public var id: QoSSpecsID
    public var name: String
    public var consumer: Consumer
    /// The limits by their keys, such as `total_iops_sec`; never interpreted but for ``connectionSpecs(size:)``.
    public var specs: [String: String]
    public var createdAt: Timestamp
    public var updatedAt: Timestamp?

    /// Limits under a name.
    public init(id: QoSSpecsID, name: String, consumer: Consumer, specs: [String: String], createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.consumer = consumer
        self.specs = specs
        self.createdAt = createdAt
    }

    /// What the hypervisor is told for a volume of a size; nil when the limits are none of its business.
    ///
    /// A limit per gibibyte becomes one for the whole volume: `<key>_per_gb` times the size, at least `<key>_per_gb_min`, at most
    /// `<key>_max`, is `<key>` (`driver-interface.md` 5). Values that are no whole numbers stay as they are.
    public func connectionSpecs(size: GibiByteCount) -> [String: JSONValue]? {
        guard consumer != .backEnd else { return nil }
        var result = specs.mapValues(JSONValue.string)
        for key in Self.scalableKeys {
            guard let text = specs["\(key)_per_gb"], let perGibibyte = Int64(text) else { continue }
            let (scaled, overflows) = perGibibyte.multipliedReportingOverflow(by: Int64(size.rawValue))
            var value = overflows ? Int64.max : scaled
            if let least = specs["\(key)_per_gb_min"].flatMap({ Int64($0) }) { value = max(value, least) }
            if let most = specs["\(key)_max"].flatMap({ Int64($0) }) { value = min(value, most) }
            result[key] = .integer(value)
            for suffix in ["_per_gb", "_per_gb_min", "_max"] { result[key + suffix] = nil }
        }
        return result
    }

    /// What the backend keeps; empty when the limits are none of its business.
    public var backendSpecs: [String: String] { consumer == .frontEnd ? [:] : specs }

    private static let scalableKeys = [
        "read_iops_sec", "read_bytes_sec", "write_iops_sec", "write_bytes_sec", "total_iops_sec", "total_bytes_sec",
    ]
}

public typealias QoSSpecsID = ID<QoSSpecs>
