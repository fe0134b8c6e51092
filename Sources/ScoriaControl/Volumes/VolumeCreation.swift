import ScoriaFlow
public import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// What a caller asks for when it creates a volume.
public struct VolumeCreation: Sendable {
    /// What the new volume begins with.
    public enum Source: Sendable, Hashable, Codable {
        case nothing
        case snapshot(SnapshotID)
        case volume(VolumeID)
    }

    /// The size; nil takes the source's.
    public var size: GibiByteCount?
    public var name: String?
    public var description: String?
    public var source: Source
    /// The name or id of a volume type; nil takes the source's or the default.
    public var volumeType: String?
    public var availabilityZone: String?
    public var metadata: [String: String]
    /// What the caller wishes of the place.
    public var hints: SchedulerHints

    /// An empty volume without a size yet; the rest is optional.
    public init(
        size: GibiByteCount? = nil,
        name: String? = nil,
        description: String? = nil,
        source: Source = .nothing,
        volumeType: String? = nil,
        availabilityZone: String? = nil,
        metadata: [String: String] = [:],
        hints: SchedulerHints = SchedulerHints()
    ) {
        self.size = size
        self.name = name
        self.description = description
        self.source = source
        self.volumeType = volumeType
        self.availabilityZone = availabilityZone
        self.metadata = metadata
        self.hints = hints
    }
}

extension Control {
    /// Accepts a new volume: one transaction checks the source, the type and the quota and writes the row and its flow.
    ///
    /// Returns the volume in `creating`. Throws ``ControlError`` as `errors.tsv`, volume create, says.
    public func createVolume(_ request: VolumeCreation, by caller: Caller) async throws -> Volume {
        let (ids, now, settings, zones) = (ids, clock.now(), settings, backends.zones)
        return try await flows.transaction(by: caller) { transaction, flows in
            let source = try transaction.source(of: request, for: caller)
            let type = try transaction.volumeType(for: request, source: source, settings: settings, caller: caller)
            guard !type.isMultiattach || caller.permissions.contains(.multiattach) else {
                throw ControlError.refused(by: "volume:multiattach")
            }
            try transaction.refuseEncryption(of: type)
            let size = try request.size(over: source)
            try type.checkSize(size)
            var volume = Volume(id: ids.id(), projectID: caller.projectID, userID: caller.userID, size: size, createdAt: now)
            volume.name = request.name
            volume.description = request.description
            volume.metadata = request.metadata
            volume.volumeTypeID = type.id
            volume.isMultiattach = type.isMultiattach
            volume.isBootable = source?.isBootable ?? false
            volume.imageMetadata = source?.imageMetadata ?? [:]
            volume.availabilityZone = try request.zone(over: source, type: type, zones: zones, settings: settings)
            if case .snapshot(let id) = request.source { volume.snapshotID = id }
            if case .volume(let id) = request.source { volume.sourceVolumeID = id }
            try transaction.charge(.volume(size: size, type: type), to: caller.projectID, settings: settings)
            try transaction.insert(volume)
            try flows.start(
                CreateVolume.self,
                memo: CreateVolume.Memo(
                    volumeID: volume.id,
                    source: request.source,
                    pinnedTo: source?.host,
                    zone: request.availabilityZone == nil && source == nil ? nil : volume.availabilityZone,
                    hints: request.hints
                ),
                about: .volume(volume.id),
                locks: CreateVolume.locks(volume: volume.id, source: request.source),
                in: transaction
            )
            return volume
        }
    }
}

/// What a source gives to the volume that is made of it.
struct VolumeSource {
    let size: GibiByteCount
    let typeID: VolumeTypeID?
    let zone: String?
    let host: PoolAddress?
    let isBootable: Bool
    let imageMetadata: [String: String]
}

extension VolumeCreation {
    func size(over source: VolumeSource?) throws -> GibiByteCount {
        guard let size = size ?? source?.size else {
            throw ControlError.badRequest("Invalid input received: a size is required when no snapshot or source volume is given.")
        }
        guard let source, size < source.size else { return size }
        throw ControlError.badRequest(
            "Invalid input received: Volume size '\(size.rawValue)'GB cannot be smaller than the size of its source, \(source.size.rawValue)GB."
        )
    }

    /// The zone of the volume: the caller's, the source's, or the default one; never one that the type does not offer.
    func zone(over source: VolumeSource?, type: VolumeType, zones: Set<String>, settings: ControlSettings) throws -> String {
        let fallback = settings.defaultAvailabilityZone ?? settings.storageAvailabilityZone
        let offered = try type.zones(among: zones)
        let wanted = availabilityZone ?? (settings.clonesStayInZone ? source?.zone : nil)
        guard let wanted else { return offered.contains(fallback) ? fallback : offered.min() ?? fallback }
        // A source may be in a zone whose services are gone; only a type says that its volumes must not be there.
        let isGood = offered.contains(wanted) || (availabilityZone == nil && type.namedZones == nil)
        guard isGood || settings.allowsZoneFallback else {
            throw ControlError.badRequest(
                "Availability zone '\(wanted)' is invalid.",
                correction: "\(type.namedZones == nil ? "Known zones" : "Zones of the volume type \(type.name)"): "
                    + "\(offered.sorted().joined(separator: ", "))."
            )
        }
        let chosen = isGood ? wanted : fallback
        if let sourceZone = source?.zone, settings.clonesStayInZone, sourceZone != chosen {
            throw ControlError.badRequest(
                "Invalid input received: the volume must be in the same availability zone as its source, '\(sourceZone)'."
            )
        }
        return chosen
    }
}

extension VolumeType {
    /// The zones that the type names as the only ones of its volumes; nil when it names none.
    fileprivate var namedZones: Set<String>? {
        extraSpecs["RESKEY:availability_zones"].map { list in
            Set(list.split(separator: ",").map { String($0).trimmingSpace() }.filter { !$0.isEmpty })
        }
    }

    /// Those of the service's zones that the type offers.
    fileprivate func zones(among zones: Set<String>) throws -> Set<String> {
        guard let namedZones else { return zones }
        let offered = zones.intersection(namedZones)
        guard !offered.isEmpty else {
            throw ControlError.badRequest(
                "Volume type is only supported in these availability zones: \(namedZones.sorted().joined(separator: ", "))",
                correction: "Choose another type; this service has the zones \(zones.sorted().joined(separator: ", "))."
            )
        }
        return offered
    }
}
