extension ConfigurationLoader {
    /// Warns of everything in the file that nothing reads.
    mutating func reportUnused(in file: INIFile, backends: [String]) {
        let used = Set(MainOptions.sections.map(\.name) + backends + [BackendOptions.sharedSection])
        for entry in file.entries where used.contains(entry.section) {
            report(entry, at: .file(path: file.path, line: entry.line), isBackend: isBackendSection(entry.section, backends))
        }
        var reported: Set<String> = []
        for head in file.heads where !used.contains(head.name) && reported.insert(head.name).inserted {
            report(head, entries: file.entries.filter { $0.section == head.name }, known: used, path: file.path)
        }
    }

    private func isBackendSection(_ name: String, _ backends: [String]) -> Bool {
        name == BackendOptions.sharedSection || backends.contains(name)
    }

    private mutating func report(_ entry: INIFile.Entry, at origin: ConfigurationProblem.Origin, isBackend: Bool) {
        let section = entry.section
        let main = MainOptions.sections.first { $0.name == section }
        let isKnown = isBackend ? BackendOptions.section.option(entry.name) != nil : main?.option(entry.name) != nil
        guard !isKnown else { return }
        if !isBackend, BackendOptions.section.option(entry.name) != nil {
            warn(
                at: origin,
                section,
                entry.name,
                "This is an option of backends and has no effect here.",
                "Move it to the section of a backend, or to [\(BackendOptions.sharedSection)] for all of them."
            )
        } else if let other = MainOptions.sections.first(where: { $0.option(entry.name) != nil }) {
            warn(at: origin, section, entry.name, "The option has no effect in this section.", "Move it to [\(other.name)].")
        } else if UnusedFieldOptions.names.contains(entry.name) {
            warn(at: origin, section, entry.name, "This option of Cinder has no effect in this version.", "Remove the line.")
        } else {
            let names = isBackend ? BackendOptions.section.options.map(\.name) : main?.options.map(\.name) ?? []
            let near = nearestName(to: entry.name, among: names)
            warn(
                at: origin,
                section,
                entry.name,
                "There is no such option.",
                near.map { "Did you mean \($0)?" } ?? "Remove the line; docs/configuration.md lists all options."
            )
        }
    }

    private mutating func report(_ head: INIFile.Head, entries: [INIFile.Entry], known: Set<String>, path: String) {
        let origin = ConfigurationProblem.Origin.file(path: path, line: head.line)
        if entries.contains(where: { BackendOptions.section.option($0.name) != nil }) {
            warn(
                at: origin,
                head.name,
                nil,
                "The backend is not in enabled_backends and does not run.",
                "Add \(head.name) to enabled_backends, or remove the section."
            )
        } else if UnusedFieldOptions.sections.contains(head.name) || head.name.hasPrefix("oslo_") {
            warn(at: origin, head.name, nil, "This section of Cinder has no effect in this version.", "Remove it.")
        } else {
            let near = nearestName(to: head.name, among: known)
            warn(at: origin, head.name, nil, "There is no such section.", near.map { "Did you mean [\($0)]?" } ?? "Remove it.")
        }
    }

    /// Warns of variables that look like ours and set nothing, and refuses such flags.
    mutating func reportUnusedVariables(backends: [String]) {
        let main = MainOptions.sections.flatMap { section in section.options.map { (section.name, $0.name) } }
        let ofBackends = (backends + [BackendOptions.sharedSection]).flatMap { name in
            BackendOptions.section.options.map { (name, $0.name) }
        }
        let variables = Set((main + ofBackends).map { ConfigurationSources.environmentVariable(section: $0.0, option: $0.1) })
        let ours = sources.environment.keys.filter { $0.hasPrefix("SCORIA_") && $0.dropFirst("SCORIA_".count).contains("__") }
        for variable in ours.sorted() where !variables.contains(variable) {
            let near = nearestName(to: variable, among: variables)
            warn(
                at: .environment(variable),
                nil,
                nil,
                "The variable sets no option.",
                near.map { "Did you mean \($0)?" } ?? "Write SCORIA_<SECTION>__<OPTION>, or remove it."
            )
        }
        let known = Dictionary(grouping: main + ofBackends, by: \.0).mapValues { $0.map(\.1) }
        for override in sources.overrides where known[override.section]?.contains(override.option) != true {
            let near = nearestName(to: override.option, among: known[override.section] ?? [])
            fail(
                at: .flag(override.flag),
                override.section,
                override.option,
                "There is no such option.",
                near.map { "Did you mean \($0)?" } ?? "docs/configuration.md lists all options."
            )
        }
    }
}
