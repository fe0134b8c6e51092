import ScoriaDriver
public import ScoriaFlow
public import ScoriaStore

/// Proves a kind of flow: breaks it at every place there is, in every way there is, and looks at what is left.
///
/// One line per flow: give it a way to make a fresh world, to start the flow in it, and to say what is wrong with the world after a
/// success and after a failure.
public struct FlowHarness: Sendable {
    /// A fresh database and backend, and one flow to be started in it.
    public struct World: Sendable {
        /// The database, which outlives the engine's crashes.
        public let store: Store
        /// Makes an engine over the world: a new life of the process.
        public let engine: @Sendable (_ probe: (any FlowProbe)?) -> FlowEngine
        /// Starts the flow and answers with its id.
        public let start: @Sendable (FlowEngine) async throws -> String
        /// What is wrong after a success; empty when all is well.
        public let faultsAfterSuccess: @Sendable () async throws -> [String]
        /// What a failed flow has left behind; empty when the slate is clean.
        public let faultsAfterFailure: @Sendable () async throws -> [String]

        /// A world.
        public init(
            store: Store,
            engine: @escaping @Sendable (_ probe: (any FlowProbe)?) -> FlowEngine,
            start: @escaping @Sendable (FlowEngine) async throws -> String,
            faultsAfterSuccess: @escaping @Sendable () async throws -> [String],
            faultsAfterFailure: @escaping @Sendable () async throws -> [String]
        ) {
            self.store = store
            self.engine = engine
            self.start = start
            self.faultsAfterSuccess = faultsAfterSuccess
            self.faultsAfterFailure = faultsAfterFailure
        }
    }

    /// What the harness did and found.
    public struct Report: Sendable, CustomStringConvertible {
        /// How many times the flow was run.
        public var runs = 0
        /// Every fault with the way of breaking that brought it about.
        public var faults: [String] = []

        public var description: String { "\(runs) runs, \(faults.count) faults\(faults.map { "\n  " + $0 }.joined())" }
    }

    private let makeWorld: @Sendable () async throws -> World
    /// Whether the flow gives up forward: once it has passed its point of no return a failure leaves an error status, not a clean slate.
    private let undoes: Bool
    private let endsAfterFailure: @Sendable (FlowPlace) -> Set<FlowState>

    /// A harness for the flow that `makeWorld` prepares.
    ///
    /// `undoes` is false for flows that cannot be undone, such as deletions. `endsAfterFailure` says how a flow that begins again elsewhere
    /// may end when a step fails at a place.
    public init(
        undoes: Bool = true,
        endsAfterFailure: @escaping @Sendable (FlowPlace) -> Set<FlowState> = { _ in [.failed] },
        makeWorld: @escaping @Sendable () async throws -> World
    ) {
        self.undoes = undoes
        self.endsAfterFailure = endsAfterFailure
        self.makeWorld = makeWorld
    }

    /// Runs the flow whole, with a crash at every place, a failure at every place, each repeated call and each repeated undo.
    public func prove() async throws -> Report {
        var report = Report()
        let places = try await observe(Breakage(), expecting: [.succeeded], &report)
        for index in places.indices {
            _ = try await observe(Breakage(crashAt: [index]), expecting: [.succeeded], &report)
        }
        for index in places.indices where places[index].mayFail {
            for isAmbiguous in [false, true] where !isAmbiguous || places[index].isCall {
                let breakage = Breakage(failAt: index, isAmbiguous: isAmbiguous)
                // An ambiguous call is repeated, so that the flow succeeds after all.
                _ = try await observe(breakage, expecting: isAmbiguous ? [.succeeded] : endsAfterFailure(places[index]), &report)
            }
            guard undoes else { continue }
            try await breakUndo(afterFailureAt: index, expecting: endsAfterFailure(places[index]), &report)
        }
        _ = try await observe(Breakage(repeatsCalls: true), expecting: [.succeeded], &report)
        return report
    }

    private func breakUndo(afterFailureAt index: Int, expecting ends: Set<FlowState>, _ report: inout Report) async throws {
        let whole = try await observe(Breakage(failAt: index, repeatsCalls: true), expecting: ends, &report)
        for crash in whole.indices where crash > index {
            // A failure that the crash kept out of the log never was: the next life may succeed.
            _ = try await observe(Breakage(crashAt: [crash], failAt: index), expecting: ends.union([.succeeded]), &report)
        }
    }

    /// Runs the flow once with a breakage and judges the end; answers with the places that it went through.
    private func observe(_ breakage: Breakage, expecting ends: Set<FlowState>, _ report: inout Report) async throws -> [FlowPlace] {
        report.runs += 1
        let world = try await makeWorld()
        let probe = BreakingProbe(breakage)
        let first = Life(world.engine(probe))
        let id = try await world.start(first.engine)
        let end: FlowRow
        if await probe.hasCrashed(orEnded: { _ = try await first.engine.completion(of: id) }) {
            await first.end()
            let second = Life(world.engine(nil))
            end = try await second.engine.completion(of: id)
            await second.end()
        } else {
            end = try await first.engine.completion(of: id)
            await first.end()
        }
        var faults: [String] = []
        if !ends.contains(end.state) { faults.append("ended as \(end.state.rawValue): \(end.error ?? "no error")") }
        faults += try await end.state == .succeeded ? world.faultsAfterSuccess() : world.faultsAfterFailure()
        report.faults += faults.map { "\(breakage.description(of: probe.places)): \($0)" }
        await world.store.close()
        return probe.places
    }
}

/// One life of the process: an engine that runs until it is ended.
private struct Life {
    let engine: FlowEngine
    private let task: Task<Void, any Error>

    init(_ engine: FlowEngine) {
        self.engine = engine
        task = Task { try await engine.run() }
    }

    func end() async {
        engine.stop()
        // A life that ended badly shows in the flow's end.
        _ = await task.result
    }
}

extension FlowPlace {
    /// Whether a step can fail here; a commit cannot, it can only be crashed at.
    fileprivate var mayFail: Bool {
        switch self {
        case .beforeCall, .afterCall, .inTransaction: true
        case .beforeCommit, .afterCommit, .beforeUndo, .afterUndo: false
        }
    }

    fileprivate var isCall: Bool {
        switch self {
        case .beforeCall, .afterCall: true
        default: false
        }
    }
}
