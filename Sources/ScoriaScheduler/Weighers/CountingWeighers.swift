/// Prefers the pool on which the least is allocated, or with a positive multiplier the most (`scheduler.md` 5).
struct AllocatedCapacityWeigher: PoolWeigher {
    let name = "AllocatedCapacityWeigher"
    let multiplier: Double

    func rawWeights(
        of candidates: [PoolCandidate],
        for request: PlacementRequest,
        using generator: inout any RandomNumberGenerator
    ) -> [Double] {
        candidates.map(\.allocatedCapacity)
    }
}

/// Prefers the pool with the fewest volumes, or with a positive multiplier the most (`scheduler.md` 5).
struct VolumeNumberWeigher: PoolWeigher {
    let name = "VolumeNumberWeigher"
    let multiplier: Double

    func rawWeights(
        of candidates: [PoolCandidate],
        for request: PlacementRequest,
        using generator: inout any RandomNumberGenerator
    ) -> [Double] {
        candidates.map { Double($0.volumeCount) }
    }
}

/// Prefers any pool as much as any other, by lot (`scheduler.md` 5).
struct ChanceWeigher: PoolWeigher {
    let name = "ChanceWeigher"
    let multiplier = 1.0

    func rawWeights(
        of candidates: [PoolCandidate],
        for request: PlacementRequest,
        using generator: inout any RandomNumberGenerator
    ) -> [Double] {
        candidates.map { _ in generator.unitInterval() }
    }
}

extension RandomNumberGenerator {
    /// A number from 0 up to, not including, 1, all multiples of 2⁻⁵³ being equally likely.
    mutating func unitInterval() -> Double {
        Double(next() >> 11) * 0x1p-53
    }
}
