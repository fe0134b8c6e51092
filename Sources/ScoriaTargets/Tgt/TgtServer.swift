internal import CLinux
internal import Glibc
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import ScoriaDriver
internal import ScoriaSystem

/// The tgtd process: started, found again, watched and stopped.
///
/// It daemonises itself and is nobody's child, so that it and the open sessions survive every end of the service.
struct TgtServer: Sendable {
    let configuration: TgtConfiguration
    let client: TgtManagementClient
    let runner: any ProcessRunning
    let logger: Logger

    /// tgtd listens on every address when it has no portal, and so begins with one that nobody uses, until exports are in place.
    static let placeholderAddress = "127.255.255.254"

    private static let firstPort = 3260
    private static let portsTried = 1000

    /// Whether a tgtd answers on our control socket.
    ///
    /// Throws a ``TgtFailure`` when one listens there and does not answer.
    func isAlive() async throws -> Bool {
        var isAlive = false
        let isKnown = try await eventually(withinSeconds: configuration.deadlineSeconds) {
            do {
                try await client.send(TgtRequest(mode: .portal, operation: .show))
                isAlive = true
            } catch TgtFailure.unreachable {
                isAlive = false
            } catch TgtFailure.cut {
                // It is just ending.
                return false
            }
            return true
        }
        guard isKnown else { throw TgtFailure.cut(request: "show portal") }
        return isAlive
    }

    /// Starts a tgtd without targets and waits until it answers.
    func launch() async throws {
        try makeStateDirectory(configuration.stateDirectory)
        // A logger that outlived its tgtd would do so for ever.
        for leftover in processes(withArgument: configuration.pidFile) { kill(leftover, SIGKILL) }
        let command = ProcessCommand(
            configuration.executable,
            [
                "-C", "\(TgtConfiguration.controlPort)", "-t", "\(configuration.threadsPerLUN)", "-p", configuration.pidFile,
                "--iscsi", "portal=\(Self.placeholderAddress):0",
            ],
            environment: ProcessCommand.plainEnvironment.merging(["TGT_IPC_SOCKET": configuration.socketBase]) { _, new in new },
            deadlineSeconds: configuration.deadlineSeconds
        )
        let deadline = ContinuousClock.now + .seconds(configuration.deadlineSeconds)
        // The program returns before its daemon is ready, and the daemon gives up silently while its predecessor still holds the lock: so
        // it is started again every second. A second one beside a living one ends by itself.
        repeat {
            do {
                _ = try await runner.run(command)
            } catch let error as ProcessError {
                throw DriverError(
                    .unavailable,
                    .transient,
                    "The target server cannot be started: \(error)",
                    correction: "Install the package tgt (1.0.85 or later), or name the program in the configuration."
                )
            }
            if try await eventually(withinSeconds: 1, isAlive) {
                await raiseOpenFilesLimit()
                logger.info("tgtd started", metadata: ["socket": "\(configuration.socketPath)"])
                return
            }
        } while ContinuousClock.now < deadline
        throw DriverError(
            .unavailable,
            .transient,
            "The target server tgtd was started and does not answer on \(configuration.socketPath).",
            correction: "Look for tgtd in the system log."
        )
    }

    /// Makes tgtd listen where initiators look for it, and gives back the portal as `address:port`.
    func openPortal() async throws -> String {
        let open = TgtListing.portals(try await client.send(TgtRequest(mode: .portal, operation: .show)))
        let portal = try await choosePortal(open: open)
        try remember(portal)
        for unused in open where unused.hasPrefix(Self.placeholderAddress + ":") {
            try await client.send(TgtRequest(mode: .portal, operation: .delete, parameters: "portal=\(unused)"))
        }
        return portal
    }

    /// Returns when the present tgtd ends, or when the task is cancelled.
    ///
    /// An idle connection to the control socket tells: the kernel closes it with the process, however that ends. Not so when tgtd ends
    /// before it has taken the connection, since its logger holds the socket open too: so the process itself is looked at as well.
    func waitForEnd() async throws {
        let process = try await client.serverProcess()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: configuration.socketPath).get()
        try await withTaskCancellationHandler {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await channel.closeFuture.get() }
                group.addTask {
                    while !isGone(process) { try await Task.sleep(for: .seconds(1)) }
                }
                try await group.next()
                group.cancelAll()
                channel.close(promise: nil)
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    /// Ends a tgtd that has no targets left, and waits until it is gone.
    func stop() async throws {
        let process = try await client.serverProcess()
        try await client.send(TgtRequest(mode: .system, operation: .delete))
        guard try await eventually(withinSeconds: configuration.deadlineSeconds, { isGone(process) }) else {
            throw DriverError(.timeout, .ambiguous, "tgtd (process \(process)) was told to end and has not.")
        }
        logger.info("tgtd stopped", metadata: ["socket": "\(configuration.socketPath)"])
    }

    private func choosePortal(open: [String]) async throws -> String {
        let fixed = configuration.portalPort != 0 ? configuration.portal(port: configuration.portalPort) : rememberedPortal()
        if let fixed {
            if open.contains(fixed) { return fixed }
            guard try await listen(on: fixed) else {
                throw DriverError(
                    .unavailable,
                    .transient,
                    "tgtd cannot listen on \(fixed): another program does, or the address is not one of this machine.",
                    correction: "Free the port, or configure another one; "
                        + "to have another one chosen, remove \(configuration.portalFile) (attached clients will not follow)."
                )
            }
            return fixed
        }
        for port in Self.firstPort..<Self.firstPort + Self.portsTried {
            let portal = configuration.portal(port: port)
            if open.contains(portal) { return portal }
            if try await listen(on: portal) { return portal }
        }
        throw DriverError(
            .unavailable,
            .transient,
            "tgtd cannot listen on \(configuration.portalAddress): none of the ports from \(Self.firstPort) on is free, "
                + "or the address is not one of this machine."
        )
    }

    /// False when the address and port are not to be had.
    private func listen(on portal: String) async throws -> Bool {
        do {
            try await client.send(TgtRequest(mode: .portal, operation: .new, parameters: "portal=\(portal)"))
            return true
        } catch let failure as TgtFailure where failure.isRefusal(.invalidRequest) {
            return false
        }
    }

    /// The portal of earlier times, when it is on the configured address.
    private func rememberedPortal() -> String? {
        guard let text = readSmallFile(configuration.portalFile) else { return nil }
        guard let line = text.split(separator: "\n").first, let port = line.split(separator: ":").last.flatMap({ Int($0) }) else {
            return nil
        }
        return configuration.portal(port: port) == line ? String(line) : nil
    }

    private func remember(_ portal: String) throws {
        if rememberedPortal() == portal { return }
        try writeSmallFile(configuration.portalFile, portal + "\n")
    }

    /// Lets tgtd open one file for each volume and connection.
    ///
    /// tgtd tries to do so itself, asks for more than it may have, and then stays at the inherited limit, often 1024.
    private func raiseOpenFilesLimit() async {
        do {
            let process = try await client.serverProcess()
            guard scoria_raise_open_files(process) == 0 else { throw TgtFailure.unreachable(errorText()) }
        } catch {
            logger.warning("the number of tgtd's open files could not be raised", metadata: ["error": "\(error)"])
        }
    }
}

/// Asks again and again, with growing pauses, until the answer is yes; false when it is not within that time.
///
/// For things outside of this process that tell nobody when they change.
func eventually(
    withinSeconds seconds: Double,
    isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    var pause = Duration.milliseconds(1)
    while true {
        if try await condition() { return true }
        guard ContinuousClock.now < deadline else { return false }
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .milliseconds(50))
    }
}
