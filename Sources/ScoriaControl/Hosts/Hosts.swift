public import ScoriaModel
public import ScoriaStore
internal import ScoriaSystem

extension Control {
    /// What each project has on the backend of a volume service (404 when no such service is known).
    public func usage(ofHost host: String) throws -> [HostUsage] {
        let address = BackendAddress(rawValue: host)
        return try store.read { transaction in
            guard try transaction.service(binary: Service.volumeBinary, host: address) != nil else { throw Self.noHost(host) }
            return try transaction.usage(ofHost: address)
        }
    }

    /// Enables or disables every service on a host (404 when there is none).
    ///
    /// The field offers this and fails with a 500 (`traps.md` 24); here it does what it says.
    public func setHost(_ host: String, disabled: Bool, by caller: Caller) async throws {
        let address = BackendAddress(rawValue: host)
        let (services, clusters) = try await store.write { transaction in
            var services = try transaction.services().filter { $0.host == address }
            guard !services.isEmpty else { throw Self.noHost(host) }
            for index in services.indices {
                services[index].isDisabled = disabled
                if !disabled { services[index].disabledReason = nil }
                try transaction.update(services[index])
            }
            return (services, try transaction.clusters())
        }
        for service in services where service.binary == Service.volumeBinary {
            backends.noteService(service, in: clusters.first(where: service.belongs))
        }
    }

    private static func noHost(_ host: String) -> ControlError { ControlError(.notFound, "Host \(host) could not be found.") }
}
