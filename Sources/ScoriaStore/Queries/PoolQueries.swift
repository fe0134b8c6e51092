public import ScoriaModel

/// One pool with the last report of its backend.
public struct PoolRecord: Sendable, Hashable {
    public var address: PoolAddress
    /// The service that reports the pool.
    public var serviceHost: BackendAddress
    /// The report as JSON.
    public var statistics: String
    public var reportedAt: Timestamp
    /// Grows with every report of any backend, so that what was prepared from a report is known to be the last one.
    public var generation: Int64
    /// The volumes of our rows that the report is known to include.
    public var allocation: PoolAllocation

    /// A report; the store numbers it and counts what it includes.
    public init(address: PoolAddress, serviceHost: BackendAddress, statistics: String, reportedAt: Timestamp) {
        self.address = address
        self.serviceHost = serviceHost
        self.statistics = statistics
        self.reportedAt = reportedAt
        generation = 0
        allocation = PoolAllocation(volumes: 0, gigabytes: 0)
    }
}

/// What is allocated on one pool by the rows.
public struct PoolAllocation: Sendable, Hashable {
    public var volumes: Int
    public var gigabytes: Int

    /// So many volumes of so many gibibytes in all.
    public init(volumes: Int, gigabytes: Int) {
        self.volumes = volumes
        self.gigabytes = gigabytes
    }
}

/// Taken before a backend is asked for its statistics: what its answer will include for certain.
///
/// A clock could not tell: it may jump, and a call takes time. The order of transactions can.
public struct ReportTicket: Sendable, Hashable {
    public let backend: BackendAddress
    /// The backend's last report at that moment.
    let generation: Int64
    /// The reservations whose flows had ended by then, so that the backend knows all there is to know.
    let included: Set<Int64>
}

extension Table {
    static let pools = Table(
        "pools",
        columns: ["address", "service_host", "statistics", "reported_at", "generation", "volumes", "gigabytes"]
    )
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
        generation = row.integer(4)
        allocation = PoolAllocation(volumes: Int(row.integer(5)), gigabytes: Int(row.integer(6)))
    }
}

extension StoreReading {
    /// Every pool's last report, by address.
    public func pools() throws -> [PoolRecord] {
        try all(Table.pools.select + "ORDER BY address", [], PoolRecord.init(row:))
    }

    /// One pool's last report.
    public func pool(_ address: PoolAddress) throws -> PoolRecord? {
        try first(Table.pools.select + "WHERE address = ?", [.text(address)], PoolRecord.init(row:))
    }

    /// The number of the last report of any backend; nothing that was prepared from the pools changes while it stays.
    public func poolGeneration() throws -> Int64 {
        try first("SELECT value FROM meta WHERE key = 'pools_generation'", []) { $0.text(0) }.flatMap { Int64($0) } ?? 0
    }

    /// The number of each pool's last report.
    public func poolGenerations() throws -> [PoolAddress: Int64] {
        var generations: [PoolAddress: Int64] = [:]
        try connection.query("SELECT address, generation FROM pools", []) { row in
            generations[PoolAddress(rawValue: row.text(0))] = row.integer(1)
        }
        return generations
    }

    /// The volumes that each pool holds by their rows, counted from an index of hosts and sizes; of one backend or of all.
    public func allocations(onBackend backend: BackendAddress? = nil) throws -> [PoolAddress: PoolAllocation] {
        var allocations: [PoolAddress: PoolAllocation] = [:]
        let pools = backend.map { Self.poolRange(of: $0) }
        try connection.query(
            "SELECT host, count(*), sum(size) FROM volumes WHERE \(pools == nil ? "host IS NOT NULL" : "host >= ? AND host < ?") GROUP BY host",
            pools.map { [.text($0.first), .text($0.end)] } ?? []
        ) { row in
            let allocation = PoolAllocation(volumes: Int(row.integer(1)), gigabytes: Int(row.integer(2)))
            allocations[PoolAddress(rawValue: row.text(0))] = allocation
        }
        return allocations
    }

    /// Begins a report: to be taken before the backend is asked.
    public func reportTicket(of backend: BackendAddress) throws -> ReportTicket {
        let generation = try first("SELECT max(generation) FROM pools WHERE service_host = ?", [.text(backend)]) { $0.optionalInteger(0) }
        let held = try heldReservations(onBackend: backend)
        return ReportTicket(
            backend: backend,
            generation: generation.flatMap { $0 } ?? 0,
            included: Set(held.filter { !$0.isUnderWay }.map(\.id))
        )
    }

