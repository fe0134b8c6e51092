public import Logging
internal import Metrics
public import ScoriaStore
public import ServiceLifecycle
internal import Synchronization

/// Writes the audit lines and notifications of requests that changed nothing, such as refused ones: many in one transaction, apart from the
/// requests.
///
/// A flood of refusals costs memory and writes up to a bound; what is beyond it is counted in a metric and not written.
public final class AuditRecorder: ServiceLifecycle.Service, Sendable {
    private let store: Store
    private let logger: Logger
    private let waiting = Mutex<[Line]>([])
    private let limit: Int
    private let batch = 256

    /// What is to be written.
    private enum Line: Sendable {
        case audit(AuditRow)
        case event(EventRow)
    }

    /// A recorder into a store's audit trail; at most `limit` lines wait.
    public init(store: Store, logger: Logger, limit: Int = 10_000) {
        self.store = store
        self.logger = logger
        self.limit = limit
    }

    /// Takes the line of an answered request, if it has none yet or failed after it had got one; it is written within a second.
    ///
    /// A replay of an earlier answer changes nothing and gets none.
    func record(_ witness: RequestWitness, _ reply: Reply, because failure: (any Error)?) {
        if store.journal.settings.delivers, let event = witness.event(of: reply.status, failure) { take(.event(event)) }
        guard store.journal.settings.recordsAudit else { return }
        guard reply.status >= 400 || !witness.isRecorded else { return }
        guard !reply.headers.contains(where: { $0.0 == WireHeader.idempotentReplayed }) else { return }
        if let row = witness.row(status: reply.status) { take(.audit(row)) }
    }

    private func take(_ line: Line) {
        let isTaken = waiting.withLock { waiting in
            guard waiting.count < limit else { return false }
            waiting.append(line)
            return true
        }
        if !isTaken { Counter(label: "scoria_audit_dropped_total").increment() }
    }

    /// Writes until a graceful stop, and then what is left.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            // Only a cancelled task cannot sleep, and then the last lines are written.
            while (try? await Task.sleep(for: .seconds(1))) != nil { await self.write() }
        }
        await Task { await write() }.value
    }

    private func write() async {
        while true {
            let lines = waiting.withLock { Array($0.prefix(batch)) }
            guard !lines.isEmpty else { return }
            do {
                try await store.write { transaction in
                    for line in lines {
                        switch line {
                        case .audit(let row): try transaction.insert(row)
                        case .event(let row): try transaction.insert(row)
                        }
                    }
                }
                waiting.withLock { $0.removeFirst(lines.count) }
            } catch {
                logger.warning("audit lines could not be written; they are tried again", metadata: ["error": "\(error)"])
                return
            }
        }
    }
}
