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
        /// A volume that may stay where it is, where it needs no further room and which is preferred, or move if it may.
        case retype(from: PoolAddress, mayMigrate: Bool = true)
        /// A volume that moves to the place that ``PlacementRequest/pinnedTo`` names.
        case migrate
        /// Storage that is there already and becomes a volume or a snapshot; it needs no further room.
        case manage
        /// A snapshot beside its volume.
        case createSnapshot
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
    /// What the caller asked for beside the volume.
    public var hints = PlacementHints()
    /// What expressions know as `volume.`, by the field's names, such as `project_id`; the size is there in any case.
    public var volumeProperties: [String: JSONValue] = [:]
    /// What expressions know as `type.`: `id`, `name`, `description`, `is_public`.
    public var typeProperties: [String: JSONValue] = [:]
    /// What expressions know as `qos.`: the specs of the type's QoS.
    public var qosSpecs: [String: String] = [:]

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

    /// The room that a pool must have: for an extension, the difference; for what is there already, none.
    public var sizeNeeded: GibiByteCount {
        switch operation {
        case .extend(let present, _): size - present
        case .manage: GibiByteCount(0)
        case .create, .retype, .migrate, .createSnapshot: size
        }
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

    /// Where a retyped volume would not have to move.
    var presentPool: PoolAddress? {
        if case .retype(let pool, _) = operation { return pool }
        return nil
    }

    /// What was asked, for the operator.
    var operatorText: String {
        var parts: [String]
        switch operation {
        case .create: parts = ["create \(size)"]
        case .extend(let present, let isAttached):
            parts = ["extend from \(present) to \(size) while \(isAttached ? "attached" : "detached")"]
        case .retype(let pool, let mayMigrate):
            parts = ["retype \(size) on \(pool)\(mayMigrate ? "" : ", which it must not leave")"]
        case .migrate: parts = ["migrate \(size)"]
        case .manage: parts = ["manage \(size)"]
        case .createSnapshot: parts = ["create a snapshot of \(size)"]
        }
        if !effectiveZones.isEmpty { parts.append("zone \(effectiveZones.joined(separator: " or "))") }
        if let pinnedTo { parts.append("on \(pinnedTo)") }
        if !excludedPools.isEmpty {
            parts.append("not on \(excludedPools.map(\.rawValue).sorted().joined(separator: ", "))")
        }
        parts += hints.operatorParts
        parts += extraSpecs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.shortened())" }
        return parts.joined(separator: "; ").shortened(to: 2000)
    }
}
