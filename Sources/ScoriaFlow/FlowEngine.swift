public import Logging
import Metrics
public import ScoriaModel
public import ScoriaStore
public import ScoriaSystem
public import ServiceLifecycle
import Synchronization

/// Runs durable flows: starts them with the transactions of requests, resumes them after a crash, undoes them after a failure.
///
/// There is no way to run a flow that is not in the database: requests add rows through ``transaction(by:_:)``, and the engine leases rows.
public final class FlowEngine: ServiceLifecycle.Service, Sendable {
    /// How the engine behaves.
    public struct Settings: Sendable {
        /// How long a lease lasts without renewal, in seconds.
        public var leaseSeconds: Double = 30
        /// How many flows run at a time in this process.
        public var concurrentFlows = 32
        /// How long ended flows are kept, in seconds.
        public var retentionSeconds: Double = 7 * 86_400
        /// How long a graceful stop waits for the steps in hand, in seconds, before they are parked.
        public var stopSeconds: Double = 10
        /// Whether this process is the only one on the database, so that every former owner of a lease is dead.
        public var ownsDatabaseAlone = true
        /// By how much pauses before a retry are multiplied; tests make them nothing.
        public var pauseScale: Double = 1
        /// Which steps this process may run.
        public var serves: @Sendable (Station) -> Bool = { _ in true }

        /// The settings of a process that owns its database alone.
        public init() {}
    }

    enum Event: Sendable {
        case launch(FlowRow)
        case wake
        case stop
    }

    struct State {
        var isRunning = false
        var isStopping = false
        var running: [String: RunningFlow] = [:]
        var waiters: [String: [Int: CheckedContinuation<Void, Never>]] = [:]
        var nextWaiter = 0
        var progress: [String: (done: Int64, total: Int64, unit: String)] = [:]
        /// What flows have been answered that nobody may store, by flow; only those that somebody waits for.
        var answers: [String: FlowAnswer] = [:]
    }

    let store: Store
    let registry: FlowRegistry
    let settings: Settings
    let clock: WallClock
    let ids: IDSource
    let logger: Logger
    let probe: (any FlowProbe)?
    let observer: (any FlowObserver)?
    /// This life of the process, as leases name it.
    let instance: String
    let state = Mutex(State())
    private let events: AsyncStream<Event>
    let signal: AsyncStream<Event>.Continuation

    /// An engine over a store; nothing runs before ``run()``.
    public init(
        store: Store,
        registry: FlowRegistry,
        settings: Settings = Settings(),
        clock: WallClock = .system,
        ids: IDSource = .system,
        logger: Logger,
        probe: (any FlowProbe)? = nil,
        observer: (any FlowObserver)? = nil
    ) {
        self.store = store
        self.registry = registry
        self.settings = settings
        self.clock = clock
        self.ids = ids
        self.logger = logger
        self.probe = probe
        self.observer = observer
        instance = ids.uuid()
        (events, signal) = AsyncStream.makeStream()
    }

