import Logging
import ScoriaDriver
import ScoriaModel
import ScoriaStore
import ScoriaSystem
import Testing

@testable import ScoriaControl

@Suite("A usage audit tells of each volume and snapshot once")
struct UsageAuditTests {
    private static let beginning = moment("2026-10-01")
    private static let ending = moment("2026-11-01")

    private static func moment(_ text: String) -> Timestamp { Timestamp(rawValue: text) ?? Timestamp(microseconds: 0) }

    @Test("and waits while many notifications wait, over as many lives of the service as that takes")
    func backlog() async throws {
        let world = try await ControlWorld()
        let store = world.store.delivering()
        try await store.write { try $0.setDeliveries(["slow"], at: Self.ending) }
        let (old, young) = (try await rows(5100, "2026-10-31T23:59:59.999999", in: store), try await rows(3, "2026-11-01", in: store))
        let auditor = UsageAuditor(store: store, rule: .month, at: "2026-11-02")
        try await auditor.work()
        let first = try told(in: store)
        #expect(first.count >= 5000 && first.count <= 5200)
        // As long as nothing is delivered nothing is added.
        try await UsageAuditor(store: store, rule: .month, at: "2026-11-02").work()
        #expect(try told(in: store).count == first.count)
        try await store.write { try $0.advance(delivery: "slow", to: 1_000_000, at: Self.ending) }
        try await UsageAuditor(store: store, rule: .month, at: "2026-11-03").work()
        #expect(try told(in: store).sorted() == old.sorted())
        let period = try #require(AuditPeriod(from: Self.beginning, to: Self.ending))
        let audit = try #require(try store.read { try $0.usageAudit(of: period) })
        #expect(audit.stage == .done && audit.told == old.count)
        // The next period has those that were too young for the first.
        try await UsageAuditor(store: store, rule: .month, at: "2026-12-01").work()
        try await store.write { try $0.advance(delivery: "slow", to: 2_000_000, at: Self.ending) }
        try await UsageAuditor(store: store, rule: .month, at: "2026-12-02").work()
        #expect(try told(in: store).count == 2 * old.count + young.count)
    }

    @Test("and finishes an unfinished period before the next one begins")
    func order() async throws {
        let world = try await ControlWorld()
        let store = world.store.delivering()
        _ = try await rows(3, "2026-10-05", in: store)
        let period = try #require(AuditPeriod(from: Self.beginning, to: Self.ending))
        _ = try await store.write {
            try $0.request(UsageAuditRow(period: period, requestID: RequestID(rawValue: "req-x"), at: Self.ending))
        }
        try await UsageAuditor(store: store, rule: .month, at: "2026-12-15").work()
        let ends = try store.read { try $0.deliverableEvents(after: 0, limit: 100) }.map {
            $0.payload?.contains("2026-12-01 00:00:00") == true
        }
        #expect(ends == [false, false, false, true, true, true])
    }

    @Test("and of nothing where nothing is delivered")
    func silent() async throws {
        let world = try await ControlWorld()
        _ = try await rows(3, "2026-10-05", in: world.store)
        try await UsageAuditor(store: world.store, rule: .month, at: "2026-12-15").work()
        #expect(try world.store.read { try $0.unfinishedUsageAudit() } == nil)
    }

    @Test("Capacity is told when a backend's figures change, pool by pool and then in all")
    func capacity() async throws {
        let world = try await ControlWorld(others: [GibiByteCount(10)])
        let store = world.store.delivering()
        func report() async throws -> [String] {
            let last = try store.read { try $0.eventBounds() }.newest
            for backend in world.backends.all { _ = try await world.backends.report(backend, in: store, clock: .system) }
            return try store.read { try $0.deliverableEvents(after: last, limit: 100) }.map { "\($0.type) \($0.resourceID)" }
        }
        // The world has let them report before anything was delivered.
        #expect(try await report() == [])
        _ = try await world.existingVolume(size: 3)
        #expect(try await report() == ["capacity.pool \(ControlWorld.pool)", "capacity.backend \(ControlWorld.pool.backend)"])
        #expect(try await report() == [])
        let payload = try #require(try store.read { try $0.deliverableEvents(after: 0, limit: 1) }.first?.payload)
        let members = try JSONValue(parsing: payload)
        #expect(members["name_to_id"]?.string == ControlWorld.pool.rawValue)
        #expect(payload.contains(#""total": 1024"#) || payload.contains(#""total":1024"#))
    }

    /// Volumes that were made at a moment, by row alone; their ids.
    private func rows(_ number: Int, _ createdAt: String, in store: Store) async throws -> [String] {
        let volumes = (0..<number).map { _ in
            Volume(
                id: IDSource.system.id(),
                projectID: ControlWorld.project,
                userID: UserID(rawValue: "tester"),
                size: GibiByteCount(1),
                createdAt: Self.moment(createdAt)
            )
        }
        try await store.write { transaction in for volume in volumes { try transaction.insert(volume) } }
        return volumes.map(\.id.rawValue)
    }

    /// The volumes that were told, once for each time.
    private func told(in store: Store) throws -> [String] {
        try store.read { try $0.deliverableEvents(after: 0, limit: 100_000) }.filter { $0.type == "volume.exists" }.map(\.resourceID)
    }
}

extension Store {
    /// The same store, whose events are delivered.
    fileprivate func delivering() -> Store {
        var settings = EventJournal.Settings()
        settings.delivers = true
        return with(journal: EventJournal(settings))
    }
}

extension UsageAuditor {
    /// An auditor at a moment.
    fileprivate init(store: Store, rule: AuditPeriodRule?, at text: String) {
        let now = Timestamp(rawValue: text) ?? Timestamp(microseconds: 0)
        let silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        self.init(store: store, rule: rule, clock: WallClock { now }, ids: .system, logger: silent)
    }
}
