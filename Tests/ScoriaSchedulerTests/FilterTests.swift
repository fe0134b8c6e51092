import ScoriaDriver
import ScoriaModel
import Testing

@testable import ScoriaScheduler

/// The filters of `scheduler.md` section 2 that are off by default, and how they are configured.
@Suite struct FilterTests {
    static let functions: [(PlacementFunctions, String?)] = [
        (.init(), nil),
        (.init(filter: "volume.size <= 10"), nil),
        (.init(filter: "volume.size < 10"), "it says no"),
        (.init(filter: "volume.project_id == 'demo'"), nil),
        (.init(filter: "extra.disk == 'ssd' and qos.iops > 10 and type.name == 'gold'"), nil),
        (.init(filter: "stats.free_capacity_gb - volume.size > 900"), nil),
        (.init(filter: "stats.storage_protocol == 'iscsi'"), nil),
        (.init(filter: "capabilities.storage_protocol == 'FC'"), "it says no"),
        (.init(filter: "capabilities.iops > 5"), "column 1: unknown name capabilities.iops: the pool does not report it"),
        (.init(filter: "volume.size > "), "column 15: a value should be here, not the end"),
    ]

    @Test(arguments: functions) func theDriverFilterAsksThePoolsFunction(_ functions: PlacementFunctions, _ found: String?) {
        var request = PlacementRequest.create(10, ["disk": "ssd"])
        request.volumeProperties = ["project_id": "demo"]
        request.typeProperties = ["name": "gold"]
        request.qosSpecs = ["iops": "20"]
        #expect(DriverFilter().objection(to: pool(functions: functions), for: request)?.found == found)
    }

    @Test func functionsComeFromTheReportThenTheSettingsInTheirOrder() {
        let settings = PlacementFunctions.first(of: [.init(goodness: "1"), .init(filter: "", goodness: "2"), .init(filter: "3")])
        #expect(settings == PlacementFunctions(filter: "3", goodness: "1"))
        let plain = pool(functions: settings)
        #expect(plain.prepared.filterFunction?.text == "3")
        let reporting = pool(functions: settings, offering: ["filter_function": "4", "goodness_function": .null])
        #expect(reporting.prepared.filterFunction?.text == "4")
        #expect(reporting.prepared.goodnessFunction == nil)
    }

