/// One thing that is wrong, or odd, with a policy: where, what, and what to write instead.
public struct PolicyProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What a problem means.
    public enum Severity: String, Sendable {
        /// The policy is used all the same.
        case warning
        /// The policy is not used: the service does not start with it, or keeps the one that it has.
        case error
    }

    public let severity: Severity
    /// The file; nil for what is built in.
    public let path: String?
    /// The line, beginning with 1; nil when it is the file as a whole.
    public let line: Int?
    /// The column in characters, beginning with 1.
    public let column: Int?
    /// The rule's name, when it is about one.
    public let rule: String?
    /// What is wrong and what to do, as sentences.
    public let reason: String

    init(_ severity: Severity, at place: PolicyPlace, rule: String? = nil, _ reason: String) {
        self.severity = severity
        path = place.path
        line = place.line
        column = place.column
        self.rule = rule
        self.reason = reason
    }

    public var description: String {
        let place = [path ?? "built-in policy", line.map(String.init), column.map(String.init)].compactMap(\.self).joined(separator: ":")
        let subject = rule.map { "\($0.shortened(to: 128)): " } ?? ""
        return "\(place): \(severity.rawValue): \(subject)\(reason)"
    }
}

/// Why a policy cannot be used: at least one problem is an error.
public struct InvalidPolicy: Error, Sendable, CustomStringConvertible {
    public let problems: [PolicyProblem]

    public var description: String {
        let shown = problems.prefix(20).map(\.description)
        return (problems.count > 20 ? shown + ["… and \(problems.count - 20) more"] : shown).joined(separator: "\n")
    }
}

/// A place in a policy file.
struct PolicyPlace: Hashable, Sendable {
    var path: String?
    var line: Int?
    var column: Int?
}

extension String {
    /// Text of a file for a message: without control characters, and cut.
    func shortened(to limit: Int) -> String {
        let clean = String(unicodeScalars.prefix(limit + 1).map { $0.properties.generalCategory == .control ? " " : Character($0) })
        return clean.unicodeScalars.count > limit ? String(clean.unicodeScalars.prefix(limit)) + "…" : clean
    }
}
