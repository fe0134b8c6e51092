import ScoriaDriver
import ScoriaModel

/// Drops pools without room for the request (`scheduler.md` 4).
struct CapacityFilter: PlacementFilter {
    let name = "CapacityFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? {
        request.sizeNeeded.rawValue > 0 ? Check(request) : nil
    }

    private struct Check: PoolCheck {
        let needed: GibiByteCount
        let size: Double
        let wantsThin: Bool
        let present: PoolAddress?
        let phrase: Objection.Phrase

        init(_ request: PlacementRequest) {
            needed = request.sizeNeeded
            size = Double(needed.rawValue)
            wantsThin = request.wantsThin
            present = request.presentPool
            phrase = .init(one: "lacks \(needed) free", many: "lack \(needed) free")
        }

        func finding(on candidate: PoolCandidate) -> Finding? {
            guard candidate.freeCapacity.gibibytes != nil else { return nil }
            if let present, present == candidate.address { return nil }
            guard let figures = CapacityFigures(of: candidate, wantsThin: wantsThin) else { return unknownTotal(of: candidate.pool) }
            guard figures.total > 0 else { return lacking("the pool has no capacity at all") }
            guard figures.ratio >= 1 else {
                return lacking("max_over_subscription_ratio \(figures.ratio.plain) is below 1, so nothing thin fits")
            }
            guard figures.virtualFree < size || figures.exceedsRatio(with: size) else { return nil }
            return lacking(figures.account)
        }

        /// Nothing can be held back of a total that is not known, so the pool passes only when nothing is to be.
        private func unknownTotal(of pool: PoolStatistics) -> Finding? {
            guard pool.reservedPercentage != 0 else { return nil }
            return lacking("total_capacity_gb is not a number, so \(pool.reservedPercentage) % of it cannot be held back")
        }

        private func lacking(_ found: @autoclosure @escaping () -> String) -> Finding {
            Finding(phrase, asked: "\(needed)", found: found())
        }
    }
}
