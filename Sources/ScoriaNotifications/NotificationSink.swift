public import ScoriaStore

/// Where a delivery hands events over.
///
/// A sink is called by one delivery only, one call at a time, with events in the order of their commits.
public protocol NotificationSink: Sendable {
    /// The name under which the database keeps how far the delivery has come; it never changes for the same sink.
    var name: String { get }

    /// The most events that one call takes.
    var batchSize: Int { get }

    /// Hands events over.
    ///
    /// Answers how many of them, from the first on, are safely with the receiver, and what stopped it before the last. It may have
    /// handed over more than it answers: those are handed over again.
    func deliver(_ events: [EventRow]) async -> DeliveryOutcome

    /// Lets go of connections and files; the sink is not called again.
    func close() async
}

/// How far a call of a sink came.
public struct DeliveryOutcome: Sendable {
    /// How many events, from the first on, the receiver has.
    public let delivered: Int
    /// Why not all; nil when all.
    public let failure: DeliveryFailure?

    /// Everything is delivered.
    public static func all(_ count: Int) -> DeliveryOutcome { DeliveryOutcome(delivered: count, failure: nil) }
    /// The first `delivered` events are delivered, the others not.
    public static func stopped(after delivered: Int = 0, _ failure: DeliveryFailure) -> DeliveryOutcome {
        DeliveryOutcome(delivered: delivered, failure: failure)
    }
}

/// Why a receiver did not take events.
public struct DeliveryFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What happened and what an operator can do; never a secret.
    public let message: String

    /// A failure with its sentence.
    public init(_ message: String) {
        self.message = message
    }

    public var description: String { message }
}
