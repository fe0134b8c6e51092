internal import ScoriaModel
internal import ScoriaStore

/// One availability zone, and whether volumes can be made in it now.
public struct AvailabilityZone: Sendable, Hashable {
    public var name: String
    public var isAvailable: Bool

    /// A zone with its state.
    public init(name: String, isAvailable: Bool) {
        self.name = name
        self.isAvailable = isAvailable
    }
}

extension Control {
    /// The zones of the volume services, sorted by name; one is available when an enabled service of it exists.
    public func availabilityZones() throws -> [AvailabilityZone] {
        var zones = [settings.storageAvailabilityZone: false]
        for service in try store.read({ transaction in try transaction.services() }) where service.binary == Service.volumeBinary {
            zones[service.availabilityZone, default: false] = zones[service.availabilityZone, default: false] || !service.isDisabled
        }
        return zones.map { AvailabilityZone(name: $0.key, isAvailable: $0.value) }.sorted { $0.name < $1.name }
    }
}
