/// Drops the pools of services that are down, disabled or frozen (`scheduler.md` 1); always in force.
struct ServiceStateFilter: PlacementFilter {
    let name = "ServiceStateFilter"

    func objection(to candidate: PoolCandidate, for request: PlacementRequest) -> Objection? {
        let service = candidate.service
        let state: String
        if service.isDisabled {
            state = "the service is disabled"
        } else if !service.isUp {
            state = "the service is down: no heartbeat in time"
        } else if service.isFrozen {
            state = "the service is frozen"
        } else {
            return nil
        }
        return Objection(
            filter: name,
            userPhrase: .init(one: "is out of service", many: "are out of service"),
            asked: "a service that is up, enabled and not frozen",
            found: state
        )
    }
}
