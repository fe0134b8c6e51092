import ScoriaModel
import ScoriaScheduler
import ScoriaStore

extension StoreReading {
    /// The pools as they are at this moment: their last report, and on top what is reserved on them since.
    ///
    /// Read inside the transaction that reserves the choice, so that no two schedulers over the database take the same gibibyte. The cost
    /// follows the pools and the reservations since their reports, not the volumes.
    func presentCandidates(_ backends: Backends) throws -> [PoolCandidate] {
        let page = try backends.book.page(in: self, backends: backends)
        var candidates = page.candidates
        for (pool, reserved) in try reserved() {
            guard let place = page.places[pool] else { continue }
            candidates[place].consume(GibiByteCount(reserved.gigabytes))
            candidates[place].volumeCount += reserved.volumes
        }
        return candidates
    }
}
