import ScoriaModel

/// Keeps a new volume on the host of the server that the hint `local_to_instance` names (`scheduler.md` 2).
struct InstanceLocalityFilter: PlacementFilter {
    let name = "InstanceLocalityFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? {
        request.hints.localToInstance.map(Check.init)
    }

    private struct Check: PoolCheck {
        let location: PlacementHints.InstanceLocation
        let phrase = Objection.Phrase(one: "is not on the server's host", many: "are not on the server's host")
        let unknownPhrase = Objection.Phrase(
            one: "cannot be compared with the server's host, which is not known",
            many: "cannot be compared with the server's host, which is not known"
        )

        init(_ location: PlacementHints.InstanceLocation) {
            self.location = location
        }

        func finding(on candidate: PoolCandidate) -> Finding? {
            let here = candidate.address.backend.rawValue.prefix { $0 != "@" }
            switch location {
            case .host(let host):
                guard here != host else { return nil }
                return Finding(phrase, asked: host, found: String(here))
            case .unknown(let reason):
                return Finding(unknownPhrase, asked: "the host of the server of the hint local_to_instance", found: reason)
            }
        }
    }
}
