/// One thing that is wrong, or odd, with the configuration: where, what, and what to write instead.
public struct ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    /// What a problem means for the start.
    public enum Severity: String, Sendable {
        /// The service starts, and goes on as if the option were not there.
        case warning
        /// The service does not start.
        case error
    }

    /// Where a value was written.
    public enum Origin: Sendable, Hashable, CustomStringConvertible {
        case file(path: String, line: Int)
        /// A variable of the environment, by its name.
        case environment(String)
        /// A flag of the command line, as it was written.
        case flag(String)
        /// Nowhere: what is built in, or what is missing.
        case nowhere

        public var description: String {
            switch self {
            case .file(let path, let line): line > 0 ? "\(path):\(line)" : path
            case .environment(let name): "environment variable \(name)"
            case .flag(let flag): "flag \(flag)"
            case .nowhere: "configuration"
            }
        }
    }

    public let severity: Severity
    public let origin: Origin
    /// The section, such as `DEFAULT`; nil when the problem is not in one.
    public let section: String?
    /// The option; nil when the problem is not with one.
    public let option: String?
    /// What is wrong, as a sentence.
    public let what: String
    /// What to write instead, as a sentence.
    public let correction: String

    /// A problem with all that is needed to mend it.
    init(_ severity: Severity, at origin: Origin, section: String? = nil, option: String? = nil, _ what: String, _ correction: String) {
        self.severity = severity
        self.origin = origin
        self.section = section
        self.option = option
        self.what = what
        self.correction = correction
    }

    public var description: String {
        let place = [section.map { "[\($0)]" }, option].compactMap(\.self).joined(separator: " ")
        return "\(origin): \(severity.rawValue): \(place.isEmpty ? "" : place + ": ")\(what) \(correction)"
    }
}
