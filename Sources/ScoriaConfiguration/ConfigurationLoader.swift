extension ServiceConfiguration {
    /// What came of reading a configuration.
    public struct Loaded: Sendable {
        /// The configuration; nil when an error keeps the service from starting.
        public let configuration: ServiceConfiguration?
        /// All problems, in the order of the file, errors and warnings alike.
        public let problems: [ConfigurationProblem]
    }

    /// Reads and checks everything, and collects every problem instead of stopping at the first.
    ///
    /// `further` finds what only the parts that use the values can tell, such as names of filters that nobody knows.
    public static func load(
        from sources: ConfigurationSources,
        further: (ServiceConfiguration) -> [OptionComplaint] = { _ in [] }
    ) -> Loaded {
        var loader = ConfigurationLoader(sources: sources)
        let configuration = loader.load()
        for complaint in further(configuration) { loader.note(complaint) }
        let problems = loader.sortedProblems
        return Loaded(configuration: problems.contains { $0.severity == .error } ? nil : configuration, problems: problems)
    }

    /// Only what is wrong, for `scoria config check`.
    public static func check(
        _ sources: ConfigurationSources,
        further: (ServiceConfiguration) -> [OptionComplaint] = { _ in [] }
    ) -> [ConfigurationProblem] {
        load(from: sources, further: further).problems
    }
}

/// A value that the part which uses it cannot take.
public struct OptionComplaint: Sendable, Hashable {
    /// The section of a backend; nil for `[DEFAULT]`.
    public let backend: String?
    public let option: String
    /// What is wrong, as a sentence.
    public let what: String
    /// What to write instead, as a sentence.
    public let correction: String

    /// A complaint about an option.
    public init(backend: String? = nil, option: String, what: String, correction: String) {
        self.backend = backend
        self.option = option
        self.what = what
        self.correction = correction
    }
}

extension ConfigurationLoader {
    fileprivate mutating func note(_ complaint: OptionComplaint) {
        let section = complaint.backend ?? MainOptions.defaultSection
        let sections = complaint.backend.map { [$0, BackendOptions.sharedSection] } ?? [MainOptions.defaultSection]
        fail(at: origin(section, complaint.option, in: sections), section, complaint.option, complaint.what, complaint.correction)
    }
}

/// Puts a configuration together from its sources.
struct ConfigurationLoader {
    /// A value as it was written, and where.
    struct Written {
        let text: String
        let origin: ConfigurationProblem.Origin
    }

    struct Key: Hashable {
        let section: String
        let option: String
    }

    let sources: ConfigurationSources
    var written: [Key: Written] = [:]
    /// Values of the file that the environment or a flag has taken the place of.
    var overridden: [Key: Written] = [:]
    var problems: [ConfigurationProblem] = []
    /// The defaults that the machine decides, for `$references` and for options that nobody sets.
    let defaults: ServiceConfiguration

    init(sources: ConfigurationSources) {
        self.sources = sources
        var defaults = ServiceConfiguration()
        defaults.statePath = sources.defaultStatePath
        defaults.host = sources.machine.hostName
        self.defaults = defaults
    }

    mutating func load() -> ServiceConfiguration {
        let file = sources.file.map { INIFile(path: $0.path, bytes: $0.bytes) }
        problems += file?.problems ?? []
        for entry in file?.entries ?? [] { take(entry, of: entry.section, path: file?.path ?? "") }
        takeOverrides { section, option in MainOptions.sections.first { $0.name == section }?.option(option) != nil }

        var configuration = defaults
        for section in MainOptions.sections {
            assign(section.options, to: &configuration, from: [section.name])
        }
        configuration.policy.directory = sources.file.map { Self.directory(of: $0.path) }
        let names = backendNames(configuration.enabledBackends, in: file)
        let sections = Set(names + [BackendOptions.sharedSection])
        takeOverrides { section, option in sections.contains(section) && BackendOptions.section.option(option) != nil }
        configuration.backends = names.map { backend(named: $0, in: configuration) }

        if let file { reportUnused(in: file, backends: names) }
        reportUnusedVariables(backends: names)
        checkWhole(configuration)
        checkOverridden(configuration)
        return configuration
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "" : String(path[..<slash])
    }

    /// Problems by line, those without a line first.
    var sortedProblems: [ConfigurationProblem] {
        func line(_ problem: ConfigurationProblem) -> Int {
            if case .file(_, let line) = problem.origin { return line }
            return -1
        }
        return problems.enumerated().sorted { (line($0.element), $0.offset) < (line($1.element), $1.offset) }.map(\.element)
    }

    private mutating func take(_ entry: INIFile.Entry, of section: String, path: String) {
        let key = Key(section: section, option: entry.name)
        let origin = ConfigurationProblem.Origin.file(path: path, line: entry.line)
        if case .file(_, let line)? = written[key]?.origin {
            warn(at: origin, section, entry.name, "The option stands in line \(line) already.", "Remove one of the two; this one counts.")
        }
        written[key] = Written(text: entry.value, origin: origin)
    }

    /// Puts the values of environment and flags over those of the file, for the options that `isKnown` picks.
    private mutating func takeOverrides(_ isKnown: (_ section: String, _ option: String) -> Bool) {
        for (key, variable) in environmentVariables(isKnown) {
            guard let text = sources.environment[variable] else { continue }
            override(key, with: Written(text: text, origin: .environment(variable)))
        }
        for override in sources.overrides where isKnown(override.section, override.option) {
            let key = Key(section: override.section, option: override.option)
            self.override(key, with: Written(text: override.value, origin: .flag(override.flag)))
        }
    }