    @Test func mistakesInFunctionsAreKnownWhenTheReportComes() {
        #expect(
            pool(functions: .init(filter: "1 +", goodness: "voluem.size")).functionProblems == [
                "filter_function: column 4: a value should be here, not the end",
                "goodness_function: column 1: unknown name voluem.size: names begin with one of "
                    + "stats, capabilities, volume, type, extra, qos",
            ]
        )
    }

    static let affinities: [(PlacementHints, Bool)] = [
        (.init(sameBackend: .volumes(on: [.init(rawValue: "host@backend#pool")])), true),
        (.init(sameBackend: .volumes(on: [.init(rawValue: "host@backend#other")])), false),
        (.init(sameBackend: .volumes(on: [])), false),
        (.init(sameBackend: .unusable("x")), false),
        (.init(differentBackend: .volumes(on: [.init(rawValue: "host@backend#pool")])), false),
        (.init(differentBackend: .volumes(on: [.init(rawValue: "host@backend#other")])), true),
        (.init(differentBackend: .volumes(on: [])), true),
        (.init(differentBackend: .unusable("x")), false),
        (.init(localToInstance: .host("host")), true),
        (.init(localToInstance: .host("elsewhere")), false),
        (.init(localToInstance: .unknown("no compute service is configured")), false),
        (.init(query: #"["=", "$backend_id", "host@backend#pool"]"#), true),
        (.init(query: #"["and", [">", "$free_capacity_gb", 999], ["<", "$capabilities.level", 5]]"#), true),
        (.init(query: #"["and", ["not", [">", "$free_capacity_gb", 999]], ["<", "$capabilities.level", 5]]"#), false),
        (.init(query: #"["in", "ssd", "hdd", "$capabilities.kind"]"#), true),
        (.init(query: #"["=", "$unheard", 1]"#), false),
        (.init(query: #"["or", ["=", "$capabilities.kind", "hdd"], [">=", "$total_capacity_gb", 1000]]"#), true),
        (.init(query: "[]"), true),
        (.init(query: #"["<", "$capabilities.kind", 5]"#), false),
        (.init(query: #"["~", 1, 2]"#), false),
        (.init(query: "{"), false),
        (.init(query: String(repeating: "[", count: 100_000)), false),
        (.init(query: #"["or", ["=", 1, 1], "\#(String(repeating: "x", count: 5000))"]"#), false),
    ]

    @Test(arguments: affinities) func hintsSelectPools(_ hints: PlacementHints, _ passes: Bool) throws {
        let scheduler = try Scheduler.configured {
            $0.filters = ["SameBackendFilter", "DifferentBackendFilter", "InstanceLocalityFilter", "JsonFilter"]
        }
        var request = PlacementRequest.create(1)
        request.hints = hints
        let placement = scheduler.place(request, among: [pool(offering: ["level": 3, "kind": "ssd"])])
        #expect((placement.pool != nil) == passes, "\(placement.explanation.operatorText)")
    }

    @Test func aHintCountsOnlyWhileItsFilterIsConfigured() {
        var request = PlacementRequest.create(1)
        request.hints = PlacementHints(sameBackend: .unusable("x"), query: "{")
        #expect(Scheduler().place(request, among: [pool()]).pool != nil)
    }

    @Test func withoutAComputeServiceTheObjectionSaysSo() {
        var request = PlacementRequest.create(1)
        request.hints = PlacementHints(localToInstance: .unknown("no compute service is configured (section nova)"))
        let objection = InstanceLocalityFilter().objection(to: pool(), for: request)
        #expect(objection?.found == "no compute service is configured (section nova)")
    }

    @Test func everyFilterAndWeigherOfTheFieldIsKnown() throws {
        _ = try Scheduler.configured {
            $0.filters = [
                "AvailabilityZoneFilter", "CapacityFilter", "CapabilitiesFilter", "DriverFilter", "RetryFilter", "JsonFilter",
                "IgnoreAttemptedHostsFilter", "SameBackendFilter", "DifferentBackendFilter", "InstanceLocalityFilter",
            ]
            $0.weighers = ["CapacityWeigher", "AllocatedCapacityWeigher", "ChanceWeigher", "GoodnessWeigher", "VolumeNumberWeigher"]
            $0.weightHandler = "cinder.scheduler.weights.stochastic.StochasticHostWeightHandler"
        }
    }

    @Test func unknownNamesAreAllReportedWithWhatThereIs() {
        let error = #expect(throws: SchedulerConfigurationError.self) {
            try Scheduler.configured {
                $0.filters = ["CapacityFiltre", "CapacityFilter"]
                $0.weighers = ["LuckWeigher"]
                $0.weightHandler = "Random"
                $0.volumeNumberMultiplier = .nan
            }
        }
        #expect(
            error?.problems.map(\.description) == [
                "scheduler_default_filters: unknown filter CapacityFiltre; there are AvailabilityZoneFilter, CapabilitiesFilter, "
                    + "CapacityFilter, DifferentBackendFilter, DriverFilter, IgnoreAttemptedHostsFilter, InstanceLocalityFilter, "
                    + "JsonFilter, SameBackendFilter",
                "volume_number_multiplier: nan is no finite number",
                "scheduler_default_weighers: unknown weigher LuckWeigher; there are AllocatedCapacityWeigher, CapacityWeigher, "
                    + "ChanceWeigher, GoodnessWeigher, VolumeNumberWeigher",
                "scheduler_weight_handler: unknown handler Random; there are OrderedHostWeightHandler and StochasticHostWeightHandler",
            ]
        )
    }

    @Test func withoutTheCapacityFilterAFullPoolIsTaken() throws {
        let scheduler = try Scheduler.configured { $0.filters = ["CapabilitiesFilter"] }
        #expect(scheduler.place(.create(10_000), among: [pool()]).pool != nil)
    }
}
