import ArgumentParser
import Logging
import ScoriaConfiguration
import ScoriaTargets

/// `scoria targets`: the target servers, which by design outlive the service.
struct TargetsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "targets",
        abstract: "Manage the target servers.",
        subcommands: [Stop.self]
    )

    /// `scoria targets stop`.
    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Stop the target servers for good. Initiators lose their disks: stop them first."
        )

        @OptionGroup var arguments: ConfigurationArguments

        func run() async throws {
            let configuration = try arguments.load()
            for backend in configuration.backends {
                let helper = TgtTargetHelper(
                    configuration: TgtConfiguration(backend, statePath: configuration.statePath),
                    logger: Logger(label: "scoria")
                )
                try await helper.shutdownServer()
                print("The target server of the backend \(backend.name) is stopped.")
            }
        }
    }
}
