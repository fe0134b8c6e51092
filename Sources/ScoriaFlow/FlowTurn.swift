import Logging
import ScoriaDriver
import ScoriaModel
import ScoriaStore
import ScoriaSystem

/// How a call outside the database ended.
enum CallOutcome: Sendable {
    case succeeded(CallResult)
    case failed(any Error)
    case undone(memo: String)
    case undoFailed(any Error)
    /// The service is stopping; the call will be repeated in the next life.
    case interrupted
    /// The owner asked to stop while the call ran.
    case cancelled
}

/// What the runner of a flow has to do after a turn.
enum TurnDecision: Sendable {
    case call(position: Int, undo: Bool, attempt: Int)
    /// The lease is given back; the flow is due again after the pause.
    case parked(pauseSeconds: Double)
    case ended(FlowState)
}

/// One transaction in the life of a flow: logs how the last call ended, runs the transaction steps that follow, and logs the
/// beginning of the next call, all or nothing.
struct FlowTurn {
    let body: any ErasedFlow
    let owner: String
    let leaseUntil: Timestamp
    let now: Timestamp
    let probe: (any FlowProbe)?
    let observer: (any FlowObserver)?
    let isStopping: Bool
    let pauseScale: Double
    let serves: @Sendable (Station) -> Bool
    let scope: @Sendable (_ flow: FlowRow, _ attempt: Int) -> StepScope
    var flow: FlowRow
    var log: [StepRow]

    /// Takes the turn; the row and the log are written by it.
    mutating func take(after outcome: (position: Int, result: CallOutcome)?, in transaction: WriteTransaction) throws -> TurnDecision {
        let isFirst = log.isEmpty
        if let outcome, let decision = try note(outcome.result, of: outcome.position, in: transaction) {
            return try close(decision, isFirst: isFirst, in: transaction)
        }
        while true {
            if let decision = try advance(in: transaction) { return try close(decision, isFirst: isFirst, in: transaction) }
        }
    }

    /// Logs how a call ended; a decision when the turn ends with it.
    private mutating func note(
        _ outcome: CallOutcome,
        of position: Int,
        in transaction: WriteTransaction
    ) throws -> TurnDecision? {
        switch outcome {
        case .succeeded(let result):
            guard result.answer == nil || !flow.isCancelRequested else {
                // What is recorded of an answer is not undone.
                flow.memo = result.memo
                try fail(position, with: nil, in: transaction)
                break
            }
            do {
                flow.memo = try transaction.savepoint {
                    try body.record(position, result, in: transaction, scope: scope(flow, log[position].attempts))
                }
                try log(position, .succeeded, in: transaction)
            } catch {
                try rethrowIfInfrastructure(error)
                flow.memo = result.memo
                try fail(position, with: error, in: transaction)
            }
        case .failed(let error):
            let traits = try body.traits(of: position, memo: flow.memo)
            if mayRetry(error), log[position].attempts < traits.retry.attempts, !flow.isCancelRequested {
                if (error as? DriverError)?.disposition == .ambiguous { flow.memo = try body.noteUnknownEnd(of: position, memo: flow.memo) }
                try log(position, .started, error: "\(error)", in: transaction)
                return park(traits.retry.pauseSeconds(after: log[position].attempts))
            }
            try fail(position, with: error, in: transaction)
        case .cancelled:
            try fail(position, with: nil, in: transaction)
        case .undone(let memo):
            flow.memo = memo
            try log(position, .reverted, in: transaction)
        case .undoFailed(let error):
            if mayRetry(error) {
                // The backend is away: the undo waits for it as long as it takes, but the resource must not seem to be at work meanwhile.
                try tell(in: transaction)
                try log(position, .reverting, error: "\(error)", in: transaction)
                return park(RetryPolicy.standard.pauseSeconds(after: log[position].attempts))
            }
            return try rest(position, because: error, in: transaction)
        case .interrupted:
            return park(0)
        }
        return nil
    }

