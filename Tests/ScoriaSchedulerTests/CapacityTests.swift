import ScoriaDriver
import ScoriaModel
import Testing

@testable import ScoriaScheduler

/// The numbers of `scheduler.md` section 4, which the original code computed.
@Suite struct CapacityTests {
    /// Capacities of one pool and what the field computes from them.
    struct Case: Sendable, CustomTestStringConvertible {
        let total: Double
        let free: Double
        let provisioned: Double
        let reserved: Int
        let ratio: Double?
        var thick = false
        let virtualFree: Double

        var testDescription: String { "T \(total) F \(free) P \(provisioned) r \(reserved) M \(ratio.map { "\($0)" } ?? "-")" }
        var candidate: PoolCandidate {
            pool(
                total: .gibibytes(total),
                free: .gibibytes(free),
                provisioned: provisioned,
                reserved: reserved,
                thin: ratio.map { .ratio($0) }
            )
        }
    }

    static let cases = [
        Case(total: 500, free: 200, provisioned: 0, reserved: 0, ratio: nil, virtualFree: 200),
        Case(total: 500, free: 200, provisioned: 300, reserved: 5, ratio: nil, virtualFree: 175),
        Case(total: 500, free: 200, provisioned: 300, reserved: 5, ratio: 2, virtualFree: 650),
        Case(total: 500, free: 200, provisioned: 300, reserved: 5, ratio: 1, virtualFree: 175),
        Case(total: 500, free: 200, provisioned: 300, reserved: 5, ratio: 2, thick: true, virtualFree: 175),
        Case(total: 100, free: 50, provisioned: 120, reserved: 10, ratio: 20, virtualFree: 1680),
        Case(total: 99.7, free: 60.4, provisioned: 10, reserved: 7, ratio: 1.5, virtualFree: 130.55),
        Case(total: 100, free: 90, provisioned: 0, reserved: 0, ratio: nil, virtualFree: 90),
        Case(total: 1000, free: 30, provisioned: 900, reserved: 10, ratio: nil, virtualFree: 0),
    ]

    @Test(arguments: cases) func virtualFreeIsWhatTheFieldComputes(_ example: Case) throws {
        let figures = try #require(CapacityFigures(of: example.candidate, wantsThin: !example.thick))
        #expect(figures.virtualFree == example.virtualFree)
    }

    @Test(arguments: cases) func aPoolTakesItsVirtualFreeAndNoMore(_ example: Case) {
        let largest = Int(example.virtualFree)
        if largest > 0 { #expect(objection(to: .create(largest, thick: example.thick), of: example.candidate) == nil) }
        #expect(objection(to: .create(largest + 1, thick: example.thick), of: example.candidate) != nil)
    }

    @Test func reservedIsRoundedDown() throws {
        let candidate = pool(total: .gibibytes(99.7), reserved: 7)
        #expect(try #require(CapacityFigures(of: candidate, wantsThin: true)).reserved == 6)
    }

    @Test func theAutomaticRatioFollowsUse() {
        for (provisioned, ratio) in [(400.0, "1.9975"), (0, "20")] {
            let candidate = pool(total: .gibibytes(500), free: .gibibytes(100), provisioned: provisioned, thin: .automatic)
            #expect(CapacityFigures.ratio(of: candidate.pool).plain == ratio)
        }
    }

    @Test func provisionedIsWhatIsAllocatedWhenTheBackendCannotTell() throws {
        let candidate = pool(total: .gibibytes(100), free: .gibibytes(100), provisioned: nil) { $0.allocatedCapacity = 40 }
        #expect(try #require(CapacityFigures(of: candidate, wantsThin: true)).virtualFree == 60)
    }

    @Test func aRatioBelowOneTakesNothingThin() {
        let candidate = pool(total: .gibibytes(500), free: .gibibytes(200), thin: .ratio(0.8))
        #expect(objection(to: .create(1), of: candidate)?.found == "max_over_subscription_ratio 0.8 is below 1, so nothing thin fits")
        #expect(objection(to: .create(1, thick: true), of: candidate) == nil)
    }

    @Test func anUnknownTotalPassesOnlyWhenNothingIsReserved() {
        #expect(objection(to: .create(1), of: pool(total: .unknown, free: .gibibytes(10), reserved: 5)) != nil)
        #expect(objection(to: .create(1), of: pool(total: .unknown, free: .gibibytes(10))) == nil)
    }

    @Test(arguments: [Capacity.infinite, .unknown]) func freeSpaceThatIsNoNumberPassesAtOnce(_ free: Capacity) {
        #expect(objection(to: .create(1_000_000), of: pool(total: .gibibytes(1), free: free, reserved: 50)) == nil)
    }

    @Test func aPoolOfNothingTakesNothing() {
        #expect(objection(to: .create(1), of: pool(total: .gibibytes(0), free: .gibibytes(0))) != nil)
    }

    @Test func anExtensionNeedsOnlyTheDifference() {
        let candidate = pool(total: .gibibytes(500), free: .gibibytes(100))
        #expect(objection(to: .extend(from: 300, to: 400), of: candidate) == nil)
        #expect(objection(to: .extend(from: 300, to: 401), of: candidate) != nil)
        #expect(objection(to: .extend(from: 300, to: 300), of: pool(free: .gibibytes(0))) == nil)
    }

    @Test func aRetypedVolumeNeedsNoRoomWhereItIs() {
        let full = pool(total: .gibibytes(10), free: .gibibytes(0))
        let request = PlacementRequest(.retype(from: full.address), size: GibiByteCount(10))
        #expect(objection(to: request, of: full) == nil)
    }

    @Test func theObjectionNamesEveryFigure() {
        let candidate = pool(total: .gibibytes(500), free: .gibibytes(200), provisioned: 300, reserved: 5, thin: .ratio(2))
        let found = objection(to: .create(651), of: candidate)
        #expect(found?.asked == "651 GiB")
        #expect(found?.found == "650 GiB (total 500, free 200, provisioned 300, reserved 25, thin with ratio 2)")
    }

    private func objection(to request: PlacementRequest, of candidate: PoolCandidate) -> Objection? {
        CapacityFilter().objection(to: candidate, for: request)
    }
}
