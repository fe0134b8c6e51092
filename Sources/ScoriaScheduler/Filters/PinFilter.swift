import ScoriaModel

/// Drops all pools but those that a source or the operation prescribes; always in force.
///
/// The pool is compared only when one is given (`scheduler.md` 1).
struct PinFilter: PlacementFilter {
    let name = "PinFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? {
        request.pinnedTo.map(Check.init)
    }

    private struct Check: PoolCheck {
        let pin: PoolAddress

        func finding(on candidate: PoolCandidate) -> Finding? {
            let address = candidate.address
            guard address.backend != pin.backend || (pin.pool != nil && address.pool != pin.pool) else { return nil }
            return Finding(nil, asked: pin.rawValue, found: address.rawValue)
        }
    }
}