    /// Does the next thing that the log asks for; a decision when it is not a matter of this transaction.
    private mutating func advance(in transaction: WriteTransaction) throws -> TurnDecision? {
        if flow.state == .running, flow.isCancelRequested, try isCancellable() {
            flow.state = .reverting
            flow.error = try FlowFailure.cancelled(during: log.last?.name ?? "").json
        }
        switch FlowPlan(state: flow.state, stepCount: body.stepNames.count, log: log) {
        case .execute(let position): return try execute(position, in: transaction)
        case .undo(let position): return try undo(position, in: transaction)
        case .succeed: return .ended(.succeeded)
        case .conclude: return try conclude(in: transaction)
        case .illegal(let reason):
            flow.error = try FlowFailure(StepRefusal(code: "illegalLog", message: "The flow's log is not legal: \(reason)."), step: "").json
            return .ended(.needsAttention)
        }
    }

    private mutating func execute(_ position: Int, in transaction: WriteTransaction) throws -> TurnDecision? {
        let traits = try body.traits(of: position, memo: flow.memo)
        guard traits.isNeeded else {
            try begin(position, .succeeded, in: transaction)
            return nil
        }
        flow.station = traits.station.description
        guard serves(traits.station), !isStopping else { return park(0) }
        if traits.isCall {
            // A try that ended has left its error.
            let wasCutOff = log.indices.contains(position) && log[position].error == nil
            if wasCutOff { flow.memo = try body.noteUnknownEnd(of: position, memo: flow.memo) }
            try begin(position, .started, in: transaction)
            return .call(position: position, undo: false, attempt: log[position].attempts)
        }
        try begin(position, .started, in: transaction)
        do {
            flow.memo = try transaction.savepoint {
                try probe?.reached(.inTransaction(step: body.stepNames[position]), of: flow.id)
                return try body.runTransaction(
                    position,
                    undo: false,
                    memo: flow.memo,
                    in: transaction,
                    scope: scope(flow, log[position].attempts)
                )
            }
            try log(position, .succeeded, in: transaction)
        } catch {
            try rethrowIfInfrastructure(error)
            try fail(position, with: error, in: transaction)
        }
        return nil
    }

    private mutating func undo(_ position: Int, in transaction: WriteTransaction) throws -> TurnDecision? {
        let traits = try body.traits(of: position, memo: flow.memo)
        guard traits.hasUndo, traits.isCall || log[position].state != .failed else {
            try log(position, .reverted, error: log[position].error, in: transaction)
            return nil
        }
        flow.station = traits.station.description
        guard serves(traits.station), !isStopping else { return park(0) }
        if log[position].state != .reverting { log[position].attempts = 0 }
        try begin(position, .reverting, in: transaction)
        if traits.isCall { return .call(position: position, undo: true, attempt: log[position].attempts) }
        do {
            flow.memo = try transaction.savepoint {
                try body.runTransaction(
                    position,
                    undo: true,
                    memo: flow.memo,
                    in: transaction,
                    scope: scope(flow, log[position].attempts)
                )
            }
            try log(position, .reverted, in: transaction)
            return nil
        } catch {
            try rethrowIfInfrastructure(error)
            return try rest(position, because: error, in: transaction)
        }
    }

    /// Everything is undone: the flow says what that means for its resource.
    private mutating func conclude(in transaction: WriteTransaction) throws -> TurnDecision? {
        let failure = try failure()
        if try beginAgain(after: failure, in: transaction) { return nil }
        do {
            try tell(in: transaction)
            return .ended(failure.cause == .cancelled ? .cancelled : .failed)
        } catch {
            try rethrowIfInfrastructure(error)
            flow.error = try FlowFailure(error, step: "ended").json
            return .ended(.needsAttention)
        }
    }

    /// Lets the flow have another round with an empty log, when it wants one; its owner has not been told of a failure then.
    private mutating func beginAgain(after failure: FlowFailure, in transaction: WriteTransaction) throws -> Bool {
        guard failure.cause == .failed, failure.told != true, !flow.isCancelRequested, flow.rounds < Self.mostRounds else { return false }
        do {
            let memo = try transaction.savepoint {
                try body.beginsAgain(after: failure, memo: flow.memo, in: transaction, scope: scope(flow, flow.rounds + 1))
            }
            guard let memo else { return false }
            flow.memo = memo
        } catch {
            // The flow's own end says what happened; that it could not go on elsewhere is no news to anybody.
            try rethrowIfInfrastructure(error)
            return false
        }
        try transaction.deleteSteps(ofFlow: flow.id)
        log = []
        flow.rounds += 1
        flow.state = .running
        flow.error = nil
        return true
    }

    /// A bound that no flow should come near; a flow that never gave up would hold its locks for ever.
    private static let mostRounds = 100