    private mutating func override(_ key: Key, with value: Written) {
        if let present = written[key], case .file = present.origin { overridden[key] = present }
        written[key] = value
    }

    private func environmentVariables(_ isKnown: (String, String) -> Bool) -> [(Key, String)] {
        let main = MainOptions.sections.flatMap { section in section.options.map { Key(section: section.name, option: $0.name) } }
        let backends = (writtenBackendNames + [BackendOptions.sharedSection]).flatMap { name in
            BackendOptions.section.options.map { Key(section: name, option: $0.name) }
        }
        return (main + backends)
            .filter { isKnown($0.section, $0.option) }
            .map { ($0, ConfigurationSources.environmentVariable(section: $0.section, option: $0.option)) }
    }

    /// The names in `enabled_backends` as far as they are known, or the built-in one.
    private var writtenBackendNames: [String] {
        let text = written[Key(section: MainOptions.defaultSection, option: "enabled_backends")]?.text ?? ""
        let names = text.split(separator: ",").map { $0.trimmed() }.filter { !$0.isEmpty }
        return names.isEmpty ? [Self.builtInBackend] : names
    }

    /// The backend that runs when none is named.
    static let builtInBackend = "default"

    /// Reads options from the first of `sections` that has them.
    private mutating func assign<Target>(
        _ options: [ConfigurationOption<Target>],
        to target: inout Target,
        from sections: [String]
    ) {
        for option in options {
            let found = value(of: option, in: sections)
            guard let text = found?.text ?? option.template else { continue }
            assign(option, text, from: found?.origin ?? .nowhere, to: &target, sections: sections)
        }
    }

    private mutating func assign<Target>(
        _ option: ConfigurationOption<Target>,
        _ text: String,
        from origin: ConfigurationProblem.Origin,
        to target: inout Target,
        sections: [String]
    ) {
        do throws(Substitution.Failure) {
            let expanded = try substitution(for: sections).expand(text, within: [option.name])
            if let wrong = option.assign(expanded, &target) { fail(at: origin, sections[0], option.name, wrong.what, wrong.correction) }
        } catch {
            let what = option.isSecret ? "The value has a $ that refers to no option." : error.what
            let correction = option.isSecret ? "Write $$ where the sign itself is meant." : error.correction
            fail(at: origin, sections[0], option.name, what, correction)
        }
    }

    /// Checks what the file says where a flag or variable says something else, so that an error is found when it is written and not
    /// on the day on which the flag is left out.
    private mutating func checkOverridden(_ configuration: ServiceConfiguration) {
        var asInFile = configuration
        for (key, value) in overridden {
            if let option = MainOptions.sections.first(where: { $0.name == key.section })?.option(key.option) {
                assign(option, value.text, from: value.origin, to: &asInFile, sections: [key.section])
            } else if let option = BackendOptions.section.option(key.option) {
                var backend = BackendConfiguration(name: key.section)
                assign(option, value.text, from: value.origin, to: &backend, sections: [key.section])
            }
        }
        let listening = Key(section: MainOptions.defaultSection, option: "osapi_volume_listen")
        if let value = overridden[listening], !configuration.api.allowsNoAuthOnAnyAddress {
            checkListening(asInFile.api, at: value.origin)
        }
    }

    private func value<Target>(of option: ConfigurationOption<Target>, in sections: [String]) -> Written? {
        for section in sections {
            if let found = written[Key(section: section, option: option.name)] { return found }
        }
        return nil
    }

    private func substitution(for sections: [String]) -> Substitution {
        let defaults = defaults
        let written = written
        return Substitution { section, name in
            let places = section.map { [$0] } ?? sections + [MainOptions.defaultSection]
            for place in places {
                if let found = written[Key(section: place, option: name)] { return found.text }
            }
            for place in places {
                guard let option = MainOptions.sections.first(where: { $0.name == place })?.option(name) else { continue }
                return option.template ?? option.text(defaults)
            }
            guard let option = BackendOptions.section.option(name) else { return nil }
            return option.template ?? option.text(BackendConfiguration(name: sections[0]))
        }
    }

    private mutating func backend(named name: String, in configuration: ServiceConfiguration) -> BackendConfiguration {
        var backend = BackendConfiguration(name: name)
        backend.backendName = name
        backend.filePoolPath = "\(configuration.statePath)/pools/\(name)"
        let sections = [name, BackendOptions.sharedSection]
        backend.createsFilePool = !sections.contains { written[Key(section: $0, option: "file_pool_path")] != nil }
        assign(BackendOptions.section.options, to: &backend, from: sections)
        return backend
    }

    mutating func warn(at origin: ConfigurationProblem.Origin, _ section: String?, _ option: String?, _ what: String, _ correction: String)
    {
        problems.append(ConfigurationProblem(.warning, at: origin, section: section, option: option, what, correction))
    }

    mutating func fail(at origin: ConfigurationProblem.Origin, _ section: String?, _ option: String?, _ what: String, _ correction: String)
    {
        problems.append(ConfigurationProblem(.error, at: origin, section: section, option: option, what, correction))
    }
}
