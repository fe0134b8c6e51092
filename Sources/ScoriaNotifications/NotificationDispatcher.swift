public import Logging
import Metrics
import ScoriaModel
public import ScoriaStore
public import ScoriaSystem
public import ServiceLifecycle

/// Hands every event to every sink: at least once, in the order of commits, each sink at its own pace.
///
/// Runs outside of requests: a sink that is slow or dead costs them nothing. What waits for it stays in the database up to a bound;
/// beyond the bound the oldest events are given up for that sink alone, which the log and a metric say.
public struct NotificationDispatcher: ServiceLifecycle.Service {
    /// How the dispatcher works.
    public struct Settings: Sendable {
        /// How many events may wait for one sink before the oldest are given up.
        public var backlogLimit = 100_000
        /// The longest pause after failures, in seconds.
        public var longestPauseSeconds = 60.0
        /// The pause after the first failure, in seconds; it doubles with each further one.
        public var firstPauseSeconds = 0.5
        /// How often the backlog is counted and idle sinks look again, in seconds.
        public var checkSeconds = 5.0

        /// The defaults.
        public init() {}
    }

    private let store: Store
    private let sinks: [any NotificationSink]
    private let settings: Settings
    private let clock: WallClock
    private let logger: Logger

    /// A dispatcher of a store's events.
    public init(store: Store, sinks: [any NotificationSink], settings: Settings = Settings(), clock: WallClock = .system, logger: Logger) {
        self.store = store
        self.sinks = sinks
        self.settings = settings
        self.clock = clock
        self.logger = logger
    }

    /// Runs until a graceful stop; what is not delivered by then is delivered after the next start.
    public func run() async throws {
        let (names, now) = (sinks.map(\.name), clock.now())
        try await store.write { try $0.setDeliveries(names, at: now) }
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                for sink in sinks { group.addTask { await deliver(to: sink) } }
                if sinks.isEmpty {
                    group.addTask {
                        // Nothing to deliver: only the end is waited for.
                        try? await gracefulShutdown()
                    }
                }
            }
        }
        for sink in sinks { await sink.close() }
    }

    /// Hands events to one sink, for ever.
    private func deliver(to sink: any NotificationSink) async {
        var failures = 0
        var lastCheck: ContinuousClock.Instant?
        while !Task.isCancelled {
            // Listens before it looks, so that nothing falls between the look and the wait.
            let commits = store.journal.commits()
            do {
                if lastCheck.map({ $0.duration(to: .now) > .seconds(settings.checkSeconds) }) ?? true {
                    lastCheck = .now
                    try await bound(sink)
                }
                let cursor = try store.read { try $0.delivery(sink.name)?.cursor } ?? 0
                let events = try store.read { try $0.deliverableEvents(after: cursor, limit: sink.batchSize) }
                guard !events.isEmpty else {
                    await wait(for: commits, atMostSeconds: settings.checkSeconds)
                    continue
                }
                let outcome = await sink.deliver(events)
                try await note(outcome, events, of: sink)
                guard let failure = outcome.failure else {
                    if failures > 0 { logger.notice("deliveries go on", metadata: ["delivery": "\(sink.name)"]) }
                    failures = 0
                    continue
                }
                failures = outcome.delivered > 0 ? 1 : failures + 1
                report(failure, sink, failures)
            } catch {
                failures += 1
                report(DeliveryFailure("The database did not answer: \(error)"), sink, failures)
            }
            await pause(after: failures)
        }
    }

    /// Notes what the sink has, in a transaction that shares its commit with whatever else is written.
    private func note(_ outcome: DeliveryOutcome, _ events: [EventRow], of sink: any NotificationSink) async throws {
        guard outcome.delivered > 0 else { return }
        FaultPoint.reach("notifications.\(sink.name).delivered")
        let (name, now, last) = (sink.name, clock.now(), events[outcome.delivered - 1])
        try await store.write { try $0.advance(delivery: name, to: last.sequence, at: now) }
        Counter(label: "scoria_notifications_delivered_total", dimensions: [("delivery", name)]).increment(by: outcome.delivered)
        Gauge(label: "scoria_notifications_lag_seconds", dimensions: [("delivery", name)]).record(now.seconds(since: last.at))
    }

    private func report(_ failure: DeliveryFailure, _ sink: any NotificationSink, _ failures: Int) {
        Counter(label: "scoria_notifications_failures_total", dimensions: [("delivery", sink.name)]).increment()
        guard !Task.isCancelled else { return }
        // The first failure is news; after that one line for each doubling.
        guard failures & (failures - 1) == 0 else { return }
        logger.warning(
            "notifications were not delivered; they wait and are delivered again",
            metadata: ["delivery": "\(sink.name)", "failures": "\(failures)", "error": "\(failure)"]
        )
    }

    /// Counts what waits and gives the oldest up when it is too much.
    private func bound(_ sink: any NotificationSink) async throws {
        let (name, limit, now) = (sink.name, settings.backlogLimit, clock.now())
        let waiting = try store.read { reader in
            try reader.waitingEvents(after: try reader.delivery(name)?.cursor ?? 0, limit: limit + 1)
        }
        Gauge(label: "scoria_notifications_backlog", dimensions: [("delivery", name)]).record(waiting)
        guard waiting > limit else { return }
        let dropped = try await store.write { try $0.dropOldest(ofDelivery: name, keeping: limit, at: now) }
        guard dropped > 0 else { return }
        Counter(label: "scoria_notifications_dropped_total", dimensions: [("delivery", name)]).increment(by: dropped)
        logger.error(
            "notifications were given up, because more wait than backlog_limit allows; this delivery will never get them",
            metadata: ["delivery": "\(name)", "dropped": "\(dropped)", "backlog_limit": "\(limit)"]
        )
    }

    /// Returns at the next commit with events, or after a while.
    private func wait(for commits: AsyncStream<Void>, atMostSeconds seconds: Double) async {
        await withTaskGroup { group in
            group.addTask {
                var iterator = commits.makeAsyncIterator()
                await iterator.next()
            }
            // A cancelled wait is over as well.
            group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Pauses longer after each failure, by a random part, so that many services do not come back in step.
    private func pause(after failures: Int) async {
        guard failures > 0 else { return }
        let longest = min(settings.firstPauseSeconds * Double(1 << min(failures - 1, 16)), settings.longestPauseSeconds)
        // Only a cancelled task cannot sleep, and then the loop ends.
        try? await Task.sleep(for: .seconds(Double.random(in: longest / 2...longest)))
    }
}
