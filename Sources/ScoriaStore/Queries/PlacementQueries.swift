public import ScoriaModel

extension StoreReading {
    /// The sizes of the volumes that were placed on a pool since a moment, such as its last report.
    public func sizePlaced(on pool: PoolAddress, since moment: Timestamp) throws -> GibiByteCount {
        let sum = try count(
            "SELECT COALESCE(sum(size), 0) FROM volumes WHERE host = ? AND scheduled_at > ?",
            [.text(pool), .text(moment)]
        )
        return GibiByteCount(sum)
    }

    /// A flow that is at work on a resource; nil when none is.
    public func activeFlow(about resourceID: String) throws -> FlowRow? {
        try flows(project: nil, states: [.running, .reverting], resourceID: resourceID, limit: 1).first
    }
}
