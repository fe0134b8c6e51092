import ScoriaDriver
import ScoriaFlow
import Synchronization

/// One way to break a flow.
struct Breakage: Sendable {
    /// The places, counted from the start of the flow, at which the process dies.
    var crashAt: Set<Int> = []
    /// The place at which a step fails.
    var failAt: Int?
    /// Whether the failure says that the call may have happened.
    var isAmbiguous = false
    /// Whether every call and undo is made twice.
    var repeatsCalls = false

    func description(of places: [FlowPlace]) -> String {
        func name(_ index: Int) -> String { places.indices.contains(index) ? "\(places[index])" : "place \(index)" }
        var parts = crashAt.sorted().map { "crash at \(name($0))" }
        if let failAt { parts.append("\(isAmbiguous ? "ambiguous " : "")failure at \(name(failAt))") }
        if repeatsCalls { parts.append("calls repeated") }
        return parts.isEmpty ? "unbroken" : parts.joined(separator: ", ")
    }
}

/// Counts the places that a flow reaches and breaks it where it is told to.
///
/// Only the first flow that it sees: those that this one starts run beside it, and would come between the places in another order each time.
final class BreakingProbe: FlowProbe {
    private struct State {
        var flow: String?
        var places: [FlowPlace] = []
        var isDead = false
    }

    private let breakage: Breakage
    private let state = Mutex(State())
    private let crashes: AsyncStream<Bool>
    private let signal: AsyncStream<Bool>.Continuation

    init(_ breakage: Breakage) {
        self.breakage = breakage
        (crashes, signal) = AsyncStream.makeStream()
    }

    /// The places reached, in order.
    var places: [FlowPlace] { state.withLock { $0.places } }

    func reached(_ place: FlowPlace, of flow: String) throws {
        let (index, isDead) = state.withLock { state -> (Int?, isDead: Bool) in
            if state.flow == nil { state.flow = flow }
            guard !state.isDead, state.flow == flow else { return (nil, state.isDead) }
            state.places.append(place)
            let index = state.places.count - 1
            if breakage.crashAt.contains(index) { state.isDead = true }
            return (index, state.isDead)
        }
        guard !isDead else {
            signal.yield(true)
            throw SimulatedCrash()
        }
        guard let index, breakage.failAt == index else { return }
        throw DriverError(.backend, breakage.isAmbiguous ? .ambiguous : .permanent, "The harness made the step fail at \(place).")
    }

    func shouldRepeat(_: FlowPlace) -> Bool { breakage.repeatsCalls }

    /// Waits for the crash or for the end of the flow, whichever comes first.
    func hasCrashed(orEnded ended: @escaping @Sendable () async throws -> Void) async -> Bool {
        let waiting = Task { [signal] in
            // A flow that cannot be waited for shows in its row.
            try? await ended()
            signal.yield(false)
        }
        defer { waiting.cancel() }
        for await hasCrashed in crashes { return hasCrashed }
        return false
    }
}
