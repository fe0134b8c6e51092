internal import ScoriaModel

/// The shape of an answer's body, grown from paths of fields such as `volumes[].attachments[].id`.
struct AnswerShape {
    /// Nil for what only holds others.
    private var kinds: [Substring] = []
    private var since: Substring = ""
    private var isAlwaysThere = false
    private var members: [Substring: AnswerShape] = [:]
    private var isArray = false

    var isEmpty: Bool { members.isEmpty }

    /// Adds one field of the newest version.
    mutating func add(_ path: Substring, kinds: [Substring], since: Substring, isAlwaysThere: Bool) {
        let parts = path.split(separator: ".", maxSplits: 1)
        guard let first = parts.first else { return }
        let name = first.hasSuffix("[]") ? first.dropLast(2) : first
        // Fields that are named after a volume type cannot be told beforehand.
        guard !name.contains("<") else { return }
        var member = members[name] ?? AnswerShape()
        if name.count < first.count { member.isArray = true }
        if parts.count > 1 {
            member.add(parts[1], kinds: kinds, since: since, isAlwaysThere: isAlwaysThere)
        } else {
            member.kinds = kinds
            member.since = since
            member.isAlwaysThere = isAlwaysThere
        }
        members[name] = member
    }

    /// The JSON Schema of the whole.
    var schema: JSONValue {
        var schema: [String: JSONValue] = [:]
        if !members.isEmpty {
            schema["properties"] = .object(Dictionary(members.map { (String($0.key), $0.value.schema) }) { first, _ in first })
            let required = members.filter(\.value.isAlwaysThere).map { JSONValue.string(String($0.key)) }
            if !required.isEmpty { schema["required"] = .array(required.sorted { ($0.string ?? "") < ($1.string ?? "") }) }
        }
        if isArray {
            schema["type"] = members.isEmpty ? nil : "object"
            schema = ["type": "array", "items": .object(schema)]
        } else if let types = types {
            schema["type"] = types
        }
        if !since.isEmpty, since != "3.0" { schema["x-scoria-min-version"] = .string(String(since)) }
        return .object(schema)
    }

    private var types: JSONValue? {
        guard !kinds.isEmpty else { return members.isEmpty ? nil : "object" }
        guard !kinds.contains("any") else { return nil }
        let names = Set(kinds.map { $0 == "uuid" ? "string" : String($0) }).sorted()
        return names.count == 1 ? .string(names[0]) : .array(names.map(JSONValue.string))
    }
}
