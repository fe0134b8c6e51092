import ScoriaDriver
import ScoriaModel
import Testing

@testable import ScoriaScheduler

/// Groups, moves and what is there already: `scheduler.md` sections 2 and 9.
@Suite struct GroupAndMoveTests {
    private static let pools = [
        pool("big", on: "h1@a", total: .gibibytes(100), free: .gibibytes(100), offering: ["group": true]),
        pool("small", on: "h1@a", total: .gibibytes(50), free: .gibibytes(50), offering: ["disk": "ssd"]),
        pool("only", on: "h2@b", total: .gibibytes(120), free: .gibibytes(120), offering: ["group": true, "disk": "ssd"]),
        pool("huge", on: "h3@c", total: .gibibytes(900), free: .gibibytes(900)),
    ]

    private func group(_ volumes: [PlacementRequest]) -> GroupPlacement {
        Scheduler().placeGroup(GroupPlacementRequest(groupSpecs: ["group": "<is> True"], volumes: volumes), among: Self.pools)
    }

    @Test func aGroupGoesWhereItsTypeAndAllItsVolumesAre() {
        #expect(group([.create(0)]).pool?.rawValue == "h2@b#only")
        #expect(group([.create(0, ["disk": "ssd"])]).pool?.rawValue == "h2@b#only")
    }

    @Test func sizesCountTogetherAndTheBackendMayUseAllItsPools() {
        let placed = group([.create(40, ["disk": "ssd"]), .create(90)])
        #expect(placed.pool?.rawValue == "h1@a#small")
        #expect(placed.volumePools.map(\.rawValue) == ["h1@a#small", "h1@a#big"])
    }

    @Test func eachMayFitAndYetNotAll() {
        let refused = group([.create(90), .create(90)])
        #expect(refused.pool == nil)
        #expect(refused.userSentence == "Each volume fits somewhere, but no backend takes all of them and the group's type together.")
    }

    @Test func theFirstPartThatFitsNowhereIsTold() {
        let refused = group([.create(1), .create(2000)])
        #expect(refused.pool == nil)
        #expect(refused.userSentence == "4 pools lack 2000 GiB free.")
        #expect(refused.operatorText.contains("volume 2: asked: create 2000 GiB"))
    }

    @Test func aRetypeThatMustNotMigrateStaysOrFails() {
        let present = Self.pools[1].address
        var request = PlacementRequest(.retype(from: present, mayMigrate: false), size: .init(60), extraSpecs: ["disk": "ssd"])
        #expect(Scheduler().place(request, among: Self.pools).pool == present)
        request.extraSpecs = ["group": "<is> True"]
        let refused = Scheduler().place(request, among: Self.pools)
        #expect(
            refused.explanation.userSentence
                == "2 pools would take the volume only if it moved; 2 pools do not offer what the volume type asks for."
        )
        request.operation = .retype(from: present)
        #expect(Scheduler().place(request, among: Self.pools).pool?.rawValue == "h2@b#only")
    }

    @Test func aVolumeOfBeforePoolsStaysOnItsBackend() {
        let request = PlacementRequest(.retype(from: .init(rawValue: "h1@a"), mayMigrate: false), size: .init(1))
        #expect(Scheduler().place(request, among: Self.pools).pool?.rawValue == "h1@a#big")
    }

    @Test func aMigrationNeedsRoomWhereItGoesAndNothingElseIsLookedAt() {
        let request = PlacementRequest(.migrate, size: .init(60), pinnedTo: Self.pools[1].address)
        #expect(Scheduler().place(request, among: Self.pools).explanation.userSentence == "1 pool lacks 60 GiB free.")
    }

    @Test func whatIsThereAlreadyNeedsNoRoom() {
        let full = pool(total: .gibibytes(10), free: .gibibytes(0))
        #expect(Scheduler().place(PlacementRequest(.manage, size: .init(8), pinnedTo: full.address), among: [full]).pool != nil)
        #expect(Scheduler().place(PlacementRequest(.createSnapshot, size: .init(8), pinnedTo: full.address), among: [full]).pool == nil)
    }

    private static let services = [
        BackupServiceCandidate(host: "down", availabilityZone: "nova", isUp: false),
        BackupServiceCandidate(host: "off", availabilityZone: "nova", isDisabled: true),
        BackupServiceCandidate(host: "far", availabilityZone: "elsewhere", driver: "posix"),
        BackupServiceCandidate(host: "one", availabilityZone: "nova", driver: "posix"),
        BackupServiceCandidate(host: "two", availabilityZone: "nova", driver: "swift"),
    ]

    static let backups: [(BackupHostRequest, Set<String>)] = [
        (.init(), ["far", "one", "two"]),
        (.init(availabilityZone: "nova"), ["one", "two"]),
        (.init(availabilityZone: "nova", preferredHost: "two"), ["two"]),
        (.init(preferredHost: "down"), ["far", "one", "two"]),
        (.init(driver: "posix"), ["far", "one"]),
        (.init(availabilityZone: "moon"), []),
    ]

    @Test(arguments: backups) func aBackupGoesToAnyServiceThatFits(_ request: BackupHostRequest, _ hosts: Set<String>) throws {
        var random = FixedRandom()
        var chosen: Set<String> = []
        for _ in 0..<100 {
            switch request.choose(among: Self.services, using: &random) {
            case .success(let host): chosen.insert(host)
            case .failure(let refusal):
                #expect(refusal.objections.first == "down: the service is down: no heartbeat in time")
                #expect(refusal.userSentence == "No backup service can do this at present.")
            }
        }
        #expect(chosen == hosts)
    }
}
