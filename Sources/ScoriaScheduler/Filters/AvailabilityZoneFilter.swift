/// Drops pools outside the zones that were asked for (`scheduler.md` 2).
struct AvailabilityZoneFilter: PlacementFilter {
    let name = "AvailabilityZoneFilter"

    func objection(to candidate: PoolCandidate, for request: PlacementRequest) -> Objection? {
        let zones = request.effectiveZones
        guard !zones.isEmpty, !zones.contains(candidate.availabilityZone) else { return nil }
        let list = zones.joined(separator: " or ")
        return Objection(
            filter: name,
            userPhrase: .init(one: "is not in availability zone \(list)", many: "are not in availability zone \(list)"),
            asked: list,
            found: candidate.availabilityZone
        )
    }
}
