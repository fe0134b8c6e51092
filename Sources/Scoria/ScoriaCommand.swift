import ArgumentParser

/// The `scoria` program.
@main
struct ScoriaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scoria",
        abstract: "A block storage service that speaks the OpenStack Block Storage API v3.",
        version: programVersion,
        subcommands: [
            ServeCommand.self, ConfigurationCommand.self, AuditCommand.self, FlowCommand.self, ExplainCommand.self, TargetsCommand.self,
            UserCommand.self, PolicyCommand.self, AttachCommand.self, DetachCommand.self, UsageAuditCommand.self,
        ]
    )
}

/// The release.
let programVersion = "0.1.0"
