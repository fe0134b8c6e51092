public import ScoriaModel

/// A service record as the wire shows it, with what is not in the record.
public struct ServiceView: Sendable {
    public var service: Service
    /// Whether its last heartbeat is recent.
    public var isUp: Bool
    /// What the backend's pools report of it: `up`, `down`, or nil when no pool is known; shown for `cinder-volume` only.
    public var backendState: String?

    /// A record with its state.
    public init(_ service: Service, isUp: Bool, backendState: String?) {
        self.service = service
        self.isUp = isUp
        self.backendState = backendState
    }

    /// Writes `{"services": […]}`.
    public static func write(_ services: [ServiceView], in version: Microversion, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("services")
        writer.beginArray()
        for service in services { service.write(version, &writer) }
        writer.endArray()
        writer.endObject()
    }

    private func write(_ version: Microversion, _ writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("binary", service.binary)
        writer.member("host", service.host.rawValue)
        writer.member("zone", service.availabilityZone)
        writer.member("status", service.isDisabled ? "disabled" : "enabled")
        writer.member("state", isUp ? "up" : "down")
        writer.member("updated_at", service.updatedAt)
        writer.member("disabled_reason", service.disabledReason)
        if version >= Microversion(7) { writer.member("cluster", service.clusterName) }
        if service.binary == Service.volumeBinary { writeVolumeServiceMembers(version, &writer) }
        writer.endObject()
    }

    /// What only the services that run backends have.
    private func writeVolumeServiceMembers(_ version: Microversion, _ writer: inout JSONWriter) {
        writer.member("replication_status", service.replicationStatus)
        writer.member("active_backend_id", service.activeBackendID)
        writer.member("frozen", service.isFrozen)
        if version >= Microversion(49) { writer.member("backend_state", backendState) }
    }

    /// Writes the reply to enable, disable and disable-log-reason; the last has a reason.
    public static func writeChange(of service: Service, reason: String?, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("host", service.host.rawValue)
        writer.member("service", service.binary)
        writer.member("binary", service.binary)
        writer.member("status", service.isDisabled ? "disabled" : "enabled")
        writer.member("disabled", service.isDisabled)
        if let reason { writer.member("disabled_reason", reason) }
        writer.endObject()
    }
}
