public import ScoriaDriver
import ScoriaModel

extension LVMDriver {
    /// What LVM says of the group, in one command: asked anew each time, so never out of date.
    public func statistics() async throws -> BackendStatistics {
        let action = "Asking volume group \(configuration.volumeGroup) for its capacity"
        let session = try opened(action)
        let group = try await commands.group(doing: action)
        let users = group.volumes.filter { [.thick, .thin, .thickSnapshot].contains($0.kind) }
        var statistics: PoolStatistics
        if session.makesThin {
            guard let pool = group.volumes.first(where: { $0.name == configuration.thinPool && $0.kind == .thinPool }) else {
                throw DriverError(
                    .unavailable,
                    .transient,
                    "\(action) failed: there is no thin pool \(configuration.thinPool) any more.",
                    correction: "Give it its name back (lvrename), or restart the service to have a new one made."
                )
            }
            // A pool that is down or has failed does not tell how full it is, and takes nothing.
            let free = Double(pool.size.rawValue) * (100 - (pool.dataPercent ?? 100)) / 100
            statistics = PoolStatistics(
                name: configuration.poolName,
                totalCapacity: .gibibytes(pool.size.gibibytes),
                freeCapacity: .gibibytes(free / Double(1 << 30))
            )
            statistics.provisionedCapacity = users.filter { $0.pool == pool.name }.reduce(0) { $0 + $1.size.gibibytes }
            statistics.extra["metadata_used_percent"] = pool.metadataPercent.map(JSONValue.number) ?? .null
        } else {
            // Each mirror takes the space once more.
            let share = Double(1 + configuration.mirrors)
            statistics = PoolStatistics(
                name: configuration.poolName,
                totalCapacity: .gibibytes(group.size.gibibytes / share),
                freeCapacity: .gibibytes(group.free.gibibytes / share)
            )
            statistics.provisionedCapacity = users.reduce(0) { $0 + $1.size.gibibytes }
        }
        statistics.supportsThin = session.makesThin
        statistics.supportsThick = !session.makesThin
        statistics.supportsMultiattach = true
        statistics.reservedPercentage = configuration.reservedPercentage
        statistics.overSubscription = configuration.overSubscription
        statistics.extra.merge(configuration.extraCapabilities) { $1 }
        statistics.extra["total_volumes"] = .integer(
            Int64(group.volumes.count { if case .volume = LogicalVolumeName.kind(of: $0.name) { true } else { false } })
        )
        let location = LVMLocation(
            uuid: group.uuid,
            group: configuration.volumeGroup,
            isThin: session.makesThin,
            mirrors: configuration.mirrors
        )
        statistics.extra["location_info"] = .string(location.text)
        return BackendStatistics(
            backendName: configuration.backendName,
            vendorName: "Scoria",
            driverVersion: "1.0.0",
            storageProtocol: target.storageProtocol,
            pools: [statistics],
            extra: ["sparse_copy_volume": true]
        )
    }
}

extension LVMDriver: InventoryDriver {
    public func inventory() async throws -> [InventoryObject] {
        try await commands.group(doing: "Listing volume group \(configuration.volumeGroup)").volumes.compactMap { volume in
            switch LogicalVolumeName.kind(of: volume.name) {
            case .volume(let id): volume.isPartial ? .partial(volume.name) : .volume(id)
            case .snapshot(let id): .snapshot(id)
            case .passing: .partial(volume.name)
            case .foreign: nil
            }
        }
    }
}
