import ArgumentParser
import ScoriaConfiguration

/// `scoria config`: looks at the configuration without starting anything.
struct ConfigurationCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Check the configuration, or show what can be set.",
        subcommands: [Check.self, Sample.self]
    )

    /// `scoria config check`: names file, line, option and what is wrong.
    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Say what is wrong with the configuration, and what to write instead.")

        @OptionGroup var arguments: ConfigurationArguments

        func run() async throws {
            let problems = ServiceConfiguration.check(try arguments.sources(), further: SchedulerChecks.complaints)
            for problem in problems { print(problem) }
            let errors = problems.count { $0.severity == .error }
            print("\(errors) errors, \(problems.count - errors) warnings")
            if errors > 0 { throw ExitCode(78) }
        }
    }

    /// `scoria config sample`: the file that is checked in as `etc/scoria.conf.sample`.
    struct Sample: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write a configuration file with every option and its default, commented out."
        )

        func run() async throws {
            print(OptionReference.sampleFile, terminator: "")
        }
    }
}
