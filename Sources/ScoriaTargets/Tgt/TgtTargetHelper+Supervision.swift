internal import Logging
internal import ScoriaDriver

/// Keeping tgtd alive.
extension TgtTargetHelper {
    /// Starts tgtd, or takes over the one that is running; puts the known exports back when it has lost them.
    ///
    /// Initiators find nothing before ``ensureExports(_:)`` or the first export when tgtd had to be started, so that none is told that its target does
    /// not exist.
    public func start() async throws {
        try configuration.check()
        isShutDown = false
        try await explaining("starting it") {
            try await exclusively(Self.serverKey) {
                if try await server.isAlive() { return }
                portal = nil
                installedPasswords = [:]
                try await server.launch()
            }
            guard !wanted.isEmpty else { return }
            try await convergeAll(try await targets())
            _ = try await openPortal()
        }
    }

    /// Does nothing: tgtd and the open sessions outlive the service.
    public func stop() async {}

    /// Watches tgtd and restarts it when it ends, until the task is cancelled or the server is shut down.
    ///
    /// Open initiators come back by themselves and repeat what had no answer.
    public func run() async {
        var pause = Duration.milliseconds(100)
        while !Task.isCancelled, !isShutDown {
            do {
                try await start()
                pause = .milliseconds(100)
                try await server.waitForEnd()
                if Task.isCancelled || isShutDown { return }
                logger.warning("tgtd has ended and is restarted")
            } catch {
                if Task.isCancelled || isShutDown { return }
                logger.error("tgtd cannot be kept running", metadata: ["error": "\(error)"])
                // Cancelled while pausing: the loop ends.
                try? await Task.sleep(for: pause)
                pause = min(pause * 2, .seconds(5))
            }
        }
    }

    /// Removes all our exports and stops tgtd for good; success when it is not running.
    ///
    /// For demonstrations, tests and taking a machine out of service: a service that merely restarts leaves tgtd alone.
    public func shutdownServer() async throws {
        isShutDown = true
        wanted = [:]
        try await explaining("shutting it down") {
            guard try await server.isAlive() else { return }
            let present = try await targets()
            try await removeStrays(present)
            let foreign = present.all.filter { !$0.name.hasPrefix(configuration.targetPrefix) }
            guard foreign.isEmpty else {
                throw DriverError(
                    .busy,
                    .permanent,
                    "tgtd stays up: it has targets of somebody else (\(foreign.map(\.name).joined(separator: ", "))).",
                    correction: "Remove them with tgtadm first."
                )
            }
            try await exclusively(Self.serverKey) {
                portal = nil
                installedPasswords = [:]
                try await server.stop()
            }
        }
    }

    /// The portal at which initiators find the present tgtd, opened when it is not.
    ///
    /// Not to be called while an export's number is held: a start holds the server first and then the numbers.
    func openPortal() async throws -> String {
        try await exclusively(Self.serverKey) {
            if let portal { return portal }
            let opened = try await server.openPortal()
            portal = opened
            return opened
        }
    }
}
