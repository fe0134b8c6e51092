import ScoriaDriver
import ScoriaModel

/// One pool of a report, with everything that does not depend on a request worked out: once per report, not once per placement.
final class PreparedPool: Sendable {
    let address: PoolAddress
    let availabilityZone: String
    let statistics: PoolStatistics
    /// What the pool offers, by the field's names, as reported.
    let capabilities: [String: JSONValue]
    /// The storage protocol in all its spellings; empty when the pool reports none.
    let protocolSpellings: [JSONValue]
    /// Why the report cannot be true; nil when it can.
    let fault: String?
    let filterFunction: PreparedFunction?
    let goodnessFunction: PreparedFunction?
    /// How often the available capacity may be promised, of what was reported; 1 for pools without thin volumes.
    let ratio: Double
    /// Gibibytes held back, rounded down as the field does.
    let reserved: Double

    init(
        address: PoolAddress,
        availabilityZone: String,
        statistics: PoolStatistics,
        capabilities: [String: JSONValue],
        faults: [String] = [],
        compiler: inout FunctionCompiler
    ) {
        self.address = address
        self.availabilityZone = availabilityZone
        self.statistics = statistics
        self.capabilities = capabilities
        protocolSpellings = capabilities["storage_protocol"].flatMap { StorageProtocol.spellings(of: $0).array } ?? []
        fault = faults.first ?? statistics.fault
        filterFunction = compiler.function(named: "filter_function", in: capabilities, \.filter)
        goodnessFunction = compiler.function(named: "goodness_function", in: capabilities, \.goodness)
        ratio = CapacityFigures.ratio(of: statistics)
        let total = statistics.totalCapacity.gibibytes ?? 0
        // In this order, as the field: a percentage of a float is not a float's percentage.
        reserved = (total * (Double(statistics.reservedPercentage) / 100)).rounded(.down)
    }
}

/// Reads each function of a report once, however many pools share it.
struct FunctionCompiler {
    private let settings: PlacementFunctions
    private var known: [String: PreparedFunction] = [:]

    /// For reports that hold no function, what the configuration and the driver say.
    init(_ settings: PlacementFunctions) {
        self.settings = settings
    }

    fileprivate mutating func function(
        named name: String,
        in report: [String: JSONValue],
        _ setting: KeyPath<PlacementFunctions, String?>
    ) -> PreparedFunction? {
        let text: String
        switch report[name] {
        case .null: return nil
        case .string(let reported): text = reported
        case .some(let other): text = other.plain
        case nil:
            guard let configured = settings[keyPath: setting], !configured.isEmpty else { return nil }
            text = configured
        }
        if let function = known[text] { return function }
        let function = PreparedFunction(text)
        known[text] = function
        return function
    }
}

extension PoolStatistics {
    /// Bounds far beyond all storage, so that no product of two figures is infinite.
    private static let largestCapacity = 1e15
    private static let largestRatio = 1e6

    /// Why these figures cannot be true; nil when they can.
    var fault: String? {
        let figures: [(String, Double?)] = [
            ("total_capacity_gb", totalCapacity.gibibytes), ("free_capacity_gb", freeCapacity.gibibytes),
            ("provisioned_capacity_gb", provisionedCapacity), ("allocated_capacity_gb", allocatedCapacity),
        ]
        for case (let name, let value?) in figures where !(0...Self.largestCapacity).contains(value) {
            return "\(name) is \(value)"
        }
        if !(0...100).contains(reservedPercentage) { return "reserved_percentage is \(reservedPercentage)" }
        if case .ratio(let ratio) = overSubscription, !(ratio > 0 && ratio <= Self.largestRatio) {
            return "max_over_subscription_ratio is \(ratio)"
        }
        return nil
    }
}
