public import ScoriaModel

/// What has to be placed, and where it may go.
///
/// Everything the scheduler knows of the caller's wish; the pools come beside it. Source: `scheduler.md` 1 and 8.
public struct PlacementRequest: Sendable, Hashable {
    /// What the room is for.
    public enum Operation: Sendable, Hashable {
        /// A volume that is nowhere yet.
        case create
        /// A volume that grows where it is; only the difference needs room.
        case extend(from: GibiByteCount, isAttached: Bool)
        /// A volume that may stay where it is or move; where it is needs no further room, and is preferred.
        case retype(from: PoolAddress)
    }

    public var operation: Operation
    /// The size that the volume will have.
    public var size: GibiByteCount
    /// Zones of which the pool's must be one; empty when any will do.
    public var availabilityZones: [String]
    /// The extra specs of the volume type.
    public var extraSpecs: [String: String]
    /// The backend, and if given the pool, that a source or the operation itself prescribes.
    public var pinnedTo: PoolAddress?
    /// Pools that were tried and failed.
    public var excludedPools: Set<PoolAddress>

    /// A wish for room; by default for a new volume that may go anywhere.
    public init(
        _ operation: Operation = .create,
        size: GibiByteCount,
        availabilityZones: [String] = [],
        extraSpecs: [String: String] = [:],
        pinnedTo: PoolAddress? = nil,
        excludedPools: Set<PoolAddress> = []
    ) {
        self.operation = operation
        self.size = size
        self.availabilityZones = availabilityZones
        self.extraSpecs = extraSpecs
        self.pinnedTo = pinnedTo
        self.excludedPools = excludedPools
    }

    /// The room that a pool must have: for an extension, the difference.
    public var sizeNeeded: GibiByteCount {
        if case .extend(let present, _) = operation { return size - present }
        return size
    }

    /// Whether the type asks for thin volumes, which is what it gets when it says nothing.
    public var wantsThin: Bool {
        extraSpecs["provisioning:type"] != "thick"
    }

    /// The zones to compare with: the caller's, else those of the type (`RESKEY:availability_zones`, a comma list).
    public var effectiveZones: [String] {
        guard availabilityZones.isEmpty, let list = extraSpecs["RESKEY:availability_zones"] else { return availabilityZones }
        return list.split(separator: ",").map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
    }
}

extension StringProtocol {
    /// The text without the spaces and tabs around it.
    func trimmingSpaces() -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let last = lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(self[...last].drop(while: isBlank))
    }
}
