import ArgumentParser
import Foundation
import ScoriaAttach
import ScoriaModel
import ScoriaSystem

/// What `scoria attach` and `scoria detach` have in common: they are clients of the API on the host that is to have the disk.
struct AttachArguments: ParsableArguments {
    @Argument(help: "The volume's id or name.")
    var volume: String
    @Option(help: "The API's URL; OS_ENDPOINT when it is left out, and http://127.0.0.1:8776/v3 without that.")
    var endpoint: String?
    @Option(help: "The id of the project; OS_PROJECT_ID when it is left out.")
    var project: String?
    @Option(help: "This host's address, for those who list attachments.")
    var address = "127.0.0.1"
    @Option(help: "How many seconds a device may take to come or to go.")
    var deadline = 60
    @Option(help: "Where this host notes what it has attached.")
    var directory = "/var/lib/scoria/attached"
    @Flag(help: "Print JSON instead of text.")
    var json = false

    /// Does the work with a client that is stopped afterwards; a failure becomes a sentence and the exit status 1.
    func work(_ body: (Attacher) async throws -> Void) async throws {
        guard deadline > 0 else { throw ValidationError("--deadline takes a whole number above 0.") }
        do {
            let system = HostSystem(deadlineSeconds: deadline)
            let host = try HostIdentity(system, address: address)
            let environment = ProcessInfo.processInfo.environment
            let client = try await BlockStorageClient(ClientSettings(environment: environment, endpoint: endpoint, project: project))
            let attacher = Attacher(
                api: client,
                host: host,
                system: system,
                directory: directory,
                newKey: { "scoria-attach-\(IDSource.system.uuid())" },
                warn: { complain("scoria: \($0)") }
            )
            do {
                try await body(attacher)
            } catch {
                await client.stop()
                throw error
            }
            await client.stop()
        } catch let error as AttachError {
            complain("scoria: \(error)")
            throw ExitCode(1)
        } catch let error as SystemCallError {
            complain("scoria: \(error). The command has to run as root.")
            throw ExitCode(1)
        }
    }
}

/// `scoria attach`: makes a volume a block device of this host.
struct AttachCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Attach a volume to this host, and print the path of its block device.",
        discussion: """
            Needs root, and open-iscsi or nvme-cli. Logs in by the variables that `openstack` reads (OS_AUTH_TYPE, OS_AUTH_URL,
            OS_USERNAME, OS_PASSWORD, OS_TOKEN, OS_PROJECT_ID, OS_ENDPOINT, …). Repeating it is harmless, and gives the same path.
            """
    )

    @OptionGroup var arguments: AttachArguments

    func run() async throws {
        try await arguments.work { attacher in
            let device = try await attacher.attach(arguments.volume)
            print(arguments.json ? device.json.jsonText : device.path)
        }
    }
}

/// `scoria detach`: takes it away again.
struct DetachCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "detach",
        abstract: "Detach a volume that `scoria attach` has attached to this host."
    )

    @OptionGroup var arguments: AttachArguments

    func run() async throws {
        try await arguments.work { attacher in
            let was = try await attacher.detach(arguments.volume)
            if arguments.json { print(JSONValue.object(["detached": .bool(was)]).jsonText) }
            if !was { complain("scoria: Volume \(arguments.volume) was not attached to this host; nothing is to be done.") }
        }
    }
}
