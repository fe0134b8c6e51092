/// Drops the pools of services that are down, disabled or frozen (`scheduler.md` 1); always in force.
struct ServiceStateFilter: PlacementFilter {
    let name = "ServiceStateFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? { Check() }

    private struct Check: PoolCheck {
        let phrase = Objection.Phrase(one: "is out of service", many: "are out of service")

        func finding(on candidate: PoolCandidate) -> Finding? {
            let service = candidate.service
            guard service.isDisabled || !service.isUp || service.isFrozen else { return nil }
            return Finding(phrase, asked: "a service that is up, enabled and not frozen", found: Self.words(for: service))
        }

        private static func words(for service: PoolCandidate.ServiceState) -> String {
            if service.isDisabled { return "the service is disabled" }
            return service.isUp ? "the service is frozen" : "the service is down: no heartbeat in time"
        }
    }
}