    /// Lets the flow say what its failure means for its resource, once.
    private mutating func tell(in transaction: WriteTransaction) throws {
        var failure = try failure()
        guard failure.told != true else { return }
        try transaction.savepoint {
            try body.ended(failure, memo: flow.memo, in: transaction, scope: scope(flow, 1))
        }
        failure.told = true
        flow.error = try failure.json
    }

    /// An undo failed: the flow rests until a person looks.
    private mutating func rest(_ position: Int, because error: any Error, in transaction: WriteTransaction) throws -> TurnDecision {
        try log(position, .revertFailed, error: "\(error)", in: transaction)
        let undoFailure = FlowFailure(error, step: log[position].name)
        flow.error = try undoFailure.json
        try transaction.savepoint {
            try body.needsAttention(undoFailure, memo: flow.memo, in: transaction, scope: scope(flow, 1))
        }
        return .ended(.needsAttention)
    }

    /// Writes the row as the decision leaves it.
    private mutating func close(_ decision: TurnDecision, isFirst: Bool, in transaction: WriteTransaction) throws -> TurnDecision {
        flow.updatedAt = now
        switch decision {
        case .call:
            flow.leaseUntil = leaseUntil
        case .parked:
            flow.owner = nil
            flow.leaseUntil = nil
        case .ended(let state):
            flow.state = state
            flow.owner = nil
            flow.leaseUntil = nil
            flow.finishedAt = state == .needsAttention ? nil : now
            try transaction.deleteLocks(flow: flow.sequence)
        }
        try transaction.update(flow, owner: owner)
        try tellObserver(decision, isFirst: isFirst, in: transaction)
        return decision
    }

    private func tellObserver(_ decision: TurnDecision, isFirst: Bool, in transaction: WriteTransaction) throws {
        guard let observer else { return }
        if isFirst, !log.isEmpty, flow.state == .running || flow.state == .succeeded { try observer.began(flow, in: transaction) }
        try observer.advanced(flow, in: transaction)
        if case .ended = decision { try observer.ended(flow, in: transaction) }
    }

    private mutating func fail(_ position: Int, with error: (any Error)?, in transaction: WriteTransaction) throws {
        let failure = error.map { FlowFailure($0, step: log[position].name) } ?? .cancelled(during: log[position].name)
        try log(position, .failed, error: failure.message, in: transaction)
        flow.state = .reverting
        flow.error = try failure.json
    }

    private mutating func begin(_ position: Int, _ state: StepState, in transaction: WriteTransaction) throws {
        if position == log.count {
            log.append(
                StepRow(
                    position: position,
                    name: body.stepNames[position],
                    state: state,
                    attempts: 0,
                    error: nil,
                    startedAt: now,
                    endedAt: nil
                )
            )
        }
        log[position].attempts += 1
        log[position].startedAt = now
        try log(position, state, in: transaction)
    }

    private mutating func log(
        _ position: Int,
        _ state: StepState,
        error: String? = nil,
        in transaction: WriteTransaction
    ) throws {
        log[position].state = state
        log[position].error = error
        log[position].endedAt = state == .started || state == .reverting ? nil : now
        try transaction.log(log[position], flow: flow.id)
    }

    private mutating func park(_ pauseSeconds: Double) -> TurnDecision {
        let pauseSeconds = pauseSeconds * pauseScale
        flow.runAfter = now.advanced(bySeconds: pauseSeconds)
        return .parked(pauseSeconds: pauseSeconds)
    }

    private func failure() throws -> FlowFailure {
        flow.error.flatMap(FlowFailure.init(json:))
            ?? FlowFailure(StepRefusal(code: "internal", message: "The operation failed."), step: "")
    }

    /// Whether no step after which there is no way back has begun.
    private func isCancellable() throws -> Bool {
        try !log.contains { try body.traits(of: $0.position, memo: flow.memo).isPointOfNoReturn }
    }

    private func mayRetry(_ error: any Error) -> Bool {
        guard let error = error as? DriverError else { return false }
        return error.disposition != .permanent
    }

    /// A failing database is not the step's failure: the turn is taken again when the database works.
    private func rethrowIfInfrastructure(_ error: any Error) throws {
        if error is SimulatedCrash { throw error }
        guard let error = error as? StoreError else { return }
        if error.code == .full || error.code == .unusable || error.code == .lostLease { throw error }
    }
}
