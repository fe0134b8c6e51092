import ScoriaModel

/// Keeps a retyped volume where it is when it must not migrate (`migration_policy` `never`); always in force, and asked last.
///
/// Volumes of before pools existed have an address without a pool; for them any pool of the backend is where they are.
struct MigrationPolicyFilter: PlacementFilter {
    let name = "MigrationPolicyFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? {
        guard case .retype(let present, mayMigrate: false) = request.operation else { return nil }
        return Check(present: present)
    }

    private struct Check: PoolCheck {
        let present: PoolAddress
        let phrase = Objection.Phrase(one: "would take the volume only if it moved", many: "would take the volume only if it moved")

        func finding(on candidate: PoolCandidate) -> Finding? {
            guard !candidate.address.isSame(as: present) else { return nil }
            return Finding(phrase, asked: "\(present), because migration_policy is never", found: candidate.address.rawValue)
        }
    }
}

extension PoolAddress {
    /// Whether this is the other address, or a pool of the backend that the other names without a pool.
    func isSame(as other: PoolAddress) -> Bool {
        backend == other.backend && (other.pool == nil || pool == other.pool)
    }
}
