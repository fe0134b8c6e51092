import ArgumentParser
import Glibc
import Logging
import ScoriaConfiguration
import ScoriaIdentity
import ScoriaServer
import ScoriaStore
import ServiceLifecycle

/// `scoria serve`: the whole service in one process.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the service. Without a configuration file it keeps everything under its state directory and listens on loopback."
    )

    @OptionGroup var arguments: ConfigurationArguments

    @Option(help: "The address to listen on.")
    var listen: String?

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port: Int?

    func run() async throws {
        // Whoever reads standard output or error may go away; the service must not go with them.
        signal(SIGPIPE, SIG_IGN)
        var overrides: [ConfigurationSources.Override] = []
        if let listen { overrides.append(.init(option: "osapi_volume_listen", value: listen, flag: "--listen")) }
        if let port { overrides.append(.init(option: "osapi_volume_listen_port", value: "\(port)", flag: "--port")) }
        let configuration = try arguments.load(adding: overrides)
        umask(0o077)
        let assembly: ServiceAssembly
        do {
            assembly = try await ServiceAssembly(configuration)
        } catch let error as InvalidPolicy {
            complain("\(error)")
            complain("scoria: the policy is not valid, so that the service does not start; scoria policy check says the same")
            throw ExitCode(78)
        } catch let error as StoreError {
            complain("scoria: \(error)")
            throw ExitCode(75)
        } catch let error as IdentityFileError {
            complain("scoria: \(error)")
            throw ExitCode(78)
        } catch let error as CertificateError {
            complain("scoria: \(error)")
            throw ExitCode(78)
        }
        try await assembly.run()
    }
}
