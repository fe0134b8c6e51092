import Foundation
import ScoriaDriver
import ScoriaModel
import ScoriaScheduler
import ScoriaStore
import Synchronization

/// The pools of the last reports as the scheduler takes them, made once per report and not once per placement.
///
/// A placement reads the number of the last report in its own transaction; as long as that is the one the book was made from, nothing
/// is read or parsed again.
final class PoolBook: Sendable {
    /// Every pool of a configured backend, in the order of the configuration, then by name.
    struct Page: Sendable {
        var candidates: [PoolCandidate] = []
        var places: [PoolAddress: Int] = [:]
        var reportedAt: [PoolAddress: Timestamp] = [:]
    }

    private struct Entry {
        let generation: Int64
        let reportedAt: Timestamp
        let candidate: PoolCandidate
    }

    private struct State {
        var generation: Int64 = -1
        var entries: [PoolAddress: Entry] = [:]
        /// Counts what is known of the services beyond the reports.
        var revision = 0
        var page: (revision: Int, page: Page)?
    }

    private let state = Mutex(State())

    /// The state of a service has changed: the next page is made anew, without parsing anything again.
    func invalidate() {
        state.withLock { $0.revision += 1 }
    }

    /// The pools as of the transaction's moment.
    func page(in reading: some StoreReading, backends: Backends) throws -> Page {
        let generation = try reading.poolGeneration()
        let (isCurrent, page, revision, entries) = state.withLock { state in
            let isCurrent = state.generation == generation
            let page = isCurrent && state.page?.revision == state.revision ? state.page?.page : nil
            return (isCurrent, page, state.revision, state.entries)
        }
        if let page { return page }
        let present = isCurrent ? entries : try Self.entries(in: reading, keeping: entries, backends: backends)
        let made = Self.page(of: present, backends: backends)
        state.withLock { state in
            // A reader of an older snapshot must not put an older book in the place of a newer one.
            guard generation >= state.generation else { return }
            (state.generation, state.entries, state.page) = (generation, present, (revision, made))
        }
        return made
    }

    /// Reads the pools that have reported since, and leaves out those that are gone or not of this configuration.
    private static func entries(
        in reading: some StoreReading,
        keeping known: [PoolAddress: Entry],
        backends: Backends
    ) throws -> [PoolAddress: Entry] {
        var entries: [PoolAddress: Entry] = [:]
        for (address, generation) in try reading.poolGenerations() {
            if let entry = known[address], entry.generation == generation {
                entries[address] = entry
            } else if let backend = backends.backend(at: address.backend), let record = try reading.pool(address) {
                let candidate = StoredReport(record).candidate(of: backend)
                entries[address] = Entry(generation: generation, reportedAt: record.reportedAt, candidate: candidate)
            }
        }
        return entries
    }

    private static func page(of entries: [PoolAddress: Entry], backends: Backends) -> Page {
        let placements = backends.placements()
        var ordered: [(rank: Int, name: String, entry: Entry)] = []
        for (address, entry) in entries {
            if let rank = placements[address.backend]?.rank { ordered.append((rank, address.rawValue, entry)) }
        }
        ordered.sort { ($0.rank, $0.name) < ($1.rank, $1.name) }
        var page = Page()
        page.candidates.reserveCapacity(ordered.count)
        for (_, _, entry) in ordered {
            let address = entry.candidate.address
            guard let placement = placements[address.backend] else { continue }
            var candidate = entry.candidate
            candidate.service = placement.service
            page.places[address] = page.candidates.count
            page.reportedAt[address] = entry.reportedAt
            page.candidates.append(candidate)
        }
        return page
    }
}

/// What is stored of a pool's report: the pool's figures with what its backend reports beside its pools.
struct StoredReport: Codable {
    var pool: PoolStatistics
    var backend: [String: JSONValue]
    var address: PoolAddress
    /// Counted from the rows when the report was made; not a part of the text.
    var allocation = PoolAllocation(volumes: 0, gigabytes: 0)

    private enum CodingKeys: CodingKey {
        case pool, backend, address
    }

    init(_ pool: PoolStatistics, of statistics: BackendStatistics, at address: PoolAddress) {
        self.pool = pool
        self.address = address
        backend = statistics.extra
        backend["volume_backend_name"] = .string(statistics.backendName)
        backend["vendor_name"] = .string(statistics.vendorName)
        backend["driver_version"] = .string(statistics.driverVersion)
        backend["storage_protocol"] = .string(statistics.storageProtocol)
    }

    /// A report that cannot be read is one with figures that cannot be true, so that its pool is passed over and says why.
    init(_ record: PoolRecord) {
        let unreadable = PoolStatistics(
            name: record.address.pool ?? "",
            totalCapacity: .gibibytes(.nan),
            freeCapacity: .gibibytes(.nan)
        )
        // What is wrong with the text is of no use to anybody: the backend's next report replaces it.
        let read = try? Self.decoder.decode(StoredReport.self, from: Data(record.statistics.utf8))
        pool = read?.pool ?? unreadable
        backend = read?.backend ?? [:]
        address = record.address
        allocation = record.allocation
    }

    /// The report as its row keeps it.
    ///
    /// Figures that are no numbers are kept as such: the scheduler says so, instead of the report being lost.
    var json: String {
        get throws { String(decoding: try Self.encoder.encode(self), as: UTF8.self) }
    }

    func candidate(of configured: Backend) -> PoolCandidate {
        var pool = pool
        pool.allocatedCapacity = Double(allocation.gigabytes)
        var candidate = PoolCandidate(
            address: address,
            availabilityZone: configured.availabilityZone,
            pool: pool,
            backendCapabilities: backend,
            functions: configured.functions
        )
        candidate.volumeCount = allocation.volumes
        return candidate
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return encoder
    }

    private static var decoder: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return decoder
    }
}