    /// The volumes that a report includes: those of the rows, without what the remaining reservations will add to it.
    ///
    /// To be taken after the backend has answered. Counted in a read, since it walks over every volume of the backend.
    public func includedAllocations(of ticket: ReportTicket) throws -> [PoolAddress: PoolAllocation] {
        var allocations = try allocations(onBackend: ticket.backend)
        for held in try heldReservations(onBackend: ticket.backend) where !ticket.included.contains(held.id) {
            switch held.kind {
            case .volume:
                allocations[held.pool]?.volumes -= 1
                allocations[held.pool]?.gigabytes -= held.gigabytes
            // A growth under way is in the reservation only; one that has ended is in the row too.
            case .growth: if held.hasSucceeded { allocations[held.pool]?.gigabytes -= held.gigabytes }
            case .snapshot, .remains: break
            }
        }
        return allocations
    }

    private func heldReservations(onBackend backend: BackendAddress) throws -> [HeldReservation] {
        let pools = Self.poolRange(of: backend)
        return try all(
            """
            SELECT reservations.id, reservations.pool, reservations.kind, reservations.gigabytes, flows.state
            FROM reservations LEFT JOIN flows ON flows.id = reservations.flow_id
            WHERE reservations.pool >= ? AND reservations.pool < ?
            """,
            [.text(pools.first), .text(pools.end)],
            HeldReservation.init(row:)
        )
    }
}

/// A reservation with the state of its flow.
private struct HeldReservation {
    let id: Int64
    let pool: PoolAddress
    let kind: ReservationKind
    let gigabytes: Int
    let isUnderWay: Bool
    let hasSucceeded: Bool

    init(row: SQLRow) {
        id = row.integer(0)
        pool = PoolAddress(rawValue: row.text(1))
        kind = ReservationKind(rawValue: row.text(2)) ?? .remains
        gigabytes = Int(row.integer(3))
        let state = row.optionalText(4).flatMap(FlowState.init(rawValue:))
        isUnderWay = state?.isActive == true
        hasSucceeded = state == .succeeded
    }
}

extension WriteTransaction {
    /// Keeps the report of every pool of a backend in place of the one before, forgets the pools that it no longer names, and with them
    /// the reservations that the report includes.
    ///
    /// False, and nothing is changed, when another report of the backend came in between: its answer is the younger one.
    @discardableResult
    public func report(
        _ pools: [PoolRecord],
        after ticket: ReportTicket,
        allocations: [PoolAddress: PoolAllocation] = [:]
    ) throws -> Bool {
        let present = try all(Table.pools.select + "WHERE service_host = ?", [.text(ticket.backend)], PoolRecord.init(row:))
        guard (present.map(\.generation).max() ?? 0) == ticket.generation else { return false }
        let generation = try nextPoolGeneration()
        let named = Set(pools.map(\.address))
        for old in present where !named.contains(old.address) {
            try connection.execute("DELETE FROM pools WHERE address = ?", [.text(old.address)])
        }
        for pool in pools {
            let allocation = allocations[pool.address] ?? PoolAllocation(volumes: 0, gigabytes: 0)
            try connection.execute(
                Table.pools.insert + """
                     ON CONFLICT (address) DO UPDATE SET service_host = excluded.service_host,
                    statistics = excluded.statistics, reported_at = excluded.reported_at, generation = excluded.generation,
                    volumes = excluded.volumes, gigabytes = excluded.gigabytes
                    """,
                [
                    .text(pool.address), .text(pool.serviceHost), .text(pool.statistics), .text(pool.reportedAt), .integer(generation),
                    .integer(Int64(allocation.volumes)), .integer(Int64(allocation.gigabytes)),
                ]
            )
        }
        for id in ticket.included { try connection.execute("DELETE FROM reservations WHERE id = ?", [.integer(id)]) }
        return true
    }

    private func nextPoolGeneration() throws -> Int64 {
        let next = try poolGeneration() + 1
        try connection.execute("UPDATE meta SET value = ? WHERE key = 'pools_generation'", [.text(String(next))])
        return next
    }
}
