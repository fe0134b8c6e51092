import ScoriaStore

/// What a flow has to do next, derived from its log alone.
enum FlowPlan: Equatable {
    /// Begin the step, or begin it again after a crash.
    case execute(Int)
    /// Undo the step, or undo it again after a crash.
    case undo(Int)
    /// Every step is done.
    case succeed
    /// Everything that was begun is undone.
    case conclude
    /// The log holds what the state machine does not know: a programming error, not to be guessed at.
    case illegal(String)

    /// The plan of a flow of `stepCount` steps in `state` with the entries of its log.
    init(state: FlowState, stepCount: Int, log: [StepRow]) {
        for (index, entry) in log.enumerated() where entry.position != index || index >= stepCount {
            self = .illegal("step \(entry.position) '\(entry.name)' stands at place \(index) of \(stepCount)")
            return
        }
        switch state {
        case .running: self = Self.forward(stepCount: stepCount, log: log)
        case .reverting: self = Self.backward(log: log)
        case .succeeded, .failed, .cancelled, .needsAttention, .abandoned:
            self = .illegal("the flow has ended in '\(state.rawValue)'")
        }
    }

    private static func forward(stepCount: Int, log: [StepRow]) -> FlowPlan {
        for entry in log {
            switch entry.state {
            case .succeeded: continue
            case .started: return .execute(entry.position)
            case .failed, .reverting, .reverted, .revertFailed:
                return .illegal("the running flow has a step '\(entry.name)' that is '\(entry.state.rawValue)'")
            }
        }
        return log.count == stepCount ? .succeed : .execute(log.count)
    }

    private static func backward(log: [StepRow]) -> FlowPlan {
        for entry in log.reversed() where entry.state != .reverted {
            return .undo(entry.position)
        }
        return .conclude
    }
}
