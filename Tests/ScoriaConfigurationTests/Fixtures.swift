import ScoriaConfiguration

extension ConfigurationSources {
    /// What root on a machine called node would load.
    static func root(
        _ file: String? = nil,
        environment: [String: String] = [:],
        flags: [Override] = []
    ) -> ConfigurationSources {
        ConfigurationSources(
            machine: Machine(hostName: "node", isRoot: true, homeDirectory: "/root"),
            file: file.map { File(path: "scoria.conf", bytes: Array($0.utf8)) },
            environment: environment,
            overrides: flags
        )
    }

    /// What this file says when all is well with it.
    var configuration: ServiceConfiguration? { ServiceConfiguration.load(from: self).configuration }

    /// What is told of this file, each as `line severity section option`.
    var findings: [String] {
        ServiceConfiguration.check(self).map { problem in
            var line = "-"
            if case .file(_, let number) = problem.origin { line = "\(number)" }
            return [line, problem.severity.rawValue, problem.section, problem.option].compactMap(\.self).joined(separator: " ")
        }
    }

    /// The whole text of all problems.
    var report: String { ServiceConfiguration.check(self).map(\.description).joined(separator: "\n") }
}
