import ScoriaModel

/// Drops the pools that were tried for this request and failed; always in force.
///
/// The field turns this on by naming `RetryFilter` (class `IgnoreAttemptedHostsFilter`); a pool that has just failed is no use to
/// anybody, so here the name only decides where in the order it stands.
struct AttemptedPoolsFilter: PlacementFilter {
    let name = "IgnoreAttemptedHostsFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? {
        request.excludedPools.isEmpty ? nil : Check(excluded: request.excludedPools)
    }

    private struct Check: PoolCheck {
        let excluded: Set<PoolAddress>
        let phrase = Objection.Phrase(one: "was tried and failed", many: "were tried and failed")

        func finding(on candidate: PoolCandidate) -> Finding? {
            guard excluded.contains(candidate.address) else { return nil }
            return Finding(phrase, asked: "a pool not tried before", found: "an earlier attempt failed here")
        }
    }
}
