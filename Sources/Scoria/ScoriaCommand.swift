import ArgumentParser

/// The `scoria` program.
@main
struct ScoriaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scoria",
        abstract: "A block storage service that speaks the OpenStack Block Storage API v3."
    )
}
