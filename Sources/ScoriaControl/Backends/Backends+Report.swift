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
    func report(_ backend: Backend, in store: Store, clock: WallClock) async throws -> [PoolCandidate] {
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
        _ = try await store.write { try $0.report(records, after: ticket, allocations: allocations) }
        note(statistics, of: backend.address)
        noteUp(backend.address)
        // Made here rather than in the first placement's transaction, where everybody would wait for it.
        return try store.read { try book.page(in: $0, backends: self) }.candidates.filter { $0.address.backend == backend.address }
    }
}
