public import ScoriaModel

/// Stands beside the transactions of one request, so that what is to be written of every change is written in one place.
///
/// The audit row of a request and the events of its change are rows of the very transaction that makes the change. Use cases know
/// nothing of it: the request's pipeline binds a witness to the request's task, and ``Store/write(_:)`` lets it add its rows.
public protocol ChangeWitness: Sendable {
    /// Called before the changes, in their transaction.
    func begin(in transaction: WriteTransaction) throws
    /// Called after the changes, in their transaction.
    func finish(in transaction: WriteTransaction) throws
    /// Called when the transaction is durable.
    func committed()
}

/// Who stands beside the transactions of the present task.
///
/// A task-local value, because a request's way to its transactions leads through every use case, none of which should have to hand it on.
public enum Witness {
    @TaskLocal public static var current: (any ChangeWitness)?
}

/// What one transaction learns on its way, for those who write of it at its end.
public final class TransactionNotes {
    /// The resource that the transaction is about, as far as a change has said so.
    public private(set) var resource: (type: String, id: String)?
    /// The first flow that the transaction has started.
    public private(set) var operationID: String?
    /// Volumes as they were when the transaction removed them, since what is told of a removal needs the row.
    public private(set) var removedVolumes: [VolumeID: Volume] = [:]
    /// Snapshots as they were when the transaction removed them.
    public private(set) var removedSnapshots: [SnapshotID: Snapshot] = [:]
    /// The attachment that the transaction has removed last.
    public private(set) var removedAttachment: Attachment?
    /// Whether events were written.
    var hasEvents = false

    init() {}

    /// A resource was made; the first one counts.
    func made(_ type: String, _ id: String) {
        if resource == nil { resource = (type, id) }
    }

    /// A flow was started.
    func started(_ flow: FlowRow) {
        made(flow.resourceType, flow.resourceID)
        if operationID == nil { operationID = flow.id }
    }

    func removed(_ volume: Volume) { removedVolumes[volume.id] = volume }
    func removed(_ attachment: Attachment) { removedAttachment = attachment }
    func removed(_ snapshot: Snapshot) { removedSnapshots[snapshot.id] = snapshot }
}
