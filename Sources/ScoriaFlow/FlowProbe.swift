/// A place in the life of a flow at which a test may interfere.
public enum FlowPlace: Hashable, Sendable {
    /// Before the transaction that writes the next part of the log.
    case beforeCommit(step: String)
    /// After that transaction.
    case afterCommit(step: String)
    /// Before a call outside the database.
    case beforeCall(step: String)
    /// After a call outside the database, before its end is logged.
    case afterCall(step: String)
    /// Before the undo of a call.
    case beforeUndo(step: String)
    /// After the undo of a call, before its end is logged.
    case afterUndo(step: String)
    /// Inside a transaction step, before its work.
    case inTransaction(step: String)
}

/// What the flow harness uses to break flows at every place.
///
/// The service runs without one.
public protocol FlowProbe: Sendable {
    /// Called when a flow reaches a place; throwing makes the step fail there, ``SimulatedCrash`` ends the flow's life without a trace.
    func reached(_ place: FlowPlace, of flow: String) throws

    /// Whether the call that has just been made is to be made once more.
    func shouldRepeat(_ place: FlowPlace) -> Bool
}

/// The process died here, as far as the flow can tell.
public struct SimulatedCrash: Error, Sendable {
    /// A crash.
    public init() {}
}
