import ScoriaDriver
import ScoriaModel
import Testing

@testable import ScoriaScheduler

/// The numbers of `scheduler.md` section 5.
@Suite struct WeigherTests {
    static let three = [
        pool("one", total: .gibibytes(1024), free: .gibibytes(1024), reserved: 10),
        pool("two", total: .gibibytes(1024), free: .gibibytes(300), provisioned: 724, reserved: 10),
        pool("three", total: .gibibytes(1024), free: .gibibytes(512), provisioned: 900, thin: .ratio(2)),
    ]
    static let withInfinite = three + [pool("four", total: .infinite, free: .infinite)]

    private func raw(_ weigher: some PoolWeigher, _ pools: [PoolCandidate]) -> [Double] {
        var generator: any RandomNumberGenerator = FixedRandom()
        return weigher.rawWeights(of: pools, for: .create(1), using: &generator)
    }

    @Test func rawWeightsAreTheRoomThatMayBePromised() {
        #expect(raw(CapacityWeigher(multiplier: 1), Self.three) == [922, 198, 1148])
        #expect(raw(CapacityWeigher(multiplier: 1), Self.withInfinite) == [922, 198, 1148, -1])
    }

    @Test func weightsAreBroughtBetweenZeroAndOne() {
        #expect(normalised([922, 198, 1148]).map(\.plain) == ["0.7621", "0", "1"])
        #expect(normalised([922, 198, 1148, -1]).map(\.plain) == ["0.8033", "0.1732", "1", "0"])
        #expect(normalised([1, 2, 4]).map(\.plain) == ["0", "0.3333", "1"])
        #expect(normalised([5, 5]) == [0, 0])
        #expect(normalised([]).isEmpty)
    }

    @Test func theRoomiestPoolIsChosen() {
        #expect(Scheduler().place(.create(1), among: Self.three).pool?.pool == "three")
    }

    @Test func aNegativeMultiplierPacks() {
        #expect(Scheduler(capacityWeightMultiplier: -1).place(.create(1), among: Self.three).pool?.pool == "two")
    }

    @Test func poolsThatCannotTellComeLastEitherWay() {
        for multiplier in [1.0, -1.0] {
            let placement = Scheduler(capacityWeightMultiplier: multiplier).place(.create(1), among: Self.withInfinite)
            #expect(placement.explanation.pools.last?.pool.pool == "four")
        }
    }

    @Test func anUnknownWeightStaysFinite() {
        let packing = CapacityWeigher(multiplier: -1)
        #expect(raw(packing, Self.withInfinite) == [922, 198, 1148, 1148 + 100 * (1148 - 198)])
        let alone = [Self.three[0], Self.withInfinite[3]]
        #expect(raw(packing, alone) == [922, 922 + 10_000])
        #expect(raw(packing, [Self.withInfinite[3]]) == [0])
    }

    @Test func equalPoolsKeepTheirOrder() {
        let pools = ["c", "a", "b"].map { pool($0) }
        #expect(Scheduler().place(.create(1), among: pools).explanation.pools.map(\.pool.pool) == ["c", "a", "b"])
    }

    @Test func aRetypedVolumeStaysWhenItCan() {
        let request = PlacementRequest(.retype(from: Self.three[1].address), size: .init(1))
        #expect(Scheduler().place(request, among: Self.three).pool == Self.three[1].address)
    }
}
