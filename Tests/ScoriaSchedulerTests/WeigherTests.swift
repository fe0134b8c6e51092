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

    @Test func rawWeightsAreTheRoomThatMayBePromised() {
        #expect(CapacityWeigher().rawWeights(of: Self.three, for: .create(1)) == [922, 198, 1148])
        #expect(CapacityWeigher().rawWeights(of: Self.withInfinite, for: .create(1)) == [922, 198, 1148, -1])
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
        #expect(packing.rawWeights(of: Self.withInfinite, for: .create(1)) == [922, 198, 1148, 1148 + 100 * (1148 - 198)])
        let alone = [Self.three[0], Self.withInfinite[3]]
        #expect(packing.rawWeights(of: alone, for: .create(1)) == [922, 922 + 10_000])
        #expect(packing.rawWeights(of: [Self.withInfinite[3]], for: .create(1)) == [0])
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
