public import ScoriaModel

extension SchemaNode {
    /// The first thing about a value that breaks the schema; nil when nothing does.
    ///
    /// What concerns the value itself comes before what concerns its members, so that the answer names the nearest cause.
    func violation(in value: JSONValue) -> SchemaViolation? {
        guard !types.isDisjoint(with: JSONTypes(of: value)) else { return SchemaViolation(value, "It must be \(expectation).") }
        if let words, !words.contains(value) { return SchemaViolation(value, "It must be \(expectation).") }
        if let violation = alternativesViolation(in: value) { return violation }
        switch value {
        case .string(let text): return textViolation(text, value)
        case .integer(let number): return numberViolation(number, value)
        case .object(let members): return objectViolation(members, value)
        case .array(let elements): return arrayViolation(elements, value)
        case .null, .bool, .number: return nil
        }
    }

    /// What a value should have been, to follow "must be".
    var expectation: String {
        if let title { return title }
        if let words { return "one of " + words.map(\.jsonText).joined(separator: ", ") }
        let alternatives = oneOf + anyOf
        if !alternatives.isEmpty, types == .any { return alternatives.map(\.expectation).joined(separator: " or ") }
        if let pattern, types == .string { return pattern.expectation }
        return types.expectation
    }

    // MARK: Alternatives

    private func alternativesViolation(in value: JSONValue) -> SchemaViolation? {
        if !anyOf.isEmpty, anyOf.allSatisfy({ $0.violation(in: value) != nil }) {
            let names = anyOf.compactMap { $0.required.count == 1 ? $0.required.first : nil }
            guard names.count == anyOf.count else { return SchemaViolation(value, "It must be \(expectation).") }
            return SchemaViolation(value, "One of \(names.joined(separator: ", ")) is required.")
        }
        guard !oneOf.isEmpty else { return nil }
        var matches = 0
        for alternative in oneOf where alternative.violation(in: value) == nil { matches += 1 }
        return matches == 1 ? nil : SchemaViolation(value, "It must be \(expectation).")
    }

    // MARK: Texts and numbers

    private func textViolation(_ text: String, _ value: JSONValue) -> SchemaViolation? {
        if minLength > 0 || maxLength < .max {
            // Bytes are never fewer than characters, so most texts need no counting.
            let count = text.utf8.count <= maxLength && minLength <= 1 ? text.utf8.count : text.unicodeScalars.count
            if count < minLength {
                return SchemaViolation(value, minLength == 1 ? "It must not be empty." : "It must have at least \(minLength) characters.")
            }
            if count > maxLength { return SchemaViolation(value, "It has \(count) characters; at most \(maxLength) are allowed.") }
        }
        if text.utf8.count > maxBytes { return SchemaViolation(value, "It has \(text.utf8.count) bytes; at most \(maxBytes) are allowed.") }
        if let pattern, !pattern.matches(text) { return SchemaViolation(value, "It must be \(pattern.expectation).") }
        if let foldedWords, !foldedWords.contains(text.lowercased()), !(allowsEmptyWord && text.isEmpty) {
            return SchemaViolation(value, "It must be one of \(foldedWords.sorted().joined(separator: ", ")).")
        }
        if limitsText || (minimum != nil && types.contains(.integer)) { return numericTextViolation(text, value) }
        return nil
    }

    /// The limits of a number that is written as text; what is too long for a number is too large.
    private func numericTextViolation(_ text: String, _ value: JSONValue) -> SchemaViolation? {
        let digits = text.filter { !$0.isWhitespace }
        guard let number = Int64(digits) else {
            return digits.hasPrefix("-") ? tooSmall(value) : tooLarge(value)
        }
        return numberViolation(number, value)
    }

    private func numberViolation(_ number: Int64, _ value: JSONValue) -> SchemaViolation? {
        if let minimum, number < minimum { return tooSmall(value) }
        if let maximum, number > maximum { return tooLarge(value) }
        return nil
    }

    private func tooSmall(_ value: JSONValue) -> SchemaViolation? {
        minimum.map { SchemaViolation(value, "It is less than the minimum of \($0).") }
    }

