import Logging
import ScoriaModel
import ScoriaStore
import ScoriaSystem
import Synchronization

extension FlowEngine {
    /// Once a second: gives up calls that are late, writes progress, looks for flows that are due; now and then renews leases and trims what ended long ago.
    func keepTime() async {
        var second = 0
        while !state.withLock({ $0.isStopping }) {
            // Only a cancelled task cannot sleep, and then the loop ends.
            guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
            second += 1
            giveUpLateCalls()
            await keep(second)
            signal.yield(.wake)
        }
    }

    /// Cancels the calls whose deadline has passed.
    ///
    /// They are looked at here because a timer of its own for each call would stay in memory until the deadline, long after the call.
    private func giveUpLateCalls() {
        let now = ContinuousClock.now
        let late = state.withLock { state in
            let ids = state.running.filter { !$0.value.isLate && $0.value.deadline.map { $0 < now } == true }.keys
            for id in ids { state.running[id]?.isLate = true }
            return ids.compactMap { state.running[$0]?.call }
        }
        for call in late { call.cancel() }
    }

    private func keep(_ second: Int) async {
        let renewal = max(Int(settings.leaseSeconds / 3), 1)
        let progress = state.withLock { state in
            let progress = state.progress
            state.progress = [:]
            return progress
        }
        let isRenewing = second % renewal == 0
        let isTrimming = second % 60 == 0
        guard !progress.isEmpty || isRenewing || isTrimming else { return }
        let now = clock.now()
        let (owner, leaseSeconds, retentionSeconds) = (instance, settings.leaseSeconds, settings.retentionSeconds)
        do {
            try await store.write { transaction in
                for (id, step) in progress {
                    try transaction.setProgress(flow: id, done: step.done, total: step.total, unit: step.unit)
                }
                if isRenewing { try transaction.renewLeases(owner: owner, until: now.advanced(bySeconds: leaseSeconds)) }
                if isTrimming {
                    _ = try transaction.trimFlows(finishedBefore: now.advanced(bySeconds: -retentionSeconds), limit: 500)
                }
            }
        } catch {
            logger.warning("keeping the flows' books failed; it is tried again", metadata: ["error": "\(error)"])
        }
    }

    /// Interrupts the calls that a graceful stop has waited for long enough; they are repeated in the next life.
    func parkLateSteps() async {
        let deadline = ContinuousClock.now + .seconds(settings.stopSeconds)
        while ContinuousClock.now < deadline, state.withLock({ !$0.running.isEmpty }) {
            // A stop that is itself cancelled interrupts at once.
            guard (try? await Task.sleep(for: .milliseconds(50))) != nil else { break }
        }
        let calls = state.withLock { state in
            for id in state.running.keys { state.running[id]?.isInterrupted = true }
            return state.running.values.compactMap(\.call)
        }
        for call in calls { call.cancel() }
    }

    /// Makes the flows due whose next step is to be run at a station, such as a backend that has come back.
    public func hasten(at station: Station) async {
        let (name, now) = (station.description, clock.now())
        do {
            try await store.write { try $0.hastenFlows(at: name, now: now) }
        } catch {
            logger.warning("waiting flows could not be hastened; they go on when their pause is over", metadata: ["error": "\(error)"])
        }
        wake()
    }

    /// How an owner's wish to stop a flow was taken.
    public enum CancelAnswer: Sendable, Hashable {
        case accepted
        /// The flow has passed its point of no return, or has ended.
        case tooLate
        case unknown
    }

    /// Asks a flow to stop and undo what it did.
    public func cancel(_ id: String) async throws -> CancelAnswer {
        let (registry, now) = (registry, clock.now())
        let answer = try await store.write { transaction -> CancelAnswer in
            guard let flow = try transaction.flow(id) else { return .unknown }
            guard let body = registry.body(of: FlowKind(flow.kind, version: flow.version)) else { return .tooLate }
            for step in try transaction.steps(ofFlow: id) where try body.traits(of: step.position, memo: flow.memo).isPointOfNoReturn {
                return .tooLate
            }
            return try transaction.requestCancel(flow: id, now: now) ? .accepted : .tooLate
        }
        guard answer == .accepted else { return answer }
        let call = state.withLock { state in
            state.running[id]?.isCancelled = true
            return state.running[id]?.call
        }
        call?.cancel()
        signal.yield(.wake)
        return answer
    }

    /// Lets a flow that needs attention try its undo again; false when it does not need attention.
    public func retry(_ id: String) async throws -> Bool {
        let now = clock.now()
        let isRetried = try await store.write { try $0.resolveAttention(flow: id, to: .reverting, now: now) }
        if isRetried { signal.yield(.wake) }
        return isRetried
    }

    /// Gives up a flow that needs attention; what it left on the backend is the operator's.
    ///
    /// False when it does not need attention.
    public func abandon(_ id: String) async throws -> Bool {
        let now = clock.now()
        let isAbandoned = try await store.write { try $0.resolveAttention(flow: id, to: .abandoned, now: now) }
        if isAbandoned { announceEnd(of: id) }
        return isAbandoned
    }
}
