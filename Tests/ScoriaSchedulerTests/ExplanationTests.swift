import Foundation
import ScoriaDriver
import ScoriaModel
import Testing

@testable import ScoriaScheduler

/// Explanations of many pools, and of weights that are out of the ordinary.
@Suite struct ExplanationTests {
    private static let many: [PoolCandidate] = (0..<3000).map { number in
        switch number % 3 {
        case 0: pool("full\(number)", total: .gibibytes(10), free: .gibibytes(0))
        case 1: pool("far\(number)", zone: "elsewhere")
        default: pool("good\(number)", total: .gibibytes(1000 + Double(number)))
        }
    }

    @Test func whatIsStoredDoesNotGrowWithThePools() throws {
        let explanation = Scheduler().place(.create(5, zones: ["nova"]), among: Self.many).explanation
        #expect(explanation.poolCount == 3000)
        #expect(explanation.fittingCount == 1000)
        #expect(explanation.reasons.map(\.count) == [1000, 1000])
        #expect(explanation.pools.count == PlacementExplanation.usualDetail)
        #expect(explanation.pools.count { $0.objection == nil } == 32)
        #expect(Set(explanation.pools.compactMap { $0.objection?.filter }) == ["CapacityFilter", "AvailabilityZoneFilter"])
        #expect(try JSONEncoder().encode(explanation).count < 30_000)
        #expect(
            explanation.operatorText.hasSuffix(
                """
                and 2936 more pools; of all 3000, 1000 fit
                1000 dropped by CapacityFilter: lack 5 GiB free
                1000 dropped by AvailabilityZoneFilter: are not in availability zone nova
                """
            )
        )
    }

    @Test func aRefusalCountsAllAndTellsSome() {
        let explanation = Scheduler().place(.create(5000, zones: ["nova"]), among: Self.many).explanation
        #expect(explanation.userSentence == "2000 pools lack 5000 GiB free; 1000 pools are not in availability zone nova.")
        #expect(explanation.pools.count == PlacementExplanation.usualDetail)
    }

    @Test func anAdministratorMayAskForAll() {
        let explanation = Scheduler().place(.create(5), among: Self.many, detail: .max).explanation
        #expect(explanation.pools.count == 3000)
        #expect(explanation.pools.count { $0.isChosen } == 1)
    }

    @Test func longTextsAreCut() throws {
        let endless = String(repeating: "x", count: 100_000)
        var request = PlacementRequest.create(1, ["disk": endless])
        request.hints.query = endless
        let explanation = Scheduler().place(request, among: [pool(offering: ["disk": .string(endless + "y")])]).explanation
        #expect(explanation.pools.count == 1)
        #expect(try JSONEncoder().encode(explanation).count < 4000)
    }

    @Test func aGoodnessThatCannotBeComputedIsRemarked() throws {
        let scheduler = try Scheduler.configured { $0.weighers = ["GoodnessWeigher"] }
        let pools = [
            pool("broken", functions: .init(goodness: "10 / (volume.size - 1)")), pool("silent"),
            pool("beyond", functions: .init(goodness: "500")), pool("text", functions: .init(goodness: "'good'")),
            pool("half", functions: .init(goodness: "50")), pool("yes", functions: .init(goodness: "volume.size == 1")),
        ]
        let verdicts = scheduler.place(.create(1), among: pools).explanation.pools
        #expect(verdicts.map(\.pool.pool) == ["yes", "half", "broken", "silent", "beyond", "text"])
        #expect(
            verdicts.map { $0.weights.first?.remark } == [
                nil, nil, "goodness_function: column 4: division by zero", "no goodness_function",
                "goodness_function gives 500, not from 0 to 100", "goodness_function gives the text 'good', no number",
            ]
        )
    }

    @Test func theAllocatedNumberAndVolumeWeighersSpread() throws {
        let pools = [0.0, 724, 512].enumerated().map { index, allocated in
            var candidate = pool("p\(index)") { $0.allocatedCapacity = allocated }
            candidate.volumeCount = index == 0 ? 9 : index
            return candidate
        }
        let allocated = try Scheduler.configured { $0.weighers = ["AllocatedCapacityWeigher"] }.place(.create(1), among: pools)
        #expect(allocated.explanation.pools.map(\.weight.plain) == ["0", "-0.7072", "-1"])
        #expect(allocated.pool?.pool == "p0")
        let number = try Scheduler.configured { $0.weighers = ["VolumeNumberWeigher"] }.place(.create(1), among: pools)
        #expect(number.pool?.pool == "p1")
    }

    @Test func theLotFallsInProportionToWeights() throws {
        let pools = [100.0, 300].map { pool("p\(Int($0))", total: .gibibytes($0), free: .gibibytes($0)) }
        var configuration = SchedulerConfiguration()
        configuration.weightHandler = "StochasticHostWeightHandler"
        var wins = 0
        for seed in 0..<2000 {
            let scheduler = try Scheduler(configuration: configuration, random: { FixedRandom(seed: UInt64(seed)) })
            if scheduler.place(.create(1), among: pools).pool?.pool == "p300" { wins += 1 }
        }
        #expect((1400...1600).contains(wins))
    }

    @Test func chanceReachesEveryPool() throws {
        var configuration = SchedulerConfiguration()
        configuration.weighers = ["ChanceWeigher"]
        var chosen: Set<String> = []
        for seed in 0..<100 {
            let scheduler = try Scheduler(configuration: configuration, random: { FixedRandom(seed: UInt64(seed)) })
            chosen.insert(scheduler.place(.create(1), among: [pool("a"), pool("b"), pool("c")]).pool?.pool ?? "")
        }
        #expect(chosen == ["a", "b", "c"])
    }

    /// Where one pool fits alone it also fits among others, and whoever is chosen fits alone.
    @Test func companyDoesNotChangeWhoFits() {
        var random = FixedRandom(seed: 7)
        for _ in 0..<300 {
            let pools = (0..<8).map { number in
                pool(
                    "p\(number)",
                    total: .gibibytes(.random(in: 0...100, using: &random)),
                    free: .gibibytes(.random(in: 0...100, using: &random)),
                    provisioned: .random(in: 0...100, using: &random),
                    reserved: .random(in: 0...30, using: &random),
                    thin: Bool.random(using: &random) ? .ratio(.random(in: 1...3, using: &random)) : nil
                )
            }
            let request = PlacementRequest.create(.random(in: 1...80, using: &random))
            let placement = Scheduler().place(request, among: pools)
            let fitting = pools.filter { Scheduler().objection(to: $0, for: request) == nil }
            #expect(placement.explanation.fittingCount == fitting.count)
            #expect(placement.pool.map { chosen in fitting.contains { $0.address == chosen } } ?? fitting.isEmpty)
        }
    }
}
