import ScoriaDriver
import ScoriaModel
import Testing

@testable import ScoriaScheduler

/// Reports in the field's own form, and what is wrong with them.
@Suite struct ReportTests {
    private static let sound: [String: JSONValue] = [
        "pool_name": "p", "total_capacity_gb": 100, "free_capacity_gb": 50, "allocated_capacity_gb": 10, "provisioned_capacity_gb": 20,
        "reserved_percentage": 5, "thin_provisioning_support": true, "max_over_subscription_ratio": "1.5", "multiattach": "True",
    ]

    private func candidates(_ pools: [[String: JSONValue]]) -> [PoolCandidate] {
        PoolCandidate.candidates(
            backend: BackendAddress(host: "h", backend: "b"),
            availabilityZone: "nova",
            service: .init(),
            report: ["volume_backend_name": "b", "storage_protocol": "FC", "pools": .array(pools.map(JSONValue.object))]
        )
    }

    @Test func aSoundReportIsReadWhole() throws {
        let pool = try #require(candidates([Self.sound]).first)
        #expect(pool.address.rawValue == "h@b#p")
        #expect(pool.prepared.fault == nil)
        #expect(pool.pool.totalCapacity == .gibibytes(100))
        #expect(pool.pool.overSubscription == .ratio(1.5))
        #expect(pool.pool.supportsThin && pool.pool.supportsMultiattach)
        #expect(pool.provisionedCapacity == 20)
        #expect(pool.capabilities["volume_backend_name"] == "b")
    }

    static let nonsense: [(String, JSONValue?, String)] = [
        ("total_capacity_gb", nil, "total_capacity_gb is missing"),
        ("free_capacity_gb", nil, "free_capacity_gb is missing"),
        ("pool_name", nil, "h"),
        ("total_capacity_gb", "plenty", "total_capacity_gb is 'plenty'"),
        ("free_capacity_gb", .null, "free_capacity_gb is null"),
        ("free_capacity_gb", -1, "free_capacity_gb is -1.0"),
        ("free_capacity_gb", "nan", "free_capacity_gb is nan"),
        ("free_capacity_gb", .number(.nan), "free_capacity_gb is nan"),
        ("allocated_capacity_gb", ["a"], "allocated_capacity_gb is ['a']"),
        ("provisioned_capacity_gb", "many", "provisioned_capacity_gb is 'many'"),
        ("reserved_percentage", 1.5, "reserved_percentage is 1.5"),
        ("reserved_percentage", -3, "reserved_percentage is -3"),
        ("max_over_subscription_ratio", "lots", "max_over_subscription_ratio is 'lots'"),
        ("max_over_subscription_ratio", 0, "max_over_subscription_ratio is 0.0"),
        ("thin_provisioning_support", "perhaps", "thin_provisioning_support is 'perhaps'"),
    ]

    @Test(arguments: nonsense) func nonsenseIsPassedOverWithAReason(_ key: String, _ value: JSONValue?, _ reason: String) throws {
        var damaged = Self.sound
        damaged[key] = value
        var other = Self.sound
        other["pool_name"] = "other"
        let placement = Scheduler().place(.create(1), among: candidates([damaged, other]))
        if key == "pool_name" {
            // The backend's name stands in, as for reports without pools.
            #expect(placement.explanation.fittingCount == 2)
        } else {
            #expect(placement.pool?.pool == "other")
            #expect(placement.explanation.pools.last?.objection?.found == reason)
            #expect(placement.explanation.reasons.first?.userPhrase?.one == "reports no usable capacity")
        }
    }

    @Test func aReportWithoutPoolsIsAPool() {
        var report = Self.sound
        report["pool_name"] = nil
        report["volume_backend_name"] = "whole"
        let pools = PoolCandidate.candidates(
            backend: BackendAddress(host: "h", backend: "b"),
            availabilityZone: "nova",
            service: .init(),
            report: report
        )
        #expect(pools.map(\.address.rawValue) == ["h@b#whole"])
    }

    @Test func poolsThatAreNoMapsAreNotTrusted() {
        let pools = PoolCandidate.candidates(
            backend: BackendAddress(host: "h", backend: "b"),
            availabilityZone: "nova",
            service: .init(),
            report: ["pools": [1, "x", [:]]]
        )
        #expect(pools.count == 3)
        #expect(Scheduler().place(.create(1), among: pools).pool == nil)
    }
}
