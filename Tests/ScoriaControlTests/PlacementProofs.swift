import ScoriaDriver
import ScoriaDriverTesting
import ScoriaFlow
import ScoriaFlowTesting
import ScoriaModel
import ScoriaStore
import ScoriaSystem
import Testing

@testable import ScoriaControl

/// What becomes of a volume whose backend fails: it goes elsewhere, whole, and leaves nothing behind.
@Suite("A volume whose backend fails")
struct PlacementProofs {
    @Test("goes to the next pool, through every crash and failure on the way")
    func nextPool() async throws {
        let report = try await FlowHarness(endsAfterFailure: Self.endsAfterFailure) {
            // The larger pool is the first choice, and never works.
            let world = try await ControlWorld(capacity: GibiByteCount(2048), others: [GibiByteCount(1024)]) { number, driver in
                guard number == 0 else { return driver }
                return Self.failing(driver)
            }
            return Self.harnessed(world)
        }.prove()
        #expect(report.faults == [], "\(report)")
        #expect(report.runs > 40)
    }

    @Test("goes to the next pool when any call fails at any moment")
    func anyFailure() async throws {
        let report = try await FlowHarness(endsAfterFailure: Self.endsAfterFailure) {
            Self.harnessed(try await ControlWorld(others: [GibiByteCount(1024)]))
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("leaves nothing on a backend that was away for a moment, through every crash on the way")
    func awayThroughCrashes() async throws {
        let report = try await FlowHarness(endsAfterFailure: Self.endsAfterFailure) {
            let world = try await ControlWorld(capacity: GibiByteCount(2048), others: [GibiByteCount(1024)]) { number, driver in
                guard number == 0 else { return driver }
                let faulty = FaultInjectingDriver(driver)
                // The volume is made there, nobody learns of it, and it cannot be taken away at once.
                faulty.fail(.createVolume, times: 1000, as: .ambiguousAfter)
                faulty.fail(.deleteVolume, times: 1, as: .transient)
                return faulty
            }
            return Self.harnessed(world, settling: true)
        }.prove()
        #expect(report.faults == [], "\(report)")
    }

    @Test("does not wait for a backend that is away, which is cleaned up when it is back")
    func away() async throws {
        let box = Box<FaultInjectingDriver>()
        let world = try await ControlWorld(capacity: GibiByteCount(2048), others: [GibiByteCount(1024)]) { number, driver in
            guard number == 0 else { return driver }
            let faulty = FaultInjectingDriver(driver)
            box.value = faulty
            return faulty
        }
        let faulty = try #require(box.value)
        let isAway = Switch(true)
        faulty.intercept { call in
            if call == .deleteVolume, isAway.isOn { throw DriverError(.unavailable, .transient, "The backend is away.") }
        }
        // Each try happens on the backend, and no answer comes.
        faulty.fail(.createVolume, times: 2, as: .ambiguousAfter)
        try await world.live { control in
            let volume = try await control.createVolume(VolumeCreation(size: GibiByteCount(5)), by: world.caller())
            let flow = try world.store.read { try #require(try $0.flows(project: nil, resourceID: volume.id.rawValue, limit: 9).last) }
            #expect(try await control.flows.completion(of: flow.id).state == .succeeded)
            #expect(try world.volume(volume.id)?.host == ControlWorld.pool(1))
            #expect(world.driver.contents.volumes == [volume.id], "the first backend still has what it made")
            try await world.report()
            let reserved = try world.store.read { try $0.reserved() }
            #expect(reserved == [ControlWorld.pool: Reserved(gigabytes: 5)], "the room is taken until it is removed")
            isAway.set(false)
            let removal = try world.store.read { try #require(try $0.flows(project: nil, resourceID: volume.id.rawValue, limit: 1).first) }
            #expect(try await control.flows.completion(of: removal.id).state == .succeeded)
            #expect(world.driver.contents.volumes.isEmpty)
        }
        #expect(try await world.restingFaults() == [])
    }

    @Test("is tried on so many pools and not on more, and each attempt is on record")
    func bounded() async throws {
        let world = try await ControlWorld(others: [1000, 900, 800].map { GibiByteCount($0) }) { _, driver in Self.failing(driver) }
        try await world.live { control in
            let volume = try await control.createVolume(VolumeCreation(size: GibiByteCount(1)), by: world.caller())
            let end = try await world.end(of: volume.id.rawValue, in: control)
            #expect(end.state == .failed)
            let attempts = try world.store.read { try $0.placements(ofFlow: end.id) }
            #expect(attempts.map(\.pool) == [0, 1, 2].map { ControlWorld.pool($0) })
            #expect(attempts.allSatisfy { $0.error == "Injected: the backend refuses createVolume." })
            let row = try #require(try world.volume(volume.id))
            #expect(row.status == .error && row.host == nil)
            #expect(end.error.flatMap(FlowFailure.init(json:))?.step == "createOnBackend")
        }
        #expect(try await world.restingFaults() == [])
    }

    @Test("stays where its source is")
    func pinned() async throws {
        let world = try await ControlWorld(others: [GibiByteCount(4096)]) { number, driver in
            guard number == 0 else { return driver }
            let faulty = FaultInjectingDriver(driver)
            faulty.fail(.cloneVolume, times: 9, as: .permanent)
            return faulty
        }
        let origin = try await world.existingVolume()
        try await world.live { control in
            let clone = try await control.createVolume(VolumeCreation(source: .volume(origin.id)), by: world.caller())
            let end = try await world.end(of: clone.id.rawValue, in: control)
            #expect(end.state == .failed)
            #expect(try world.store.read { try $0.placements(ofFlow: end.id) }.map(\.pool) == [ControlWorld.pool])
        }
        #expect(try await world.restingFaults() == [])
    }

    @Test(
        "is never sent to a backend that reports nonsense, and the scheduler says why",
        arguments: [-1, .nan, .infinity, 1e300, -.infinity] as [Double]
    )
    func nonsense(figure: Double) async throws {
        let world = try await ControlWorld(others: [GibiByteCount(100)]) { number, driver in
            guard number == 0 else { return driver }
            let liar = FaultInjectingDriver(driver)
            liar.alterStatistics { statistics in
                statistics.pools[0].totalCapacity = .gibibytes(figure)
                statistics.pools[0].extra["total_volumes"] = .number(figure)
                statistics.pools.append(statistics.pools[0])
                statistics.pools.append(PoolStatistics(name: "", totalCapacity: .unknown, freeCapacity: .gibibytes(.nan)))
            }
            return liar
        }
        try await world.live { control in
            let volume = try await control.createVolume(VolumeCreation(size: GibiByteCount(1)), by: world.caller())
            let end = try await world.end(of: volume.id.rawValue, in: control)
            #expect(end.state == .succeeded)
            #expect(try world.volume(volume.id)?.host == ControlWorld.pool(1))
            let text = try #require(try world.store.read { try $0.placements(ofFlow: end.id) }.first?.explanation)
            let document = try #require(PlacementDocument(stored: text))
            #expect(document.operatorText.contains("total_capacity_gb"), "\(document.operatorText)")
            #expect(try control.poolReports().count == 3)
        }
    }

    @Test("a stored report that cannot be read passes its pool over, nothing else")
    func unreadable() async throws {
        let world = try await ControlWorld(capacity: GibiByteCount(2048), others: [GibiByteCount(100)])
        let backend = ControlWorld.pool.backend
        let bad = PoolRecord(
            address: ControlWorld.pool,
            serviceHost: backend,
            statistics: "{\"pool\":[",
            reportedAt: WallClock.system.now()
        )
        try await world.store.write { transaction in
            let ticket = try transaction.reportTicket(of: backend)
            #expect(try transaction.report([bad], after: ticket))
        }
        try await world.live { control in
            let volume = try await control.createVolume(VolumeCreation(size: GibiByteCount(1)), by: world.caller())
            #expect(try await world.end(of: volume.id.rawValue, in: control).state == .succeeded)
            #expect(try world.volume(volume.id)?.host == ControlWorld.pool(1))
        }
    }

    // MARK: - Worlds

    /// A failing call may be made good elsewhere; a step of the database fails for every pool.
    @Sendable private static func endsAfterFailure(_ place: FlowPlace) -> Set<FlowState> {
        switch place {
        case .beforeCall, .afterCall: [.succeeded, .failed]
        default: [.failed]
        }
    }

    private static func failing(_ driver: MemoryDriver) -> FaultInjectingDriver {
        let faulty = FaultInjectingDriver(driver)
        faulty.fail(.createVolume, times: 1000, as: .permanent)
        return faulty
    }

    /// `settling` lets the flows that were started on the way come to their end before the world is judged.
    private static func harnessed(_ world: ControlWorld, settling: Bool = false) -> FlowHarness.World {
        let made = Box<VolumeID>()
        return world.harnessed { control in
            let volume = try await control.createVolume(VolumeCreation(size: GibiByteCount(1)), by: world.caller())
            made.value = volume.id
            return volume.id.rawValue
        } success: {
            if settling { try await settle(world) }
            let holders = world.drivers.values.filter { $0.contents.volumes == made.value.map { [$0] } }
            return try world.expect(made.value, .available) + (holders.count == 1 ? [] : ["the volume is on \(holders.count) backends"])
        } failure: {
            if settling { try await settle(world) }
            return try world.expect(made.value, .error)
                + (world.drivers.values.allSatisfy(\.contents.volumes.isEmpty) ? [] : ["bytes of the failed volume are left"])
        }
    }

    private static func settle(_ world: ControlWorld) async throws {
        try await world.live { control in
            while let flow = try world.store.read({ try $0.flows(project: nil, states: [.running, .reverting], limit: 1) }).first {
                _ = try await control.flows.completion(of: flow.id)
            }
        }
    }
}
