import Foundation
import ScoriaDriver
import ScoriaModel
import ScoriaScheduler
import Testing

@Suite struct PlacementTests {
    @Test func theUserLearnsWhatIsMissingAndNoNames() {
        let small = (1...3).map { pool("small\($0)", total: .gibibytes(100), free: .gibibytes(100)) { $0.supportsMultiattach = true } }
        let placement = Scheduler().place(.create(200, ["multiattach": "<is> True"]), among: small + [pool("single")])
        #expect(placement.pool == nil)
        #expect(placement.explanation.userSentence == "3 pools lack 200 GiB free; 1 pool has no multiattach.")
    }

    @Test func theUserDoesNotSeeExtraSpecsThatAreHidden() {
        let placement = Scheduler().place(.create(1, ["volume_backend_name": "secret-array"]), among: [pool()])
        #expect(placement.explanation.userSentence == "1 pool does not offer what the volume type asks for.")
    }

    @Test func theOperatorSeesAll() {
        let pools = [
            pool("full", total: .gibibytes(10), free: .gibibytes(4), provisioned: 6),
            pool("far", zone: "elsewhere"),
            pool("big"),
            pool("medium", total: .gibibytes(500), free: .gibibytes(500)),
        ]
        let placement = Scheduler().place(.create(5, zones: ["nova"], ["volume_backend_name": "fast"]), among: pools)
        #expect(
            placement.explanation.operatorText == """
                asked: create 5 GiB; zone nova; volume_backend_name=fast
                host@backend#big: chosen, weight 1 (CapacityWeigher 1000 normalised 1 times 1)
                host@backend#medium: fits, weight 0 (CapacityWeigher 500 normalised 0 times 1)
                host@backend#full: dropped by CapacityFilter: asked 5 GiB, found 4 GiB (total 10, free 4, provisioned 6, reserved 0, thick)
                host@backend#far: dropped by AvailabilityZoneFilter: asked nova, found elsewhere
                """
        )
    }

    @Test func explanationsCanBeStored() throws {
        let explanation = Scheduler().place(.create(500), among: [pool("a"), pool("b", total: .gibibytes(1))]).explanation
        let stored = try JSONEncoder().encode(explanation)
        #expect(try JSONDecoder().decode(PlacementExplanation.self, from: stored) == explanation)
    }

    @Test func noReportYetIsSaid() {
        #expect(Scheduler().place(.create(1), among: []).explanation.userSentence == "No storage pool has reported yet.")
    }

    static let states: [(PoolCandidate.ServiceState, String)] = [
        (.init(isUp: false), "the service is down: no heartbeat in time"),
        (.init(isDisabled: true), "the service is disabled"),
        (.init(isFrozen: true), "the service is frozen"),
    ]

    @Test(arguments: states) func servicesOutOfOrderAreLeftAlone(_ state: PoolCandidate.ServiceState, _ found: String) {
        let placement = Scheduler().place(.create(1), among: [pool(service: state)])
        #expect(placement.explanation.pools.first?.objection?.found == found)
        #expect(placement.explanation.userSentence == "1 pool is out of service.")
    }

    static let nonsense: [(@Sendable (inout PoolStatistics) -> Void, String)] = [
        ({ $0.freeCapacity = .gibibytes(-1) }, "free_capacity_gb is -1.0"),
        ({ $0.freeCapacity = .gibibytes(.nan) }, "free_capacity_gb is nan"),
        ({ $0.totalCapacity = .gibibytes(.infinity) }, "total_capacity_gb is inf"),
        ({ $0.provisionedCapacity = -5 }, "provisioned_capacity_gb is -5.0"),
        ({ $0.allocatedCapacity = .nan }, "allocated_capacity_gb is nan"),
        ({ $0.totalCapacity = .gibibytes(1e300) }, "total_capacity_gb is 1e+300"),
        ({ $0.overSubscription = .ratio(.infinity) }, "max_over_subscription_ratio is inf"),
        ({ $0.reservedPercentage = 101 }, "reserved_percentage is 101"),
        ({ $0.overSubscription = .ratio(0) }, "max_over_subscription_ratio is 0.0"),
    ]

    @Test(arguments: nonsense.indices) func reportsThatCannotBeTrueArePassedOver(_ index: Int) {
        let (damage, found) = Self.nonsense[index]
        let placement = Scheduler().place(.create(1), among: [pool("odd") { damage(&$0) }, pool("sound")])
        #expect(placement.pool?.pool == "sound")
        #expect(placement.explanation.pools.last?.objection?.found == found)
    }

    /// Every combination of odd figures: whatever a backend says, the explanation can be stored.
    @Test func noReportMakesAWeightThatIsNoNumber() throws {
        let numbers: [Double] = [0, 1, 1e15, 1e16, -1, .nan, .infinity]
        let capacities: [Capacity] = [.infinite, .unknown] + numbers.map { .gibibytes($0) }
        let ratios: [OverSubscription] = [.automatic, .ratio(1), .ratio(1e6), .ratio(.nan)]
        var pools: [PoolCandidate] = []
        for total in capacities {
            for free in capacities {
                for provisioned in numbers {
                    for ratio in ratios {
                        pools.append(pool(total: total, free: free, provisioned: provisioned, reserved: 100, thin: ratio))
                        pools.append(pool(total: total, free: free, provisioned: provisioned, thin: ratio))
                    }
                }
            }
        }
        for multiplier in [1.0, -1.0] {
            for request in [PlacementRequest.create(0), .create(1), .create(1, thick: true)] {
                let explanation = Scheduler(capacityWeightMultiplier: multiplier).place(request, among: pools, detail: .max).explanation
                #expect(explanation.pools.count == pools.count)
                #expect(explanation.pools.allSatisfy { $0.weight.isFinite && $0.weights.allSatisfy(\.raw.isFinite) })
                _ = try JSONEncoder().encode(explanation)
            }
        }
    }

    @Test func aPinHoldsTheBackendAndIfGivenThePool() {
        let elsewhere = pool("pool", on: "host2@backend")
        var request = PlacementRequest.create(1)
        request.pinnedTo = PoolAddress(rawValue: "host@backend")
        #expect(Scheduler().place(request, among: [elsewhere, pool()]).pool?.rawValue == "host@backend#pool")
        request.pinnedTo = PoolAddress(rawValue: "host@backend#gone")
        let refused = Scheduler().place(request, among: [elsewhere, pool()])
        #expect(refused.pool == nil)
        #expect(refused.explanation.userSentence == "The storage that this has to be on is not there at present.")
    }

    @Test func aPinnedRequestTellsOnlyOfThePrescribedPool() {
        var request = PlacementRequest.create(2000)
        request.pinnedTo = PoolAddress(rawValue: "host@backend#pool")
        let placement = Scheduler().place(request, among: [pool("other"), pool()])
        #expect(placement.explanation.userSentence == "1 pool lacks 2000 GiB free.")
    }

    @Test func poolsThatWereTriedAreNotTriedAgain() {
        var request = PlacementRequest.create(1)
        request.excludedPools = [pool("a").address]
        #expect(Scheduler().place(request, among: [pool("a"), pool("b")]).pool?.pool == "b")
    }

    @Test(arguments: [
        ([], nil, true), (["nova"], nil, true), (["a", "nova"], nil, true), (["a"], nil, false), ([], "a, nova", true), ([], "a", false),
    ])
    func theZoneIsOneOfThoseAskedFor(_ zones: [String], _ ofType: String?, _ fits: Bool) {
        let specs = ofType.map { ["RESKEY:availability_zones": $0] } ?? [:]
        #expect((Scheduler().place(.create(1, zones: zones, specs), among: [pool()]).pool != nil) == fits)
    }

    @Test func whatIsPlacedIsCountedBeforeTheNextReport() {
        var candidate = pool(total: .gibibytes(10), free: .gibibytes(10), provisioned: nil)
        var placed = 0
        while Scheduler().place(.create(3), among: [candidate]).pool != nil {
            candidate.consume(.init(3))
            placed += 1
        }
        #expect(placed == 3)
        #expect(candidate.allocatedCapacity == 9)
        #expect(candidate.freeCapacity == .gibibytes(1))
    }

    @Test func aBackendsReportBecomesCandidates() {
        let report = BackendStatistics(
            backendName: "fast",
            vendorName: "Open Source",
            driverVersion: "1",
            storageProtocol: "iSCSI",
            pools: [PoolStatistics(name: "p", totalCapacity: .gibibytes(1), freeCapacity: .gibibytes(1))],
            extra: ["colour": "blue"]
        )
        let candidates = PoolCandidate.candidates(
            backend: BackendAddress(host: "node", backend: "files"),
            availabilityZone: "nova",
            service: .init(),
            statistics: report
        )
        #expect(candidates.map(\.address.rawValue) == ["node@files#p"])
        #expect(candidates.first?.capabilities["colour"] == "blue")
        #expect(candidates.first?.capabilities["volume_backend_name"] == "fast")
        #expect(candidates.first?.capabilities["max_over_subscription_ratio"] == "20.0")
    }
}
