import Logging
import ScoriaSystem
import ServiceLifecycle
import UnixSignals

/// A part of the running service that reads files of the operator's, and can read them again.
struct Reloadable: Sendable {
    /// What it is, for the log: "the certificate".
    let name: String
    /// The files; when one changes, the part is reloaded without being asked.
    let paths: [String]
    /// Reads them again.
    ///
    /// What it throws goes to the log, and what was read before stays in force.
    let reload: @Sendable () async throws -> Void
}

/// Reads files again on SIGHUP and when they change.
///
/// A file that is wrong changes nothing but the log: the service goes on with what it has.
struct Reloading: ServiceLifecycle.Service {
    let parts: [Reloadable]
    let logger: Logger
    /// How often files are looked at; certificates are renewed days ahead, passwords changed while somebody waits.
    private static let pause = Duration.seconds(2)

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                // Trapped even with nothing to reload, since the signal would end the process.
                group.addTask {
                    for await _ in await UnixSignalsSequence(trapping: .sighup) { await reloadAll() }
                }
                for part in parts where !part.paths.isEmpty {
                    group.addTask { await watch(part) }
                }
            }
        }
    }

    private func reloadAll() async {
        for part in parts { await reload(part, because: "SIGHUP") }
    }

    private func watch(_ part: Reloadable) async {
        var seen = part.paths.map(SmallFile.stamp)
        while true {
            do {
                try await Task.sleep(for: Self.pause)
            } catch {
                return
            }
            let now = part.paths.map(SmallFile.stamp)
            guard now != seen else { continue }
            // Whoever replaces several files needs a moment between them.
            seen = now
            await reload(part, because: "a file changed")
        }
    }

    private func reload(_ part: Reloadable, because reason: String) async {
        do {
            try await part.reload()
            logger.notice("read again", metadata: ["part": "\(part.name)", "reason": "\(reason)"])
        } catch {
            logger.error(
                "not read again; what was in force stays so",
                metadata: ["part": "\(part.name)", "reason": "\(reason)", "error": "\(error)"]
            )
        }
    }
}
