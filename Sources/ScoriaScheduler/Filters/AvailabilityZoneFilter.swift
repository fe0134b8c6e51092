/// Drops pools outside the zones that were asked for (`scheduler.md` 2).
struct AvailabilityZoneFilter: PlacementFilter {
    let name = "AvailabilityZoneFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? {
        let zones = request.effectiveZones
        return zones.isEmpty ? nil : Check(zones)
    }

    private struct Check: PoolCheck {
        let zones: Set<String>
        let shown: String
        let phrase: Objection.Phrase

        init(_ list: [String]) {
            zones = Set(list)
            shown = list.joined(separator: " or ").shortened(to: 100)
            phrase = .init(one: "is not in availability zone \(shown)", many: "are not in availability zone \(shown)")
        }

        func finding(on candidate: PoolCandidate) -> Finding? {
            guard !zones.contains(candidate.availabilityZone) else { return nil }
            return Finding(phrase, asked: shown, found: candidate.availabilityZone)
        }
    }
}
