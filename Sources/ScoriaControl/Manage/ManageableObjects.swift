import ScoriaDriver
public import ScoriaModel
import ScoriaStore

/// What lies on a backend and could be managed, or why it could not.
extension Control {
    /// Where a backend of a cluster is, with the pool that the cluster was named with; nil when none serves it.
    public func host(ofCluster cluster: PoolAddress) -> PoolAddress? {
        backends.all.first { $0.clusterName == cluster.backend.rawValue }.map { PoolAddress(backend: $0.address, pool: cluster.pool) }
    }

    /// The objects of a backend that could become volumes.
    public func manageableVolumes(on host: PoolAddress) async throws -> [ManageableObject] {
        let backend = try readyToList(host)
        let known = try store.read { try $0.volumes(onBackend: host.backend) }
        return try await listing(of: host) {
            let driver: any ManageDriver = try backend.ability("list what could be managed")
            return try await driver.manageableVolumes(known: known)
        }
    }

    /// The objects of a backend that could become snapshots of volumes there.
    public func manageableSnapshots(on host: PoolAddress) async throws -> [ManageableObject] {
        let backend = try readyToList(host)
        let known = try store.read { try $0.snapshots(onBackend: host.backend) }
        return try await listing(of: host) {
            let driver: any ManageSnapshotDriver = try backend.ability("list what could be managed")
            return try await driver.manageableSnapshots(known: known)
        }
    }

    private func readyToList(_ host: PoolAddress) throws -> Backend {
        guard backends.backend(at: host.backend) != nil else {
            throw ControlError(
                .notFound,
                "Service \(Service.volumeBinary) could not be found on host \(host).",
                correction: "Name a volume service as os-services lists it."
            )
        }
        try backends.refuseUnavailable(host)
        do {
            return try backends.ready(host)
        } catch let error as DriverError {
            throw ControlError.badRequest("Service is unavailable at this time.", correction: error.message)
        }
    }

    /// These routes are the operator's, who may read what the driver says.
    private func listing(of host: PoolAddress, _ body: () async throws -> [ManageableObject]) async throws -> [ManageableObject] {
        do {
            return try await body()
        } catch let error as DriverError {
            let code: ControlError.Code = error.disposition == .permanent ? .internalFailure : .unavailable
            throw ControlError(
                error.code == .notSupported ? .badRequest : code,
                "The objects of \(host.backend) cannot be listed: \(error.message)",
                correction: error.correction
            )
        }
    }
}
