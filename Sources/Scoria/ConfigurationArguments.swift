import ArgumentParser
import Foundation
import ScoriaConfiguration

/// The flags by which every command finds its configuration.
struct ConfigurationArguments: ParsableArguments {
    @Option(name: [.customLong("config"), .customLong("config-file")], help: "The configuration file, in the format of cinder.conf.")
    var file: String?

    @Option(name: .customLong("state-path"), help: "The directory for the database, the default pool and the target server.")
    var statePath: String?

    @Option(name: .customLong("set"), help: "An option as option=value or section.option=value; may be repeated.")
    var assignments: [String] = []

    /// The sources, flags first.
    func sources(adding overrides: [ConfigurationSources.Override] = []) throws -> ConfigurationSources {
        var all = overrides
        if let statePath {
            let path = URL(fileURLWithPath: statePath).standardizedFileURL.path
            all.append(.init(option: "state_path", value: path, flag: "--state-path"))
        }
        for assignment in assignments {
            guard let override = ConfigurationSources.Override(assignment: assignment) else {
                throw ValidationError("--set takes option=value or section.option=value, not '\(assignment)'.")
            }
            all.append(override)
        }
        do throws(ConfigurationProblem) {
            return try ConfigurationSources.ofProcess(file: file, overrides: all, environment: ProcessInfo.processInfo.environment)
        } catch {
            complain("\(error)")
            throw ExitCode(78)
        }
    }

    /// The configuration; problems go to standard error, and an error ends the command.
    func load(adding overrides: [ConfigurationSources.Override] = []) throws -> ServiceConfiguration {
        let loaded = ServiceConfiguration.load(from: try sources(adding: overrides), further: SchedulerChecks.complaints)
        for problem in loaded.problems { complain("\(problem)") }
        guard let configuration = loaded.configuration else { throw ExitCode(78) }
        return configuration
    }
}

/// Writes a line to standard error.
func complain(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}
