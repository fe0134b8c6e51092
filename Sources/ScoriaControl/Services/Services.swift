public import ScoriaModel
internal import ScoriaStore
internal import ScoriaSystem

/// A service record with what only the present moment tells.
public struct ServiceState: Sendable, Hashable {
    public var service: Service
    /// Whether its last heartbeat is young enough.
    public var isUp: Bool

    /// A record with its liveness.
    public init(service: Service, isUp: Bool) {
        self.service = service
        self.isUp = isUp
    }
}

extension Control {
    /// Every service that matches, sorted by binary and host.
    ///
    /// `host` matches a whole service host, or the part before its `@`.
    public func services(binary: String? = nil, host: String? = nil) throws -> [ServiceState] {
        let now = clock.now()
        return try store.read { transaction in try transaction.services() }
            .filter { service in
                if let binary, service.binary != binary { return false }
                guard let host else { return true }
                let name = service.host.rawValue
                return name == host || name.hasPrefix(host + "@")
            }
            .map { ServiceState(service: $0, isUp: $0.isUp(at: now, downTime: settings.serviceDownTime)) }
    }

    /// Enables a service, or disables it with a reason, so that the scheduler uses or avoids it (404 when there is none).
    public func setService(binary: String, host: String, disabled: Bool, reason: String?, by caller: Caller) async throws -> Service {
        let (service, cluster) = try await store.write { transaction in
            guard var service = try transaction.service(binary: binary, host: BackendAddress(rawValue: host)) else {
                throw ControlError(.notFound, "Service \(binary) could not be found on host \(host).")
            }
            service.isDisabled = disabled
            service.disabledReason = disabled ? reason : nil
            try transaction.update(service)
            return (service, try transaction.cluster(of: service))
        }
        if service.binary == Service.volumeBinary { backends.noteService(service, in: cluster) }
        return service
    }

    /// Freezes a backend, so that nothing on it may be changed, or thaws it.
    ///
    /// Freezing what is frozen, or thawing what is not, is refused as in the field (400).
    public func setFrozen(_ frozen: Bool, host: String, by caller: Caller) async throws {
        let (service, cluster) = try await store.write { transaction in
            let found = try transaction.service(binary: Service.volumeBinary, host: BackendAddress(rawValue: host))
            guard let present = found else {
                throw ControlError.badRequest(
                    "Service \(Service.volumeBinary) could not be found on host \(host).",
                    correction: "Name a volume service as os-services lists it."
                )
            }
            guard present.isFrozen != frozen else {
                throw ControlError.badRequest("Invalid input received: Host \(host) is \(frozen ? "already" : "not") frozen.")
            }
            let service = present.frozen(frozen)
            try transaction.update(service)
            return (service, try transaction.cluster(of: service))
        }
        backends.noteService(service, in: cluster)
    }
}

extension StoreReading {
    /// The cluster that a service belongs to; nil when it stands alone.
    func cluster(of service: Service) throws -> Cluster? {
        try service.clusterName.flatMap { try cluster($0, binary: service.binary) }
    }
}
