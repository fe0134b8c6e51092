public import ScoriaModel

/// A cluster as the wire shows it, with what its services say of it.
public struct ClusterView: Sendable {
    /// Which fields are shown.
    public enum Shape: Sendable {
        /// `GET /clusters` and the replies to changes.
        case summary
        /// `GET /clusters/detail` and `GET /clusters/{name}`.
        case detail
    }

    private let cluster: Cluster
    private let isUp: Bool
    private let hosts: Int
    private let hostsDown: Int
    private let lastHeartbeat: Timestamp?

    /// A cluster with its counts.
    public init(_ cluster: Cluster, isUp: Bool, hosts: Int, hostsDown: Int, lastHeartbeat: Timestamp?) {
        self.cluster = cluster
        self.isUp = isUp
        self.hosts = hosts
        self.hostsDown = hostsDown
        self.lastHeartbeat = lastHeartbeat
    }

    /// Writes `{"clusters": […]}`.
    public static func write(_ clusters: [ClusterView], _ shape: Shape, in version: Microversion, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("clusters")
        writer.beginArray()
        for cluster in clusters { cluster.writeObject(shape, showsReason: false, version, &writer) }
        writer.endArray()
        writer.endObject()
    }

    /// Writes `{"cluster": {…}}`; the reply to a change has the reason beside the summary.
    public func write(_ shape: Shape, showsReason: Bool = false, in version: Microversion, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("cluster")
        writeObject(shape, showsReason: showsReason, version, &writer)
        writer.endObject()
    }

    private func writeObject(_ shape: Shape, showsReason: Bool, _ version: Microversion, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", cluster.name)
        writer.member("binary", cluster.binary)
        writer.member("state", isUp ? "up" : "down")
        writer.member("status", cluster.isDisabled ? "disabled" : "enabled")
        let isReplicated = version >= Microversion(26)
        if isReplicated { writer.member("replication_status", cluster.replicationStatus) }
        if showsReason { writer.member("disabled_reason", cluster.disabledReason) }
        if case .detail = shape {
            writer.member("num_hosts", Int64(hosts))
            writer.member("num_down_hosts", Int64(hostsDown))
            // Empty text where everything else in the field is null (`traps.md` 15).
            writer.member("last_heartbeat", lastHeartbeat?.rawValue ?? "")
            writer.member("created_at", cluster.createdAt)
            writer.member("updated_at", cluster.updatedAt?.rawValue ?? "")
            writer.member("disabled_reason", cluster.disabledReason)
            if isReplicated {
                writer.member("frozen", cluster.isFrozen)
                writer.member("active_backend_id", cluster.activeBackendID)
            }
        }
        writer.endObject()
    }
}
