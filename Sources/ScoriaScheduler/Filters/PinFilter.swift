import ScoriaModel

/// Drops all pools but those that a source or the operation prescribes; always in force.
///
/// The pool is compared only when one is given (`scheduler.md` 1).
struct PinFilter: PlacementFilter {
    let name = "PinFilter"

    func objection(to candidate: PoolCandidate, for request: PlacementRequest) -> Objection? {
        guard let pin = request.pinnedTo else { return nil }
        let isThere = candidate.address.backend == pin.backend && (pin.pool == nil || candidate.address.pool == pin.pool)
        guard !isThere else { return nil }
        return Objection(filter: name, userPhrase: nil, asked: pin.rawValue, found: candidate.address.rawValue)
    }
}
