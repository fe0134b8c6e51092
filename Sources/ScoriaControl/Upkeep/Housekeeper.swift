public import Logging
import ScoriaModel
public import ScoriaStore
public import ScoriaSystem
public import ServiceLifecycle

/// Removes once a minute what has outlived its time: user messages, idempotency keys, events and audit lines.
public struct Housekeeper: ServiceLifecycle.Service {
    let store: Store
    let settings: ControlSettings
    let clock: WallClock
    let logger: Logger

    /// A housekeeper of a store.
    public init(store: Store, settings: ControlSettings, clock: WallClock, logger: Logger) {
        self.store = store
        self.settings = settings
        self.clock = clock
        self.logger = logger
    }

    /// Runs until a graceful stop.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat {
                await sweep()
                // Only a cancelled task cannot sleep, and then the work ends.
            } while (try? await Task.sleep(for: .seconds(60))) != nil
        }
    }

    private func sweep() async {
        let now = clock.now()
        let oldestKey = now.advanced(bySeconds: -settings.idempotencyLifetimeSeconds)
        do {
            try await store.write { transaction in
                _ = try transaction.deleteMessages(expiredAt: now)
                _ = try transaction.deleteIdempotencyRecords(createdBefore: oldestKey)
            }
            try await trim(now)
        } catch {
            logger.warning("sweeping expired rows failed; it is tried again", metadata: ["error": "\(error)"])
        }
    }

    /// Removes old events and audit lines in small batches, so that no request waits for long.
    private func trim(_ now: Timestamp) async throws {
        let oldestEvent = now.advanced(bySeconds: -settings.eventLifetimeSeconds)
        try await repeatedly { try $0.trimEvents(before: oldestEvent, limit: Self.batch) }
        guard settings.auditLifetimeSeconds > 0 else { return }
        let oldestLine = now.advanced(bySeconds: -settings.auditLifetimeSeconds)
        try await repeatedly { try $0.trimAudit(before: oldestLine, limit: Self.batch) }
    }

    private func repeatedly(_ remove: @escaping @Sendable (WriteTransaction) throws -> Int) async throws {
        while try await store.write(remove) == Self.batch { await Task.yield() }
    }

    private static let batch = 500
}
