public import ScoriaModel

/// Hosts as the wire shows them.
public enum HostViews {
    /// One service of a host: its record, and whether its last heartbeat is recent.
    public typealias HostedService = (service: Service, isUp: Bool)

    /// Writes `{"hosts": […]}`.
    public static func write(_ hosts: [HostedService], to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("hosts")
        writer.beginArray()
        for host in hosts {
            writer.beginObject()
            writer.member("host_name", host.service.host.rawValue)
            writer.member("service", host.service.binary)
            writer.member("zone", host.service.availabilityZone)
            writer.member("service-status", host.isUp ? "available" : "unavailable")
            writer.member("service-state", host.service.isDisabled ? "disabled" : "enabled")
            writer.member("last-update", host.service.updatedAt)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    /// What a project has on a host.
    public struct Usage: Sendable, Hashable {
        public var project: String
        public var volumes: Int
        public var volumeGigabytes: Int
        public var snapshots: Int
        public var snapshotGigabytes: Int

        /// So much of a project, or of all under the name `(total)`.
        public init(project: String, volumes: Int, volumeGigabytes: Int, snapshots: Int, snapshotGigabytes: Int) {
            self.project = project
            self.volumes = volumes
            self.volumeGigabytes = volumeGigabytes
            self.snapshots = snapshots
            self.snapshotGigabytes = snapshotGigabytes
        }
    }

    /// Writes `{"host": […]}`: the total first, then each project; the numbers are texts, as in the field.
    public static func write(_ usages: [Usage], of host: String, to writer: inout JSONWriter) {
        func sum(_ count: KeyPath<Usage, Int>) -> Int { usages.reduce(0) { $0 + $1[keyPath: count] } }
        let total = Usage(
            project: "(total)",
            volumes: sum(\.volumes),
            volumeGigabytes: sum(\.volumeGigabytes),
            snapshots: sum(\.snapshots),
            snapshotGigabytes: sum(\.snapshotGigabytes)
        )
        writer.beginObject()
        writer.key("host")
        writer.beginArray()
        for usage in [total] + usages {
            writer.beginObject()
            writer.key("resource")
            writer.beginObject()
            writer.member("host", host)
            writer.member("project", usage.project)
            writer.member("volume_count", "\(usage.volumes)")
            writer.member("total_volume_gb", "\(usage.volumeGigabytes)")
            writer.member("snapshot_count", "\(usage.snapshots)")
            writer.member("total_snapshot_gb", "\(usage.snapshotGigabytes)")
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }
}
