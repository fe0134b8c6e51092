import ScoriaModel
import ScoriaScheduler
import ScoriaStore

extension StoreReading {
    /// The pools as they are at this moment: their last report, and on top what was placed on them since.
    ///
    /// Read inside the transaction that records the choice, so that two requests never both take the last gibibytes.
    func presentCandidates(_ backends: Backends) throws -> [PoolCandidate] {
        try backends.candidates().map { candidate in
            guard let reportedAt = backends.reportedAt(candidate.address.backend) else { return candidate }
            var candidate = candidate
            let placed = try sizePlaced(on: candidate.address, since: reportedAt)
            if placed.rawValue > 0 { candidate.consume(placed) }
            return candidate
        }
    }

    /// Refuses a growth for which the volume's own pool has no room.
    func checkRoom(for volume: Volume, growingTo size: GibiByteCount, environment: FlowEnvironment) throws -> String? {
        guard let host = volume.host,
            let candidate = try presentCandidates(environment.backends).first(where: { $0.address == host })
        else { return nil }
        let request = PlacementRequest(
            .extend(from: volume.size, isAttached: volume.attachStatus != .detached),
            size: size,
            extraSpecs: try volume.volumeTypeID.flatMap { try volumeType($0) }?.extraSpecs ?? [:],
            pinnedTo: host
        )
        let placement = environment.scheduler.place(request, among: [candidate])
        return placement.pool == nil ? placement.explanation.userSentence : nil
    }
}
