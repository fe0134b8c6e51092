import Foundation
import Logging
import NIOPosix
import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import Testing

@testable import ScoriaTargets

/// A tgtd of a test's own, with volumes that are sparse files, and real userspace initiators.
final class TgtFixture: Sendable {
    let directory: String
    let configuration: TgtConfiguration
    let helper: TgtTargetHelper
    private let runner = ProcessRunner()

    /// The initiator that tests let in.
    static let initiator = "iqn.2026-11.org.scoria:test-host"

    private init(sharingPortalOf other: (TgtFixture, port: Int)?) {
        directory = "/tmp/scoria-tgt-\(UInt32.random(in: 0 ... .max))"
        mkdir(directory, 0o700)
        var configuration = TgtConfiguration(stateDirectory: directory + "/state")
        // An address of its own: other tests take the first free port, which may be that of a tgtd that is killed and comes again.
        let bytes = (0..<3).map { _ in Int.random(in: 1...254) }
        configuration.portalAddress = other?.0.configuration.portalAddress ?? "127.\(bytes[0]).\(bytes[1]).\(bytes[2])"
        if let other { configuration.portalPort = other.port }
        self.configuration = configuration
        helper = Self.helper(configuration)
    }

    /// Runs `body` with a started tgtd, and removes everything after it; with `other` it is to listen where another one does.
    static func run(
        sharingPortalOf other: (TgtFixture, port: Int)? = nil,
        _ body: (TgtFixture) async throws -> Void
    ) async throws {
        let fixture = TgtFixture(sharingPortalOf: other)
        do {
            try await fixture.helper.start()
            try await body(fixture)
        } catch {
            await fixture.cleanUp()
            throw error
        }
        await fixture.cleanUp()
    }

    /// A helper whose tgtd is never started.
    static func idleHelper() -> TgtTargetHelper { helper(TgtConfiguration(stateDirectory: "/nowhere")) }

    /// Another helper for the same tgtd, as after a restart of the service.
    func restartedHelper() -> TgtTargetHelper { Self.helper(configuration) }

