import ScoriaModel
import Testing

@testable import ScoriaAPI

/// One embedded schema, and bodies made from it.
struct SchemaSample: Sendable, CustomTestStringConvertible {
    let route: RouteID
    let version: Microversion
    let valid: JSONValue
    let broken: [(why: String, body: JSONValue)]

    var testDescription: String { "\(route) in \(version)" }

    /// A sample of each schema, in the first and the last version of its range.
    static let all: [SchemaSample] = RequestSchemaSource.all.flatMap { source -> [SchemaSample] in
        let route = RouteTable.all.first { $0.verb == source.verb && $0.path == source.path && $0.action == source.action }
        guard let route, let schema = try? JSONValue(parsing: source.json),  // a schema that is no JSON fails the catalogue's own test
            let definitions = try? JSONValue(parsing: RequestSchemaSource.definitions)  // as above
        else { return [] }
        let generator = BodyGenerator(definitions: definitions)
        let valid = generator.valid(schema)
        return Set([source.minimum, source.maximum]).sorted().map { version in
            SchemaSample(route: route.id, version: version, valid: valid, broken: generator.broken(schema))
        }
    }
}

/// Makes values that fit a schema, and values that break one rule of it each.
struct BodyGenerator {
    let definitions: JSONValue

    func valid(_ schema: JSONValue) -> JSONValue {
        let schema = resolve(schema)
        if let word = schema["enum"]?.array?.first { return word }
        if let word = schema["x-case-insensitive-enum"]?.array?.first { return word }
        if let first = schema["oneOf"]?.array?.last ?? schema["anyOf"]?.array?.first, schema["type"] == nil { return valid(first) }
        switch types(schema).first {
        case "object": return .object(validMembers(schema))
        case "array": return .array(schema["items"].map { [valid($0)] } ?? [])
        case "integer": return .integer(max(1, schema["minimum"]?.integer ?? 1))
        case "boolean": return true
        case "null": return .null
        case "string": return .string(validText(schema))
        default: return [:]
        }
    }

    private func validMembers(_ schema: JSONValue) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for (name, member) in schema["properties"]?.object ?? [:] { members[name] = valid(member) }
        for (pattern, member) in schema["patternProperties"]?.object ?? [:] {
            members[pattern.contains("volumes|") ? "volumes" : "key"] = valid(member)
        }
        if members.isEmpty, (schema["minProperties"]?.integer ?? 0) > 0 { members["key"] = "value" }
        return members
    }

    private func validText(_ schema: JSONValue) -> String {
        let pattern = schema["pattern"]?.string ?? ""
        if pattern.contains("uuid:") { return "6a52383e-d409-c6a7-6a52-383ed409c6a7" }
        if pattern.contains("%$") { return "50%" }
        return "1"
    }

    /// Each rule broken once, at every depth.
    func broken(_ schema: JSONValue) -> [(why: String, body: JSONValue)] {
        let schema = resolve(schema)
        let whole = valid(schema)
        var cases = brokenValues(schema, whole)
        guard let members = whole.object else { return cases }
        for (name, member) in schema["properties"]?.object ?? [:] {
            for (why, value) in broken(member) { cases.append(("\(name): \(why)", whole.replacing(name, value))) }
        }
        for member in (schema["patternProperties"]?.object ?? [:]).values {
            guard let name = members.keys.first(where: { schema["properties"]?[$0] == nil }) else { continue }
            for (why, value) in broken(member) { cases.append(("\(name): \(why)", whole.replacing(name, value))) }
        }
        return cases
    }

    private func brokenValues(_ schema: JSONValue, _ whole: JSONValue) -> [(why: String, body: JSONValue)] {
        var cases: [(why: String, body: JSONValue)] = []
        let alternatives = (schema["oneOf"]?.array ?? []) + (schema["type"] == nil ? schema["anyOf"]?.array ?? [] : [])
        let allowed = alternatives.isEmpty ? types(schema) : alternatives.flatMap { types(resolve($0)) }
        let wrong: [(String, JSONValue)] = [
            ("object", ["a": 1]), ("array", [1]), ("string", "text"), ("integer", 7), ("number", 7.5), ("null", .null), ("boolean", true),
        ]
        if !allowed.isEmpty, schema["enum"] == nil, !alternatives.contains(where: { resolve($0)["enum"] != nil }) {
            for (type, value) in wrong where !allowed.contains(type) { cases.append(("type \(type)", value)) }
        }
        if schema["enum"] != nil || schema["x-case-insensitive-enum"] != nil { cases.append(("word", "no such word")) }
        if allowed.contains("string") { cases += brokenTexts(schema) }
        if allowed.contains("integer") {
            if let minimum = schema["minimum"]?.integer { cases.append(("below minimum", .integer(minimum - 1))) }
            if let maximum = schema["maximum"]?.integer { cases.append(("above maximum", .integer(maximum + 1))) }
        }
        if let members = whole.object { cases += brokenMembers(schema, members) }
        return cases
    }

    private func brokenTexts(_ schema: JSONValue) -> [(why: String, body: JSONValue)] {
        var cases: [(why: String, body: JSONValue)] = []
        if let length = schema["maxLength"]?.integer { cases.append(("too long", .string(String(repeating: "1", count: Int(length) + 1)))) }
        if let bytes = schema["x-maxBytes"]?.integer {
            cases.append(("too many bytes", .string(String(repeating: "é", count: Int(bytes) / 2 + 1))))
        }
        if let length = schema["minLength"]?.integer, length > 0 { cases.append(("too short", "")) }
        if let pattern = schema["pattern"]?.string {
            let text = pattern == "\\S" ? "   " : pattern.contains("253") ? String(repeating: "x", count: 256) : "\u{1}"
            cases.append(("pattern \(pattern)", .string(text)))
        }
        return cases
    }

    private func brokenMembers(_ schema: JSONValue, _ members: [String: JSONValue]) -> [(why: String, body: JSONValue)] {
        var cases: [(why: String, body: JSONValue)] = []
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] {
            cases.append(("without \(name)", .object(members.filter { $0.key != name })))
        }
        let needed = (schema["anyOf"]?.array ?? []).compactMap { $0["required"]?.array?.first?.string }
        if !needed.isEmpty { cases.append(("without any of \(needed)", .object(members.filter { !needed.contains($0.key) }))) }
        if schema["additionalProperties"] == false {
            cases.append(("unknown member", .object(members.merging(["no,such,member": 1]) { first, _ in first })))
        }
        if (schema["minProperties"]?.integer ?? 0) > 0 { cases.append(("empty", [:])) }
        if let most = schema["maxProperties"]?.integer {
            let more = (0...most).map { ("k\($0)", members.values.first ?? .null) }
            cases.append(("too many members", .object(Dictionary(more) { first, _ in first })))
        }
        if schema["x-nonEmptyAny"] != nil { cases.append(("nothing given", [:])) }
        return cases
    }

    private func resolve(_ schema: JSONValue) -> JSONValue {
        guard let reference = schema["$ref"]?.string else { return schema }
        return definitions[String(reference.dropFirst("#/$defs/".count))] ?? schema
    }

    private func types(_ schema: JSONValue) -> [String] {
        schema["type"]?.array?.compactMap(\.string) ?? schema["type"]?.string.map { [$0] } ?? []
    }
}

extension JSONValue {
    fileprivate func replacing(_ name: String, _ value: JSONValue) -> JSONValue {
        .object((object ?? [:]).merging([name: value]) { _, new in new })
    }
}
