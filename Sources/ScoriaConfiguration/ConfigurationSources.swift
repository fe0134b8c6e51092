/// Everything that a configuration is made of: flags before environment before file before defaults.
public struct ConfigurationSources: Sendable {
    /// A file's path, for problems, and what is in it.
    public struct File: Sendable {
        public let path: String
        public let bytes: [UInt8]

        /// A file that has been read.
        public init(path: String, bytes: [UInt8]) {
            self.path = path
            self.bytes = bytes
        }
    }

    /// One value from the command line.
    public struct Override: Sendable {
        public let section: String
        public let option: String
        public let value: String
        /// The flag as it was written, for problems.
        public let flag: String

        /// A value for an option, which counts before all others.
        public init(section: String = "DEFAULT", option: String, value: String, flag: String) {
            self.section = section
            self.option = option
            self.value = value
            self.flag = flag
        }

        /// Reads `option=value` or `section.option=value`, as `--set` takes it; nil when there is no `=` or no name.
        public init?(assignment: String) {
            guard let equals = assignment.firstIndex(of: "="), equals > assignment.startIndex else { return nil }
            let name = assignment[..<equals]
            let dot = name.lastIndex(of: ".")
            self.init(
                section: dot.map { String(name[..<$0]) } ?? MainOptions.defaultSection,
                option: String(dot.map { name[name.index(after: $0)...] } ?? name),
                value: String(assignment[assignment.index(after: equals)...]),
                flag: "--set \(name)"
            )
        }
    }

    /// What defaults depend on.
    public struct Machine: Sendable {
        public let hostName: String
        public let isRoot: Bool
        public let homeDirectory: String?

        /// A machine and the account that the service runs under.
        public init(hostName: String, isRoot: Bool, homeDirectory: String?) {
            self.hostName = hostName
            self.isRoot = isRoot
            self.homeDirectory = homeDirectory
        }
    }

    public var file: File?
    /// The variables of the process; only those with the prefix `SCORIA_` and two underscores in the middle are looked at.
    public var environment: [String: String]
    public var overrides: [Override]
    public var machine: Machine

    /// Sources; none but the defaults by default.
    public init(machine: Machine, file: File? = nil, environment: [String: String] = [:], overrides: [Override] = []) {
        self.machine = machine
        self.file = file
        self.environment = environment
        self.overrides = overrides
    }

    /// The variable that overrides an option: `SCORIA_<SECTION>__<OPTION>`, in capitals, with `_` for what is no letter or digit.
    public static func environmentVariable(section: String, option: String) -> String {
        "SCORIA_\(capitals(section))__\(capitals(option))"
    }

    private static func capitals(_ name: String) -> String {
        String(name.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }

    /// Where to keep state when nobody says.
    var defaultStatePath: String {
        if machine.isRoot { return "/var/lib/scoria" }
        if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") { return base + "/scoria" }
        guard let home = machine.homeDirectory, home.hasPrefix("/") else { return "/var/lib/scoria" }
        return (home.hasSuffix("/") ? String(home.dropLast()) : home) + "/.local/state/scoria"
    }
}