    private static func helper(_ configuration: TgtConfiguration) -> TgtTargetHelper {
        TgtTargetHelper(configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func cleanUp() async {
        do {
            try await helper.shutdownServer()
        } catch {
            Issue.record(error)
            // One that does not answer any more is gone.
            if let process = try? await serverProcess() { kill(process, SIGKILL) }
        }
        // A directory that stays in /tmp is no fault of what is tested.
        try? FileManager.default.removeItem(atPath: directory)
    }

    /// The process of the present tgtd, as the kernel knows it: a second one that found the first alive has left its own number in the pid file.
    func serverProcess() async throws -> Int32 {
        try await TgtManagementClient(socketPath: configuration.socketPath, driver: "iscsi", deadlineSeconds: 10).serverProcess()
    }

    func contents(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// A volume of a test: a sparse file and the export of it.
struct TestVolume {
    var export: ExportRequest
    let path: String

    var chap: CHAPCredentials { export.chap ?? CHAPCredentials(user: "", password: Secret("")) }
}

extension TgtFixture {
    /// A sparse file of that many mebibytes as volume number `number`, not exported yet.
    func volume(_ number: Int, mebibytes: Int = 64) -> TestVolume {
        let ids = IDSource.system
        let volume = Volume.sample
        let path = "\(directory)/volume-\(volume.id)"
        let chap = CHAPCredentials(user: ids.secret(length: 20).reveal(), password: ids.secret(length: 16))
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        truncate(path, mebibytes << 20)
        return TestVolume(export: ExportRequest(volume: volume, number: number, chap: chap), path: path)
    }

    /// A volume that lies under the name of a migration's copy, not exported yet.
    func migratedVolume(_ number: Int) -> TestVolume {
        let plain = volume(number)
        var volume = plain.export.volume
        volume.nameID = IDSource.system.id()
        return TestVolume(export: ExportRequest(volume: volume, number: number, chap: plain.chap), path: plain.path)
    }

    /// What the disk says that it is: its pages 0x80 and 0x83.
    func serialNumbers(_ info: ConnectionInfo) async throws -> [String] {
        var pages: [String] = []
        for page in ["128", "131"] { pages.append(try await libiscsi("iscsi-inq", ["-e", "1", "-c", page], info)) }
        return pages
    }

    /// A volume that is exported and lets ``initiator`` in.
    func connectedVolume(_ number: Int, mebibytes: Int = 64) async throws -> (volume: TestVolume, info: ConnectionInfo) {
        let volume = volume(number, mebibytes: mebibytes)
        _ = try await helper.createExport(volume.export, path: volume.path)
        return (volume, try await helper.initializeConnection(volume.export, connector: connector(Self.initiator)))
    }

    /// The export of a volume that lets ``initiator`` in, as the database has it.
    func ensured(_ volume: TestVolume) -> EnsuredExport {
        EnsuredExport(request: volume.export, connectors: [connector(Self.initiator)])
    }

    /// The addresses and ports on which tgtd listens, by its own account.
    func portals() async throws -> [String] {
        try await tgtadm("--mode", "portal", "--op", "show").split(separator: "\n").map {
            String($0.dropFirst("Portal: ".count).prefix { $0 != "," })
        }
    }

    /// The port in a provider location.
    func port(_ update: ProviderUpdate) -> Int? {
        update.providerLocation?.split(separator: ",").first?.split(separator: ":").last.flatMap { Int($0) }
    }

    /// The space that a volume's file takes on disk, in bytes.
    func allocatedBytes(_ volume: TestVolume) -> Int {
        var status = stat()
        return stat(volume.path, &status) == 0 ? Int(status.st_blocks) * 512 : -1
    }

    /// What tgtd itself lists, asked for by its own program.
    func listing() async throws -> String { try await tgtadm("--mode", "target", "--op", "show") }

    /// How many sessions of initiators there are, over all targets.
    func sessionCount() async throws -> Int { try await listing().split(separator: "\n").count { $0.contains("I_T nexus: ") } }

    /// Runs tgtd's own control program on the test's tgtd.
    @discardableResult
    func tgtadm(_ arguments: String...) async throws -> String {
        let environment = ProcessCommand.plainEnvironment.merging(["TGT_IPC_SOCKET": configuration.stateDirectory + "/tgtd"]) { _, new in
            new
        }
        return try await runner.run(ProcessCommand("tgtadm", ["-C", "0", "--lld", "iscsi"] + arguments, environment: environment)).text
    }

    /// The processes of the machine whose arguments or environment match.
    func processes(_ matches: (String) -> Bool) -> [String] {
        // Processes end while they are looked at; those hold no secret any more.
        let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return all.filter { Int($0) != nil && $0 != "\(getpid())" }.filter { process in
            ["cmdline", "environ"].contains { matches(contents("/proc/\(process)/\($0)") ?? "") }
        }
    }

    /// Lists every target that the portal shows to an initiator.
    func discover(at info: ConnectionInfo, as initiator: String) async throws -> [String] {
        let output = try await runner.run(ProcessCommand("iscsi-ls", ["-i", initiator, "iscsi://\(info.text("target_portal"))"]))
        return output.text.split(separator: "\n").compactMap { line in
            line.split(separator: " ").first { $0.hasPrefix("Target:") }.map { String($0.dropFirst("Target:".count)) }
        }
    }

    /// Runs qemu-io commands over iSCSI and gives back what it printed; throws when it cannot log in or a command fails.
    @discardableResult
    func qemuIO(_ info: ConnectionInfo, as initiator: String = initiator, chap: CHAPCredentials?, _ commands: String...) async throws
        -> String
    {
        let arguments = info.qemuArguments(initiator: initiator, chap: chap) + commands.flatMap { ["-c", $0] }
        return try await runner.run(ProcessCommand("qemu-io", arguments, deadlineSeconds: 30)).text
    }

    /// Runs one of libiscsi's programs against the volume.
    func libiscsi(_ program: String, _ arguments: [String], _ info: ConnectionInfo) async throws -> String {
        let url =
            "iscsi://\(info.text("auth_username"))%\(info.text("auth_password"))@\(info.text("target_portal"))/\(info.text("target_iqn"))/1"
        return try await runner.run(ProcessCommand(program, ["-i", Self.initiator] + arguments + [url])).text
    }
}

extension ConnectionInfo {
    func text(_ key: String) -> String { data[key]?.string ?? "" }

    /// The credentials that this connection info hands out.
    var chap: CHAPCredentials { CHAPCredentials(user: text("auth_username"), password: Secret(text("auth_password"))) }

    /// How a QEMU program reaches the volume as ``TgtFixture/initiator`` with the credentials that were handed out.
    func qemuArguments() -> [String] { qemuArguments(initiator: TgtFixture.initiator, chap: chap) }

    func qemuArguments(initiator: String, chap: CHAPCredentials?) -> [String] {
        var options =
            "driver=raw,discard=unmap,file.discard=unmap,file.driver=iscsi,file.transport=tcp,file.portal=\(text("target_portal")),"
            + "file.target=\(text("target_iqn")),file.lun=1,file.initiator-name=\(initiator)"
        if let chap { options += ",file.user=\(chap.user),file.password=\(chap.password.reveal())" }
        return ["--image-opts", options]
    }
}

func connector(_ initiator: String?, multipath: Bool = false) -> Connector {
    var fields: [String: JSONValue] = ["host": "test-host", "multipath": .bool(multipath)]
    if let initiator { fields["initiator"] = .string(initiator) }
    return Connector(fields: fields)
}

/// A qemu-io that stays logged in and takes commands one after the other.
final class OpenSession: Sendable {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private static let prompt = "qemu-io> "

    init(_ info: ConnectionInfo) async throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/qemu-io")
        process.arguments = info.qemuArguments()
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        _ = try await answer()
    }

    /// Sends a command and gives back what was printed until the next prompt.
    func command(_ text: String) async throws -> String {
        input.fileHandleForWriting.write(Data((text + "\n").utf8))
        return try await answer()
    }

    func close() {
        // Not SIGTERM: the child inherits the blocked signals of the thread that started it.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private func answer() async throws -> String {
        let handle = output.fileHandleForReading
        return try await NIOThreadPool.singleton.runIfActive {
            var text = ""
            while !text.hasSuffix(Self.prompt) {
                let data = handle.availableData
                if data.isEmpty { return text }
                text += String(decoding: data, as: UTF8.self)
            }
            return String(text.dropLast(Self.prompt.count))
        }
    }
}
