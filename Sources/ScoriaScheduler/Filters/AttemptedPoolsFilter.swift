/// Drops the pools that were tried for this request and failed; always in force.
struct AttemptedPoolsFilter: PlacementFilter {
    let name = "AttemptedPoolsFilter"

    func objection(to candidate: PoolCandidate, for request: PlacementRequest) -> Objection? {
        guard request.excludedPools.contains(candidate.address) else { return nil }
        return Objection(
            filter: name,
            userPhrase: .init(one: "was tried and failed", many: "were tried and failed"),
            asked: "a pool not tried before",
            found: "an earlier attempt failed here"
        )
    }
}
