public import ScoriaDriver
public import ScoriaModel

extension PoolCandidate {
    /// All pools of a report in the field's own form, a map of names and values, such as another process sends it.
    ///
    /// Nothing is taken on trust: a figure that is missing, negative, a text or no number makes the pool one that is passed over,
    /// with the reason. A report without `pools` is a pool itself, named by its `volume_backend_name`. Source: `driver-interface.md` 4.
    public static func candidates(
        backend: BackendAddress,
        availabilityZone: String,
        service: ServiceState,
        report: [String: JSONValue],
        functions: PlacementFunctions = PlacementFunctions(),
        overSubscription: OverSubscription = .ratio(20)
    ) -> [PoolCandidate] {
        var compiler = FunctionCompiler(functions)
        let shared = report.filter { $0.key != "pools" }
        let pools = report["pools"].map { ($0.array ?? []).map { $0.object ?? [:] } } ?? [[:]]
        return pools.map { pool in
            let all = shared.merging(pool) { _, ofPool in ofPool }
            var reader = ReportReader(all)
            let statistics = reader.statistics(defaultRatio: overSubscription)
            let prepared = PreparedPool(
                address: PoolAddress(backend: backend, pool: statistics.name),
                availabilityZone: availabilityZone,
                statistics: statistics,
                capabilities: all,
                faults: reader.faults,
                compiler: &compiler
            )
            return PoolCandidate(prepared, service: service)
        }
    }
}

/// Reads one pool's map, and notes what is wrong with it.
private struct ReportReader {
    private let report: [String: JSONValue]
    private(set) var faults: [String] = []

    init(_ report: [String: JSONValue]) {
        self.report = report
    }

    mutating func statistics(defaultRatio: OverSubscription) -> PoolStatistics {
        let name = report["pool_name"]?.string ?? report["volume_backend_name"]?.string
        if name == nil { faults.append("pool_name is missing") }
        var pool = PoolStatistics(
            name: name ?? "?",
            totalCapacity: capacity("total_capacity_gb"),
            freeCapacity: capacity("free_capacity_gb")
        )
        pool.allocatedCapacity = number("allocated_capacity_gb") ?? 0
        pool.provisionedCapacity = number("provisioned_capacity_gb")
        if let percent = number("reserved_percentage") {
            if let whole = Int(exactly: percent) { pool.reservedPercentage = whole } else { note("reserved_percentage") }
        }
        pool.overSubscription = ratio(or: defaultRatio)
        pool.supportsThin = flag("thin_provisioning_support") ?? false
        pool.supportsThick = flag("thick_provisioning_support") ?? false
        pool.supportsMultiattach = flag("multiattach") ?? false
        pool.supportsQoS = flag("QoS_support") ?? false
        pool.supportsOnlineExtend = flag("online_extend_support") ?? true
        return pool
    }

    private mutating func capacity(_ name: String) -> Capacity {
        switch report[name] {
        case nil: faults.append("\(name) is missing")
        case .string("infinite"): return .infinite
        case .string("unknown"): return .unknown
        default: if let number = number(name) { return .gibibytes(number) }
        }
        return .unknown
    }

    /// A number, also one written as text; nil when it is missing or none.
    private mutating func number(_ name: String) -> Double? {
        guard let value = report[name] else { return nil }
        if let number = value.double { return number }
        if let number = value.string.flatMap(NumberText.double) { return number }
        note(name)
        return nil
    }

    private mutating func ratio(or fallback: OverSubscription) -> OverSubscription {
        switch report["max_over_subscription_ratio"] {
        case nil, .null, .string(""): return fallback
        case .string("auto"): return .automatic
        default: return number("max_over_subscription_ratio").map { .ratio($0) } ?? fallback
        }
    }

    private mutating func flag(_ name: String) -> Bool? {
        switch report[name] {
        case nil, .null: return nil
        case .bool(let flag): return flag
        case .string(let text) where ["true", "false"].contains(text.lowercased()): return text.lowercased() == "true"
        default:
            note(name)
            return nil
        }
    }

    private mutating func note(_ name: String) {
        faults.append("\(name) is \((report[name] ?? .null).plain.shortened(to: 60))")
    }
}
