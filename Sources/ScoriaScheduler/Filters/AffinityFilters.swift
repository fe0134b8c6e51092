import ScoriaModel

/// Keeps a new volume on the pools of volumes that the hint `same_host` names (`scheduler.md` 2).
struct SameBackendFilter: PlacementFilter {
    let name = "SameBackendFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? {
        request.hints.sameBackend.map {
            AffinityCheck(
                affinity: $0,
                passesWhenThere: true,
                hint: "same_host",
                phrase: .init(one: "has none of the volumes of the hint same_host", many: "have none of the volumes of the hint same_host")
            )
        }
    }
}

/// Keeps a new volume off the pools of volumes that the hint `different_host` names (`scheduler.md` 2).
struct DifferentBackendFilter: PlacementFilter {
    let name = "DifferentBackendFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? {
        request.hints.differentBackend.map {
            AffinityCheck(
                affinity: $0,
                passesWhenThere: false,
                hint: "different_host",
                phrase: .init(one: "has a volume of the hint different_host", many: "have volumes of the hint different_host")
            )
        }
    }
}

private struct AffinityCheck: PoolCheck {
    let affinity: PlacementHints.Affinity
    let passesWhenThere: Bool
    let hint: String
    let phrase: Objection.Phrase
    let unusablePhrase: Objection.Phrase

    init(affinity: PlacementHints.Affinity, passesWhenThere: Bool, hint: String, phrase: Objection.Phrase) {
        self.affinity = affinity
        self.passesWhenThere = passesWhenThere
        self.hint = hint
        self.phrase = phrase
        let words = "cannot be compared with the hint \(hint), which is not a volume's id or a list of ids"
        unusablePhrase = .init(one: words, many: words)
    }

    func finding(on candidate: PoolCandidate) -> Finding? {
        switch affinity {
        case .unusable:
            return Finding(unusablePhrase, asked: "\(hint) with volumes' ids", found: affinity.shown)
        case .volumes(let places):
            let isThere = places.contains(candidate.address)
            guard isThere != passesWhenThere else { return nil }
            return Finding(
                phrase,
                asked: "\(passesWhenThere ? "one" : "none") of \(affinity.shown)",
                found: candidate.address.rawValue
            )
        }
    }
}
