import ScoriaModel

/// One schema, compiled: what a value must be (the subset of JSON Schema 2020-12 that the request schemas use).
///
/// Of the `x-` keywords these count: `x-numeric-text` (limits hold for a number written as text), `x-case-insensitive-enum` with
/// `x-emptyAllowed`, `x-maxBytes` (of UTF-8), and `x-nonEmptyAny` (one of these members must be given and not be empty).
final class SchemaNode: Sendable {
    let types: JSONTypes
    let title: String?
    let words: [JSONValue]?
    let foldedWords: Set<String>?
    let allowsEmptyWord: Bool
    let minLength: Int
    let maxLength: Int
    let maxBytes: Int
    let pattern: SchemaPattern?
    let minimum: Int64?
    let maximum: Int64?
    let limitsText: Bool
    let properties: [String: SchemaNode]
    let patternProperties: [(pattern: SchemaPattern, schema: SchemaNode)]
    let allowsOthers: Bool
    let required: [String]
    let minProperties: Int
    let maxProperties: Int
    let items: SchemaNode?
    let uniqueItems: Bool
    let anyOf: [SchemaNode]
    let oneOf: [SchemaNode]
    let nonEmptyAny: [String]

    /// Compiles a schema.
    ///
    /// `definitions` are what `$ref` finds; a schema that is nothing but a reference is not compiled again, see ``compile(_:_:)``.
    private init(_ schema: [String: JSONValue], _ definitions: [String: SchemaNode]) throws(SchemaError) {
        for keyword in schema.keys where !Self.keywords.contains(keyword) {
            throw SchemaError("the keyword \(keyword) is not known")
        }
        types = try JSONTypes(schema["type"])
        title = schema["title"]?.string
        words = schema["enum"]?.array
        foldedWords = schema["x-case-insensitive-enum"]?.array.map { Set($0.compactMap(\.string)) }
        allowsEmptyWord = schema["x-emptyAllowed"]?.bool ?? false
        minLength = Self.count(schema["minLength"], 0)
        maxLength = Self.count(schema["maxLength"], .max)
        maxBytes = Self.count(schema["x-maxBytes"], .max)
        pattern = try schema["pattern"].map { value throws(SchemaError) in try Self.pattern(value.string ?? "") }
        minimum = schema["minimum"]?.integer
        maximum = schema["maximum"]?.integer
        limitsText = schema["x-numeric-text"] != nil
        var compiled: [String: SchemaNode] = [:]
        for (name, member) in schema["properties"]?.object ?? [:] { compiled[name] = try Self.compile(member, definitions) }
        properties = compiled
        var patterns: [(pattern: SchemaPattern, schema: SchemaNode)] = []
        for (text, member) in schema["patternProperties"]?.object ?? [:] {
            patterns.append((try Self.pattern(text), try Self.compile(member, definitions)))
        }
        patternProperties = patterns
        allowsOthers = schema["additionalProperties"]?.bool ?? true
        required = schema["required"]?.array?.compactMap(\.string) ?? []
        minProperties = Self.count(schema["minProperties"], 0)
        maxProperties = Self.count(schema["maxProperties"], .max)
        items = try schema["items"].map { value throws(SchemaError) in try Self.compile(value, definitions) }
        uniqueItems = schema["uniqueItems"]?.bool ?? false
        anyOf = try Self.compileAll(schema["anyOf"], definitions)
        oneOf = try Self.compileAll(schema["oneOf"], definitions)
        nonEmptyAny = schema["x-nonEmptyAny"]?.array?.compactMap(\.string) ?? []
    }

    /// Compiles a schema, or finds the definition that it refers to.
    static func compile(_ schema: JSONValue, _ definitions: [String: SchemaNode]) throws(SchemaError) -> SchemaNode {
        guard let members = schema.object else { throw SchemaError("a schema must be an object") }
        guard let reference = members["$ref"]?.string else { return try SchemaNode(members, definitions) }
        guard members.count == 1, reference.hasPrefix("#/$defs/"), let found = definitions[String(reference.dropFirst(8))] else {
            throw SchemaError("the reference \(reference) leads nowhere")
        }
        return found
    }

    private static func compileAll(_ schemas: JSONValue?, _ definitions: [String: SchemaNode]) throws(SchemaError) -> [SchemaNode] {
        var compiled: [SchemaNode] = []
        for schema in schemas?.array ?? [] { compiled.append(try compile(schema, definitions)) }
        return compiled
    }

    private static func pattern(_ text: String) throws(SchemaError) -> SchemaPattern {
        guard let pattern = SchemaPattern(text) else { throw SchemaError("the pattern \(text) is not known: teach it to SchemaPattern") }
        return pattern
    }

    private static func count(_ value: JSONValue?, _ otherwise: Int) -> Int { value?.integer.map { Int($0) } ?? otherwise }

    private static let keywords: Set<String> = [
        "type", "title", "description", "enum", "minLength", "maxLength", "pattern", "minimum", "maximum", "properties",
        "patternProperties",
        "additionalProperties", "required", "minProperties", "maxProperties", "items", "uniqueItems", "anyOf", "oneOf", "x-semantics",
        "x-numeric-text", "x-case-insensitive-enum", "x-emptyAllowed", "x-maxBytes", "x-nonEmptyAny",
    ]
}

/// Why a schema of ours cannot be used: a fault of the program, found by its tests.
public struct SchemaError: Error, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}

/// The kinds of JSON values, as JSON Schema names them.
struct JSONTypes: OptionSet, Sendable {
    let rawValue: UInt8

    static let null = JSONTypes(rawValue: 1)
    static let boolean = JSONTypes(rawValue: 2)
    static let integer = JSONTypes(rawValue: 4)
    static let number = JSONTypes(rawValue: 8)
    static let string = JSONTypes(rawValue: 16)
    static let array = JSONTypes(rawValue: 32)
    static let object = JSONTypes(rawValue: 64)
    static let any = JSONTypes(rawValue: 127)

    private static let names: [(JSONTypes, String, String)] = [
        (.object, "object", "an object"), (.array, "array", "an array"), (.string, "string", "a text"),
        (.integer, "integer", "a whole number"),
        (.number, "number", "a number"), (.boolean, "boolean", "true or false"), (.null, "null", "null"),
    ]

    /// The kinds in words, to follow "must be".
    var expectation: String { Self.names.filter { contains($0.0) }.map(\.2).joined(separator: " or ") }

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Reads the keyword `type`: a name or several; anything when it is not there.
    init(_ keyword: JSONValue?) throws(SchemaError) {
        guard let keyword else {
            self = .any
            return
        }
        self = []
        for name in keyword.array ?? [keyword] {
            guard let type = Self.names.first(where: { $0.1 == name.string }) else {
                throw SchemaError("there is no type \(name.jsonText)")
            }
            insert(type.0)
        }
    }

    /// The kind of a value; a whole number is a number too.
    init(of value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool: self = .boolean
        case .integer: self = [.integer, .number]
        case .number: self = .number
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }
}
