import ScoriaDriver
import ScoriaModel

/// Drops pools without room for the request (`scheduler.md` 4).
struct CapacityFilter: PlacementFilter {
    let name = "CapacityFilter"

    func objection(to candidate: PoolCandidate, for request: PlacementRequest) -> Objection? {
        if case .retype(let present) = request.operation, present == candidate.address { return nil }
        let needed = request.sizeNeeded
        guard needed.rawValue > 0, candidate.pool.freeCapacity.gibibytes != nil else { return nil }
        guard let figures = CapacityFigures(of: candidate.pool, wantsThin: request.wantsThin) else {
            return objectionToUnknownTotal(of: candidate.pool, needed: needed)
        }
        guard figures.total > 0 else { return lacking(needed, found: "the pool has no capacity at all") }
        guard figures.ratio >= 1 else {
            return lacking(needed, found: "max_over_subscription_ratio \(figures.ratio.plain) is below 1, so nothing thin fits")
        }
        // The field also compares the promised share with the ratio a second time; that never fails where this passes.
        guard figures.virtualFree < Double(needed.rawValue) else { return nil }
        return lacking(needed, found: figures.account)
    }

    /// Nothing can be held back of a total that is not known, so the pool passes only when nothing is to be.
    private func objectionToUnknownTotal(of pool: PoolStatistics, needed: GibiByteCount) -> Objection? {
        guard pool.reservedPercentage != 0 else { return nil }
        return lacking(needed, found: "total_capacity_gb is not a number, so \(pool.reservedPercentage) % of it cannot be held back")
    }

    private func lacking(_ needed: GibiByteCount, found: String) -> Objection {
        Objection(
            filter: name,
            userPhrase: .init(one: "lacks \(needed) free", many: "lack \(needed) free"),
            asked: "\(needed)",
            found: found
        )
    }
}

extension CapacityFigures {
    /// The result with the figures that made it, for the operator.
    var account: String {
        var parts = [
            "\(max(0, virtualFree).plain) GiB", "(total \(total.plain)", "free \(free.plain)", "provisioned \(provisioned.plain)",
            "reserved \(reserved.plain)",
        ]
        parts.append(isThin ? "thin with ratio \(ratio.plain))" : "thick)")
        return parts[0] + " " + parts[1...].joined(separator: ", ")
    }
}

extension Double {
    /// The number with at most four decimals and none when it is whole.
    var plain: String {
        let rounded = (self * 10_000).rounded() / 10_000
        guard rounded == rounded.rounded(), abs(rounded) < 1e15 else { return "\(rounded)" }
        return "\(Int64(rounded))"
    }
}
