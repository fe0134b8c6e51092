public import ScoriaModel

/// The last report of one pool.
public struct PoolRecord: Sendable, Hashable {
    /// The pool.
    public var address: PoolAddress
    /// The host of the volume service that reports for it.
    public var serviceHost: BackendAddress
    /// The report as JSON text; its form is the business of the one who writes and reads it.
    public var statistics: String
    public var reportedAt: Timestamp

    /// A report.
    public init(address: PoolAddress, serviceHost: BackendAddress, statistics: String, reportedAt: Timestamp) {
        self.address = address
        self.serviceHost = serviceHost
        self.statistics = statistics
        self.reportedAt = reportedAt
    }
}

/// What is allocated on one pool by the rows, placed or being created there.
public struct PoolAllocation: Sendable, Hashable {
    public var volumes: Int
    public var gigabytes: Int

    /// So many volumes of so many gibibytes in all.
    public init(volumes: Int, gigabytes: Int) {
        self.volumes = volumes
        self.gigabytes = gigabytes
    }
}

extension Table {
    static let pools = Table("pools", columns: ["address", "service_host", "statistics", "reported_at"])
}

extension PoolRecord {
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .pools)
        self.init(
            address: try reader.value(0),
            serviceHost: try reader.value(1),
            statistics: row.text(2),
            reportedAt: try reader.value(3)
        )
    }
}

extension StoreReading {
    /// Every pool's last report, by address.
    public func pools() throws -> [PoolRecord] {
        try all(Table.pools.select + "ORDER BY address", [], PoolRecord.init(row:))
    }

    /// The volumes that each pool holds by their rows, counted from an index of hosts and sizes.
    public func allocations() throws -> [PoolAddress: PoolAllocation] {
        var allocations: [PoolAddress: PoolAllocation] = [:]
        try connection.query("SELECT host, count(*), sum(size) FROM volumes WHERE host IS NOT NULL GROUP BY host", []) { row in
            let allocation = PoolAllocation(volumes: Int(row.integer(1)), gigabytes: Int(row.integer(2)))
            allocations[PoolAddress(rawValue: row.text(0))] = allocation
        }
        return allocations
    }
}

extension WriteTransaction {
    /// Keeps a pool's report in place of the one before.
    public func report(_ pool: PoolRecord) throws {
        try connection.execute(
            Table.pools.insert + """
                 ON CONFLICT (address) DO UPDATE SET service_host = excluded.service_host,
                statistics = excluded.statistics, reported_at = excluded.reported_at
                """,
            [.text(pool.address), .text(pool.serviceHost), .text(pool.statistics), .text(pool.reportedAt)]
        )
    }

    /// Keeps the report of every pool of a service, and forgets the pools that it no longer names.
    public func report(_ pools: [PoolRecord], of service: BackendAddress) throws {
        let named = Set(pools.map(\.address))
        for old in try self.pools() where old.serviceHost == service && !named.contains(old.address) {
            try connection.execute("DELETE FROM pools WHERE address = ?", [.text(old.address)])
        }
        for pool in pools { try report(pool) }
    }
}
