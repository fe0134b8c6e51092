public import ScoriaModel

/// What a reservation is for, which says from when on its gibibytes show in the rows of the volumes.
public enum ReservationKind: String, Sendable, Codable {
    /// A volume that is being made: its row is on the pool with its whole size from the beginning.
    case volume
    /// What a volume grows by: its row has the larger size only when the flow has succeeded.
    case growth
    /// A snapshot, which no volume's size counts.
    case snapshot
    /// What a volume that went elsewhere may have left behind.
    case remains
}

/// What the pools have promised beyond their last reports.
public struct Reserved: Sendable, Hashable {
    public var gigabytes: Int
    /// How many of the reservations are for new volumes.
    public var volumes: Int

    /// So many gibibytes, of which so many new volumes are a part.
    public init(gigabytes: Int = 0, volumes: Int = 0) {
        self.gigabytes = gigabytes
        self.volumes = volumes
    }
}

extension StoreReading {
    /// What is reserved on each pool on top of its last report; pools without reservations are not named.
    ///
    /// The cost follows the reservations since the last reports, not the volumes.
    public func reserved() throws -> [PoolAddress: Reserved] {
        var reserved: [PoolAddress: Reserved] = [:]
        try connection.query("SELECT pool, kind, sum(gigabytes), count(*) FROM reservations GROUP BY pool, kind", []) { row in
            let pool = PoolAddress(rawValue: row.text(0))
            reserved[pool, default: Reserved()].gigabytes += Int(row.integer(2))
            if row.text(1) == ReservationKind.volume.rawValue { reserved[pool, default: Reserved()].volumes += Int(row.integer(3)) }
        }
        return reserved
    }

    /// How many reservations there are; none when every pool has reported since the last flow ended.
    public func reservationCount(onBackend backend: BackendAddress? = nil) throws -> Int {
        guard let backend else { return try count("SELECT count(*) FROM reservations", []) }
        let pools = Self.poolRange(of: backend)
        return try count("SELECT count(*) FROM reservations WHERE pool >= ? AND pool < ?", [.text(pools.first), .text(pools.end)])
    }
}

extension WriteTransaction {
    /// Takes room on a pool for a flow, until a report that was begun after the flow's end shows it, or ``release(reservationsOf:)``.
    ///
    /// It goes with the volume's row as well, and for a snapshot with the snapshot's.
    public func reserve(
        _ size: GibiByteCount,
        on pool: PoolAddress,
        for kind: ReservationKind,
        volume: VolumeID? = nil,
        snapshot: SnapshotID? = nil,
        flow id: String
    ) throws {
        try connection.execute(
            "INSERT INTO reservations (flow_id, kind, volume_id, snapshot_id, pool, gigabytes) VALUES (?, ?, ?, ?, ?, ?)",
            [.text(id), .text(kind), .optional(volume), .optional(snapshot), .text(pool), .size(size)]
        )
    }

    /// Gives back what a flow has reserved, because nothing of it is on the backend.
    public func release(reservationsOf flow: String) throws {
        try connection.execute("DELETE FROM reservations WHERE flow_id = ?", [.text(flow)])
    }

    /// Lets another flow hold what a flow has reserved, because the other is to remove what takes the room.
    ///
    /// It no longer goes with the volume's row then: what is on the backend does not either.
    public func hand(reservationsOf flow: String, to other: String) throws {
        try connection.execute(
            "UPDATE reservations SET flow_id = ?, kind = ?, volume_id = NULL, snapshot_id = NULL WHERE flow_id = ?",
            [.text(other), .text(ReservationKind.remains), .text(flow)]
        )
    }
}