    /// Resumes what an earlier life left, then runs flows until a graceful stop.
    public func run() async throws {
        if settings.ownsDatabaseAlone { try await store.write { try $0.releaseAllLeases() } }
        state.withLock { $0.isRunning = true }
        signal.yield(.wake)
        let timekeeper = Task { await keepTime() }
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                for await event in events {
                    switch event {
                    case .launch(let flow): group.addTask { await self.drive(flow) }
                    case .wake: for flow in await leaseDue() { group.addTask { await self.drive(flow) } }
                    case .stop:
                        timekeeper.cancel()
                        group.addTask { await self.parkLateSteps() }
                        return
                    }
                }
            }
        } onGracefulShutdown: {
            self.stop()
        }
        state.withLock { $0.isRunning = false }
    }

    /// Begins a graceful stop: no new flows, and each running one is parked after the step in hand.
    public func stop() {
        state.withLock { $0.isStopping = true }
        signal.yield(.stop)
    }

    /// Runs a request's transaction, in which flows may be started; they begin when it is durable.
    public func transaction<Result: Sendable>(
        by caller: Caller,
        _ body: @escaping @Sendable (WriteTransaction, FlowStarter) throws -> Result
    ) async throws -> Result {
        let instance = instance
        let ids = ids
        let now = clock.now()
        let leaseUntil = now.advanced(bySeconds: settings.leaseSeconds)
        let beginsAtOnce = state.withLock {
            $0.isRunning && !$0.isStopping && $0.running.count < settings.concurrentFlows
        }
        let awaited = Mutex<[String]>([])
        let expect: @Sendable (String) -> Void = { id in
            awaited.withLock { $0.append(id) }
            self.state.withLock { $0.answers[id] = .expected }
        }
        var isDurable = false
        defer { if !isDurable { for id in awaited.withLock({ $0 }) { _ = takeAnswer(of: id) } } }
        let (result, started) = try await store.write { transaction in
            var started: [FlowRow] = []
            let result = try withoutActuallyEscaping({ started.append($0) }) { collect in
                try body(
                    transaction,
                    FlowStarter(
                        caller: caller,
                        instance: instance,
                        now: now,
                        leaseUntil: leaseUntil,
                        beginsAtOnce: beginsAtOnce,
                        newID: { ids.uuid() },
                        expect: expect,
                        collect: collect
                    )
                )
            }
            return (result, started)
        }
        isDurable = true
        for flow in started where flow.owner != nil { launch(flow) }
        if started.contains(where: { $0.owner == nil }) { signal.yield(.wake) }
        return result
    }

    /// Waits until the flow has ended or rests, and answers with its row.
    ///
    /// Throws `CancellationError` when the waiting task is cancelled; the flow goes on.
    public func completion(of id: String) async throws -> FlowRow {
        while true {
            let waiter = state.withLock { state in
                state.nextWaiter += 1
                return state.nextWaiter
            }
            if let row = try store.read({ try $0.flow(id) }), !row.state.isActive { return row }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isOver = state.withLock { state in
                        state.waiters[id, default: [:]][waiter] = continuation
                        return Task.isCancelled
                    }
                    if isOver { release(waiter, of: id) }
                    // The flow may have ended between the look and the registration.
                    if hasEnded(id) { release(waiter, of: id) }
                }
            } onCancel: {
                release(waiter, of: id)
            }
            try Task.checkCancellation()
        }
    }

    /// What the flow was answered by a step that keeps its answer out of the database, for the one who started it with `awaitsAnswer`; nil
    /// when there is none, or when it came in another life of the process.
    ///
    /// It is forgotten with this call, which is therefore due however the wait for the flow has ended.
    public func takeAnswer(of id: String) -> (any Sendable)? {
        guard case .given(let answer) = state.withLock({ $0.answers.removeValue(forKey: id) }) else { return nil }
        return answer
    }

    func keep(_ answer: (any Sendable)?, of id: String) {
        guard let answer else { return }
        state.withLock { state in
            if state.answers[id] != nil { state.answers[id] = .given(answer) }
        }
    }

    private func hasEnded(_ id: String) -> Bool {
        // A failing read only costs the shortcut: the waiter is released when the flow ends.
        (try? store.read { try $0.flow(id)?.state.isActive }) == false
    }

    private func release(_ waiter: Int, of id: String) {
        let continuation = state.withLock { state in
            let continuation = state.waiters[id]?.removeValue(forKey: waiter)
            if state.waiters[id]?.isEmpty == true { state.waiters[id] = nil }
            return continuation
        }
        continuation?.resume()
    }

    /// Lets those who wait for a flow look at its row again.
    func announceEnd(of id: String) {
        let waiting = state.withLock { $0.waiters.removeValue(forKey: id) }
        for continuation in (waiting ?? [:]).values { continuation.resume() }
    }

    /// Makes the engine look for flows that are due, such as those that waited for a backend.
    public func wake() {
        signal.yield(.wake)
    }

    func launch(_ flow: FlowRow) {
        state.withLock { $0.running[flow.id] = RunningFlow(generation: flow.generation) }
        signal.yield(.launch(flow))
    }

    /// Leases what is due, as far as there are free places.
    private func leaseDue() async -> [FlowRow] {
        let free = state.withLock { $0.isStopping ? 0 : settings.concurrentFlows - $0.running.count }
        guard free > 0 else { return [] }
        let now = clock.now()
        let until = now.advanced(bySeconds: settings.leaseSeconds)
        let instance = instance
        do {
            let flows = try await store.write { try $0.leaseDueFlows(owner: instance, now: now, until: until, limit: free) }
            state.withLock { state in for flow in flows { state.running[flow.id] = RunningFlow(generation: flow.generation) } }
            return flows
        } catch {
            logger.error("leasing flows failed; it is tried again within a second", metadata: ["error": "\(error)"])
            return []
        }
    }
}

/// An answer that somebody waits for.
enum FlowAnswer {
    case expected
    case given(any Sendable)
}

/// A flow that this process is running.
struct RunningFlow {
    /// The lease under which it runs: a flow that was parked may run again before the end of its last run is over.
    let generation: Int64
    /// The call in hand, so that it can be cancelled.
    var call: Task<CallResult, any Error>?
    /// When the call in hand is given up.
    var deadline: ContinuousClock.Instant?
    /// Whether the call in hand was given up because it did not answer in time.
    var isLate = false
    var isCancelled = false
    var isInterrupted = false
}
