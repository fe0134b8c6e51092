public import ScoriaDriver
import ScoriaModel
import ScoriaSystem

extension FileDriver {
    /// What the file system says, and the sum of the lengths of our files: asked anew each time, so never out of date.
    ///
    /// The space that files use is not added up, because blocks shared by clones would count several times.
    public func statistics() async throws -> BackendStatistics {
        let found = try await perform("Asking pool \(pool.path) for its capacity") { directory, session in
            (capacity: try FilePool.capacity(of: directory), sums: try Self.measure(directory), session: session)
        }
        var statistics = PoolStatistics(
            name: configuration.poolName,
            totalCapacity: .gibibytes(found.capacity.total.gibibytes),
            freeCapacity: .gibibytes(found.capacity.free.gibibytes)
        )
        statistics.provisionedCapacity = found.sums.provisioned.gibibytes
        statistics.reservedPercentage = configuration.reservedPercentage
        statistics.overSubscription = configuration.overSubscription
        statistics.supportsThin = true
        statistics.supportsThick = false
        statistics.supportsMultiattach = true
        statistics.extra = configuration.extraCapabilities
        statistics.extra["total_volumes"] = .integer(Int64(found.sums.volumes))
        statistics.extra["location_info"] = .string("ScoriaFileDriver:\(found.session.poolID)")
        return BackendStatistics(
            backendName: configuration.backendName,
            vendorName: "Scoria",
            driverVersion: "1.0.0",
            storageProtocol: target.storageProtocol,
            pools: [statistics],
            extra: ["sparse_copy_volume": true]
        )
    }

    private struct Sums {
        var provisioned = ByteCount(0)
        var volumes = 0
    }

    private static func measure(_ directory: OpenFile) throws -> Sums {
        var sums = Sums()
        for name in try directory.names() {
            switch ObjectName.kind(of: name) {
            case .volume: sums.volumes += 1
            case .snapshot, .partial: break
            case .marker, .foreign: continue
            }
            // A file may go between the listing and the look at it.
            guard let status = try directory.status(of: name) else { continue }
            sums.provisioned = ByteCount(sums.provisioned.rawValue + status.size.rawValue)
        }
        return sums
    }
}

extension FileDriver: InventoryDriver {
    public func inventory() async throws -> [InventoryObject] {
        try await perform("Listing pool \(pool.path)") { directory, _ in
            try directory.names().sorted().compactMap { name in
                switch ObjectName.kind(of: name) {
                case .volume(let id): .volume(id)
                case .snapshot(let id): .snapshot(id)
                case .partial: .partial(name)
                case .marker, .foreign: nil
                }
            }
        }
    }
}
