import Foundation
import Logging
import ScoriaDriver
import ScoriaFlow
import ScoriaModel
import ScoriaStore
import ScoriaSystem
import Synchronization

/// A flow of three steps whose middle one does what the test says.
struct ProbeFlow: Flow {
    struct Memo: Codable, Sendable {
        var name: String
        /// How many tries of the middle step nobody knows the end of.
        var unknownEnds: Int?
    }

    static let kind = FlowKind("test.probe")

    let world: FlowWorld

    var steps: [Step<Memo>] {
        [
            .transaction("begin") { _, memo, _ in
                world.note("begin \(memo.name)")
            } undo: { _, memo, _ in
                world.note("unbegin \(memo.name)")
            },
            .call(
                "work",
                retry: RetryPolicy(attempts: world.attempts, firstPauseSeconds: 1),
                deadlineSeconds: world.deadlineSeconds,
                onUnknownEnd: { $0.unknownEnds = ($0.unknownEnds ?? 0) + 1 }
            ) { memo, scope in
                try await world.work(memo.name, attempt: scope.attempt)
            } undo: { memo, _ in
                try world.undo(memo.name)
            },
            .call("commit", isPointOfNoReturn: true) { memo, _ in try await world.commit(memo.name) },
        ]
    }

    func ended(_ failure: FlowFailure, memo: Memo, in _: WriteTransaction, scope _: StepScope) throws {
        world.note("ended \(memo.name) \(failure.cause.rawValue)")
    }
}

/// What test flows touch, and a way to hold them up.
final class FlowWorld: Sendable {
    private struct State {
        var notes: [String] = []
        var failures: [String: DriverError] = [:]
        var undoFailures: Set<String> = []
        var awayUndos: [String: Int] = [:]
    }

    let store: Store
    private let path: String
    private let state = Mutex(State())
    /// Calls of these names wait for a pass.
    let gates = Gates()

    /// How long a call of the middle step may take.
    let deadlineSeconds: Double
    /// How often the middle step is tried.
    let attempts: Int

    init(deadlineSeconds: Double = 3600, attempts: Int = 3) async throws {
        (self.deadlineSeconds, self.attempts) = (deadlineSeconds, attempts)
        let directory = FileManager.default.temporaryDirectory.appending(path: "scoria-flow-\(IDSource.system.uuid())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        path = directory.path
        store = try await Store.openSQLite(at: path + "/flows.sqlite")
    }

    deinit {
        // What a test leaves in the temporary directory harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }

    var notes: [String] { state.withLock { $0.notes } }

    func note(_ text: String) { state.withLock { $0.notes.append(text) } }

    func fail(_ call: String, _ error: DriverError?) { state.withLock { $0.failures[call] = error } }

    func failUndo(_ name: String, _ fails: Bool) {
        state.withLock { state in
            if fails { state.undoFailures.insert(name) } else { state.undoFailures.remove(name) }
        }
    }

    /// Lets so many undos find the backend away.
    func keepAway(_ name: String, undos: Int) { state.withLock { $0.awayUndos[name] = undos } }

    func work(_ name: String, attempt: Int) async throws {
        note("work \(name) \(attempt)")
        try await gates.pass(attempt == 1 ? "work \(name)" : "work \(name) \(attempt)")
        if let error = state.withLock({ $0.failures["work \(name)"] }) { throw error }
    }

    func commit(_ name: String) async throws {
        note("commit \(name)")
        try await gates.pass("commit \(name)")
    }

    func undo(_ name: String) throws {
        note("unwork \(name)")
        let isAway = state.withLock { state in
            guard let left = state.awayUndos[name], left > 0 else { return false }
            state.awayUndos[name] = left - 1
            return true
        }
        if isAway { throw DriverError(.unavailable, .transient, "The backend is away.") }
        guard state.withLock({ !$0.undoFailures.contains(name) }) else { throw DriverError(.backend, .permanent, "The undo fails.") }
    }

    func engine(_ probe: (any FlowProbe)? = nil) -> FlowEngine {
        var registry = FlowRegistry()
        registry.register(ProbeFlow(world: self))
        var settings = FlowEngine.Settings()
        settings.pauseScale = 0
        return FlowEngine(
            store: store,
            registry: registry,
            settings: settings,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            probe: probe
        )
    }
}

/// Reports the commit that ends a flow as failed, although it is durable.
struct LyingCommitProbe: FlowProbe {
    func reached(_ place: FlowPlace, of _: String) throws {
        guard place == .afterCommit(step: "commit") else { return }
        throw StoreError(.failed, "The disk did not say whether it has the commit.")
    }

    func shouldRepeat(_: FlowPlace) -> Bool { false }
}

/// Gates at which calls wait until the test opens them.
final class Gates: Sendable {
    private struct State {
        var closed: Set<String> = []
        var waiting: [String: [CheckedContinuation<Void, Never>]] = [:]
        var arrivals: [String: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    func close(_ name: String) { state.withLock { _ = $0.closed.insert(name) } }

    func open(_ name: String) {
        let waiting = state.withLock { state in
            state.closed.remove(name)
            return state.waiting.removeValue(forKey: name) ?? []
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Waits until somebody stands at the gate.
    func arrival(at name: String) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.waiting[name]?.isEmpty == false { return true }
                state.arrivals[name] = continuation
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Passes the gate, waiting while it is closed; a cancelled caller is let through with an error.
    func pass(_ name: String) async throws {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (isOpen, arrival) = state.withLock { state in
                    guard state.closed.contains(name), !Task.isCancelled else {
                        return (true, CheckedContinuation<Void, Never>?.none)
                    }
                    state.waiting[name, default: []].append(continuation)
                    return (false, state.arrivals.removeValue(forKey: name))
                }
                arrival?.resume()
                if isOpen { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { $0.waiting.removeValue(forKey: name) ?? [] }
            for continuation in waiting { continuation.resume() }
        }
        try Task.checkCancellation()
    }
}

extension FlowEngine {
    static let caller = Caller(
        userID: UserID(rawValue: "u"),
        projectID: ProjectID(rawValue: "p"),
        roles: [],
        isAdmin: true,
        requestID: RequestID(rawValue: "req-1")
    )

    /// Starts a flow of the given name with its locks; answers with its id.
    func start(_ name: String, locks: Set<FlowLock> = []) async throws -> String {
        try await transaction(by: Self.caller) { transaction, flows in
            try flows.start(ProbeFlow.self, memo: .init(name: name), about: .other("test", name), locks: locks, in: transaction)
        }
    }

    /// Runs `body` while the engine lives.
    func living<Result: Sendable>(_ body: @Sendable (FlowEngine) async throws -> Result) async throws -> Result {
        async let life: Void = run()
        defer { stop() }
        let result = try await body(self)
        stop()
        try await life
        return result
    }
}
