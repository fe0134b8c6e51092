internal import Logging
internal import Synchronization

/// Logs troubles with the identity service without flooding the log: a kind at once, then at most twice a minute with a count.
final class Complaints: Sendable {
    private struct State {
        var last: [IdentityUnavailable.Kind: ContinuousClock.Instant] = [:]
        var suppressed: [IdentityUnavailable.Kind: Int] = [:]
    }

    private let logger: Logger
    private let state = Mutex(State())
    private static let pause = Duration.seconds(30)

    init(logger: Logger) {
        self.logger = logger
    }

    /// Logs a trouble, or counts it.
    func add(_ trouble: IdentityUnavailable) {
        let now = ContinuousClock.now
        let unlogged: Int? = state.withLock { state in
            if let last = state.last[trouble.kind], now - last < Self.pause {
                state.suppressed[trouble.kind, default: 0] += 1
                return nil
            }
            state.last[trouble.kind] = now
            return state.suppressed.removeValue(forKey: trouble.kind) ?? 0
        }
        guard let unlogged else { return }
        var metadata: Logger.Metadata = ["kind": "\(trouble.kind.rawValue)", "reason": "\(trouble.detail)"]
        if unlogged > 0 { metadata["unlogged"] = "\(unlogged)" }
        logger.error("credentials cannot be checked", metadata: metadata)
    }
}
