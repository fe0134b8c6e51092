internal import ScoriaModel

/// What the field's tables say of each route beside its place: what it is for, refuses and answers.
struct RouteFacts {
    struct Entry {
        var purpose: String?
        var refusals: [Int] = []
        var answer = AnswerShape()
    }

    private var entries: [String: Entry] = [:]

    init() {
        for line in OpenAPIFacts.routes.split(separator: "\n") {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard cells.count == 5 else { continue }
            let key = Self.key(cells[0], cells[1], cells[2])
            entries[key, default: Entry()].purpose = String(cells[4])
            entries[key, default: Entry()].refusals = cells[3].split(separator: ",").compactMap { Int($0) }
        }
        for line in OpenAPIFacts.answers.split(separator: "\n") {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            // The document shows the newest version, without what has gone.
            guard cells.count == 8, cells[6].isEmpty else { continue }
            entries[Self.key(cells[0], cells[1], cells[2]), default: Entry()].answer.add(
                cells[3],
                kinds: cells[4].split(separator: "|"),
                since: cells[5],
                isAlwaysThere: cells[7] == "all"
            )
        }
    }

    /// The facts of a route; empty for routes that only we have.
    subscript(route: Route) -> Entry {
        entries[Self.key(route.verb.rawValue[...], route.path[...], (route.action ?? "")[...])] ?? Entry()
    }

    /// Method, path and action, without the names of placeholders, which two tables may call differently.
    private static func key(_ verb: Substring, _ path: Substring, _ action: Substring) -> String {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).map { $0.hasPrefix("{") ? "{}" : $0 }
        return "\(verb) \(segments.joined(separator: "/")) \(action)"
    }
}
