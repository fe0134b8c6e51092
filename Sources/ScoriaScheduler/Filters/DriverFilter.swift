import ScoriaModel

/// Drops pools whose own `filter_function` says no, or cannot be computed (`scheduler.md` 2 and 6).
///
/// For a pool with several spellings of its storage protocol, one that passes is enough.
struct DriverFilter: PlacementFilter {
    let name = "DriverFilter"

    func check(for request: PlacementRequest) -> (any PoolCheck)? { Check(request: request) }

    private struct Check: PoolCheck {
        let request: PlacementRequest
        let phrase = Objection.Phrase(one: "does not take such volumes at present", many: "do not take such volumes at present")

        func finding(on candidate: PoolCandidate) -> Finding? {
            guard let function = candidate.prepared.filterFunction else { return nil }
            let values = function.values(of: candidate, for: request)
            for case .success(let value) in values where value.isTrue { return nil }
            return Finding(phrase, asked: "filter_function \(function.text)", found: Self.words(for: values))
        }

        private static func words(for values: [Result<ExpressionValue, ExpressionError>]) -> String {
            for case .failure(let error) in values { return error.description }
            return "it says no"
        }
    }
}
