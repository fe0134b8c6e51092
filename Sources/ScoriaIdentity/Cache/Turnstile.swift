internal import Synchronization

/// Lets a few through at a time; a bounded number of others wait in line.
///
/// Whoever is cancelled while waiting leaves the line.
final class Turnstile: Sendable {
    private struct State {
        var free: Int
        var nextTicket = 0
        /// The line, by ticket; those who left it are no longer in ``waiting``.
        var line: [Int] = []
        var head = 0
        var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
    }

    private let state: Mutex<State>
    private let waitingLimit: Int

    /// Lets `width` through at a time, and `waitingLimit` wait.
    init(width: Int, waitingLimit: Int) {
        state = Mutex(State(free: max(1, width)))
        self.waitingLimit = waitingLimit
    }

    /// Runs a body in its turn; throws ``IdentityUnavailable`` when the line is too long, `CancellationError` when cancelled.
    func pass<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        try await enter()
        defer { leave() }
        return try await body()
    }

    private func enter() async throws {
        let ticket: Int? = try state.withLock { state in
            if state.free > 0 {
                state.free -= 1
                return nil
            }
            guard state.waiting.count < waitingLimit else {
                throw IdentityUnavailable(.busy, "\(waitingLimit) checks wait already")
            }
            state.nextTicket += 1
            return state.nextTicket
        }
        guard let ticket else { return }
        let isIn = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isInAtOnce: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    // Somebody may have left between the ticket and the line.
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiting[ticket] = continuation
                    state.line.append(ticket)
                    return nil
                }
                if let isInAtOnce { continuation.resume(returning: isInAtOnce) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume(returning: false)
        }
        guard isIn else { throw CancellationError() }
    }

    private func leave() {
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            while state.head < state.line.count {
                let ticket = state.line[state.head]
                state.head += 1
                if state.head > 1024, state.head * 2 > state.line.count {
                    state.line.removeFirst(state.head)
                    state.head = 0
                }
                if let continuation = state.waiting.removeValue(forKey: ticket) { return continuation }
            }
            state.line = []
            state.head = 0
            state.free += 1
            return nil
        }
        next?.resume(returning: true)
    }
}
