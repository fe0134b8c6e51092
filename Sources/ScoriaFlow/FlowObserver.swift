public import ScoriaStore

/// Learns of each turn of each flow, in the turn's own transaction: for what is told of flows without the flows knowing.
public protocol FlowObserver: Sendable {
    /// The first turn is taken: the flow has its locks and its place, and is at work.
    ///
    /// Not called for a flow that fails in its first turn.
    func began(_ flow: FlowRow, in transaction: WriteTransaction) throws

    /// A turn is taken, whichever it was.
    func advanced(_ flow: FlowRow, in transaction: WriteTransaction) throws

    /// The flow has ended or rests; its state says how.
    func ended(_ flow: FlowRow, in transaction: WriteTransaction) throws
}
