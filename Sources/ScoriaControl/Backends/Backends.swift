public import ScoriaDriver
public import ScoriaModel
import ScoriaScheduler
import Synchronization

/// The backends of this process and what is known of them at present.
///
/// Backends come up independently of each other and of the service: a call for one that is not up yet fails transiently and says why.
public final class Backends: Sendable {
    /// What is known of one backend.
    struct Condition {
        var isUp = false
        /// Whether its first try to start is still under way; flows wait for the end of it.
        var isStarting = true
        /// Why it is not up.
        var reason = "it is still starting"
        var statistics: BackendStatistics?
        /// The id of the backend's service record.
        var serviceID: ServiceID?
        var service = PoolCandidate.ServiceState(isUp: false)
    }

    private let backends: [BackendAddress: Backend]
    private let order: [BackendAddress]
    private let conditions: Mutex<[BackendAddress: Condition]>
    /// The pools of the last reports, prepared for the scheduler.
    let book = PoolBook()

    /// The backends of the configuration, in its order.
    public init(_ backends: [Backend]) {
        self.backends = Dictionary(uniqueKeysWithValues: backends.map { ($0.address, $0) })
        order = backends.map(\.address)
        conditions = Mutex(Dictionary(uniqueKeysWithValues: backends.map { ($0.address, Condition()) }))
    }

    /// Every backend, in the order of the configuration.
    public var all: [Backend] { order.compactMap { backends[$0] } }

    /// The zones of the configured backends.
    public var zones: Set<String> { Set(backends.values.map(\.availabilityZone)) }

    /// The backend at an address; nil when the configuration has none there.
    public func backend(at address: BackendAddress) -> Backend? { backends[address] }

    /// The backend that holds a volume, ready for calls.
    ///
    /// Throws a transient ``DriverError`` while it is down, a permanent one when the configuration does not know it.
    func ready(_ pool: PoolAddress?) throws -> Backend {
        guard let pool else {
            throw DriverError(.notFound, .permanent, "The volume has not been placed on a backend.")
        }
        guard let backend = backends[pool.backend] else {
            throw DriverError(
                .invalidConfiguration,
                .permanent,
                "The backend \(pool.backend) is not configured on this host.",
                correction: "Put its section back into the configuration and into enabled_backends, then restart."
            )
        }
        let condition = conditions.withLock { $0[pool.backend] }
        guard condition?.isUp == true else {
            throw DriverError(
                .unavailable,
                .transient,
                "The backend \(pool.backend) is not up: \(condition?.reason ?? "it is unknown").",
                correction: "See the service's log for the backend's last error."
            )
        }
        return backend
    }

    /// Where each backend is in the order of the configuration, and what keeps it from being used.
    func placements() -> [BackendAddress: (rank: Int, service: PoolCandidate.ServiceState)] {
        conditions.withLock { conditions in
            var placements: [BackendAddress: (rank: Int, service: PoolCandidate.ServiceState)] = [:]
            for (rank, address) in order.enumerated() {
                guard let condition = conditions[address] else { continue }
                placements[address] = (rank, condition.service)
            }
            return placements
        }
    }

    /// The last report of a backend; nil before the first.
    public func statistics(of address: BackendAddress) -> BackendStatistics? {
        conditions.withLock { $0[address]?.statistics }
    }

    /// Whether a backend takes calls, and if not, why not.
    public func state(of address: BackendAddress) -> (isUp: Bool, reason: String?) {
        conditions.withLock { conditions in
            guard let condition = conditions[address] else { return (false, "it is not configured") }
            return (condition.isUp, condition.isUp ? nil : condition.reason)
        }
    }

    func noteUp(_ address: BackendAddress) {
        conditions.withLock { $0[address]?.isUp = true }
    }

    func noteDown(_ address: BackendAddress, because reason: String) {
        conditions.withLock { conditions in
            conditions[address]?.isUp = false
            conditions[address]?.isStarting = false
            conditions[address]?.reason = reason
            conditions[address]?.service.isUp = false
        }
        book.invalidate()
    }

    func note(_ statistics: BackendStatistics, of address: BackendAddress) {
        conditions.withLock { conditions in
            conditions[address]?.isStarting = false
            conditions[address]?.statistics = statistics
            conditions[address]?.service.isUp = true
        }
        book.invalidate()
    }

    /// Takes over what the records of a backend's service and of its cluster say, such as what operators have set.
    public func noteService(_ service: Service, in cluster: Cluster? = nil) {
        conditions.withLock { conditions in
            conditions[service.host]?.serviceID = service.id
            conditions[service.host]?.service.isDisabled = service.isDisabled || cluster?.isDisabled == true
            conditions[service.host]?.service.isFrozen = service.isFrozen || cluster?.isFrozen == true
        }
        book.invalidate()
    }

    /// Takes a backend's state from the records of its service and of its cluster, where no keeper keeps the backend: for an operator's
    /// command.
    public func assume(_ service: Service, in cluster: Cluster?, isUp: Bool) {
        conditions.withLock { $0[service.host]?.service.isUp = isUp }
        noteService(service, in: cluster)
    }

    /// Refuses work on a backend that is not there, is down, or that an operator has disabled, in the words of the field (400).
    ///
    /// One that is still starting is taken for one that will be up: what is accepted waits for it.
    func refuseUnavailable(_ host: PoolAddress) throws {
        guard let condition = conditions.withLock({ $0[host.backend] }) else {
            throw ControlError.badRequest("Host '\(host)' not found", correction: "Name a volume service as os-services lists it.")
        }
        guard condition.service.isUp || condition.isStarting, !condition.service.isDisabled else {
            throw ControlError.badRequest(
                "Service is unavailable at this time.",
                correction: "The service of \(host.backend) is \(condition.service.isDisabled ? "disabled" : "down")."
            )
        }
    }

    /// Refuses a change on a backend that an operator has frozen.
    ///
    /// Users read it, so the backend has no name here.
    func refuseFrozen(_ pool: PoolAddress?) throws {
        guard let pool, conditions.withLock({ $0[pool.backend]?.service.isFrozen == true }) else { return }
        throw ControlError.badRequest(
            "Invalid input received: The backend that this is on is frozen.",
            correction: "Wait until the operator has thawed it."
        )
    }

    /// The name of a pool by its cluster, `cluster@backend#pool`; nil when the node belongs to none.
    func clusterName(of pool: PoolAddress) -> String? {
        backends[pool.backend]?.clusterName.map { PoolAddress(backend: BackendAddress(rawValue: $0), pool: pool.pool).rawValue }
    }

    /// The id of the service record of a backend; nil before its first heartbeat.
    func serviceID(of address: BackendAddress) -> ServiceID? {
        conditions.withLock { $0[address]?.serviceID }
    }
}
