import ScoriaDriver
import ScoriaModel
import ScoriaScheduler
import ScoriaStore
import ScoriaSystem

extension Backends {
    /// Asks a backend for its statistics and keeps them for every scheduler over the database.
    ///
    /// Reservations that the statistics include end with it. What they include is told by the order of transactions: a reservation whose
    /// flow had ended before the backend was asked is in the answer; one that was under way may be or not, and is counted on top until the
    /// next report. So a pool is never thought emptier than it is, and when nothing is under way it is thought exactly as full as it is.
    ///
    /// Answers with the pools as they were reported. Throws what the driver or the store throws; the last report stays then.
    func report(_ backend: Backend, in store: Store, clock: WallClock, ids: IDSource = .system) async throws -> [PoolCandidate] {
        let ticket = try store.read { try $0.reportTicket(of: backend.address) }
        let statistics = try await backend.driver.statistics()
        let now = clock.now()
        let allocations = try store.read { try $0.includedAllocations(of: ticket) }
        var named: Set<String> = []
        // Of two pools of one name only the first can be meant.
        let records = try statistics.pools.filter { named.insert($0.name).inserted }.map { pool in
            let address = PoolAddress(backend: backend.address, pool: pool.name)
            return PoolRecord(
                address: address,
                serviceHost: backend.address,
                statistics: try StoredReport(pool, of: statistics, at: address).json,
                reportedAt: now
            )
        }
        _ = try await store.write { transaction in
            let before = transaction.journal.settings.delivers ? try transaction.pools() : []
            guard try transaction.report(records, after: ticket, allocations: allocations) else { return }
            guard transaction.journal.settings.delivers else { return }
            let after = try transaction.pools().filter { $0.serviceHost == backend.address }
            try transaction.tellCapacity(of: backend, from: before, to: after, at: now, ids: ids)
        }
        note(statistics, of: backend.address)
        noteUp(backend.address)
        // Made here rather than in the first placement's transaction, where everybody would wait for it.
        return try store.read { try book.page(in: $0, backends: self) }.candidates.filter { $0.address.backend == backend.address }
    }
}

extension WriteTransaction {
    /// Tells of the pools whose figures have changed and, if there are any, of the backend in all, as the field does.
    ///
    /// Pools without a number for what they have or what is free are left out, and not counted in the sum.
    fileprivate func tellCapacity(of backend: Backend, from before: [PoolRecord], to after: [PoolRecord], at now: Timestamp, ids: IDSource)
        throws
    {
        let old = Dictionary(before.map { ($0.address, ReportedCapacity(of: StoredReport($0).candidate(of: backend))) }) { $1 }
        var (sum, isChanged) = (ReportedCapacity(), false)
        let events = EventWriter(self, origin: .service(request: RequestID(rawValue: "req-" + ids.uuid()), at: now), ids: ids)
        for pool in after {
            guard let figures = ReportedCapacity(of: StoredReport(pool).candidate(of: backend)) else { continue }
            sum += figures
            guard old[pool.address].flatMap({ $0 }) != figures else { continue }
            isChanged = true
            try events.capacity("pool", of: pool.address.rawValue, figures)
        }
        if isChanged { try events.capacity("backend", of: backend.address.rawValue, sum) }
    }
}
