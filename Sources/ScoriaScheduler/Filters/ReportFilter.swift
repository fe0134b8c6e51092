/// Passes over pools whose report cannot be true, instead of computing with it; always in force.
struct ReportFilter: PlacementFilter {
    let name = "ReportFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? { Check() }

    private struct Check: PoolCheck {
        let phrase = Objection.Phrase(one: "reports no usable capacity", many: "report no usable capacity")

        func finding(on candidate: PoolCandidate) -> Finding? {
            guard let fault = candidate.prepared.fault else { return nil }
            return Finding(phrase, asked: "a report that can be true", found: fault)
        }
    }
}