    private func tooLarge(_ value: JSONValue) -> SchemaViolation? {
        maximum.map { SchemaViolation(value, "It is greater than the maximum of \($0).") }
    }

    // MARK: Objects and arrays

    private func objectViolation(_ members: [String: JSONValue], _ value: JSONValue) -> SchemaViolation? {
        for name in required where members[name] == nil { return SchemaViolation(value, "The member \"\(name)\" is required.") }
        if members.count < minProperties {
            return SchemaViolation(value, "It must have at least \(minProperties) member\(minProperties == 1 ? "" : "s").")
        }
        if members.count > maxProperties {
            return SchemaViolation(value, "It must have at most \(maxProperties) member\(maxProperties == 1 ? "" : "s").")
        }
        if !nonEmptyAny.isEmpty, nonEmptyAny.allSatisfy({ (members[$0]?.string ?? "").isEmpty }) {
            return SchemaViolation(value, "One of \(nonEmptyAny.joined(separator: ", ")) is required.")
        }
        if !allowsOthers {
            let unknown = members.keys.filter { !isKnown($0) }.sorted()
            if !unknown.isEmpty { return SchemaViolation(value, unexpected(unknown)) }
        }
        return memberViolation(members)
    }

    private func memberViolation(_ members: [String: JSONValue]) -> SchemaViolation? {
        var found: (name: String, violation: SchemaViolation)?
        for (name, member) in members {
            // The first in the order of names, so that the same body always gets the same answer.
            if let found, found.name < name { continue }
            if let violation = properties[name]?.violation(in: member) { found = (name, violation) }
            for entry in patternProperties where entry.pattern.matches(name) {
                if let violation = entry.schema.violation(in: member) { found = (name, violation) }
            }
        }
        return found.map { $0.violation.inside($0.name) }
    }

    private func isKnown(_ name: String) -> Bool {
        properties[name] != nil || patternProperties.contains { $0.pattern.matches(name) }
    }

    private func unexpected(_ names: [String]) -> String {
        let list = names.prefix(5).map { "'\($0.shortened(to: 64))'" }.joined(separator: ", ") + (names.count > 5 ? ", …" : "")
        let sentence = "It has \(names.count == 1 ? "a member that is" : "members that are") not known: \(list)."
        if let pattern = patternProperties.first?.pattern { return sentence + " A name must be \(pattern.expectation)." }
        return properties.isEmpty ? sentence : sentence + " Known are \(properties.keys.sorted().joined(separator: ", "))."
    }

    private func arrayViolation(_ elements: [JSONValue], _ value: JSONValue) -> SchemaViolation? {
        if uniqueItems, Set(elements).count < elements.count { return SchemaViolation(value, "Its elements must differ from each other.") }
        guard let items else { return nil }
        for (index, element) in elements.enumerated() {
            if let violation = items.violation(in: element) { return violation.inside(String(index)) }
        }
        return nil
    }
}

/// What about a body breaks its schema, and where.
public struct SchemaViolation: Sendable, Hashable {
    /// The names of the members that lead to the value, outermost first; empty for the body itself.
    public private(set) var path: [String] = []
    /// The value at fault.
    public let value: JSONValue
    /// What is wrong with it.
    public let text: String

    init(_ value: JSONValue, _ text: String) {
        self.value = value
        self.text = text
    }

    func inside(_ name: String) -> SchemaViolation {
        var outer = self
        outer.path.insert(name, at: 0)
        return outer
    }

    /// The answer, in the field's form.
    public var fault: Fault {
        guard let name = path.last else { return Fault(.badRequest, text) }
        return Fault(.badRequest, "Invalid input for field/attribute \(name.shortened(to: 64)). Value: \(shownValue). \(text)")
    }

    /// The value in short: of objects and arrays only the outline, since they may be long and may hold a connector's secrets.
    private var shownValue: String {
        switch value {
        case .object(let members):
            "{" + members.keys.sorted().prefix(8).map { "\($0.shortened(to: 32)): …" }.joined(separator: ", ") + "}"
        case .array(let elements): "[\(elements.count) elements]"
        case .string(let text): text.shortened(to: 128)
        case .null, .bool, .integer, .number: value.jsonText
        }
    }
}
