public import ScoriaFlow
internal import ScoriaModel
public import ScoriaStore
public import ScoriaSystem

/// Writes of every flow what the field tells of it, and its end into the audit trail.
///
/// Both are rows of the transactions in which the flow begins and ends. A kind of flow is known here by one line of ``subject(of:)``.
public struct FlowJournal: FlowObserver {
    private let ids: IDSource

    /// A journal; `ids` makes the ids of events.
    public init(ids: IDSource) {
        self.ids = ids
    }

    /// What is told of a kind of flow: the event types are `<resource>.<stem>.start` and so on.
    private enum Subject {
        case volume(String)
        case snapshot(String)
        /// A revert, which the field tells of both.
        case volumeAndSnapshot(String)
        /// The volume of an attachment; its end is told by whoever completes the attachment.
        case attaching
        case detaching
    }

    private func subject(of flow: FlowRow) -> Subject? {
        switch flow.kind {
        case "volume.create": .volume("create")
        case "volume.delete": .volume("delete")
        case "volume.extend": .volume("resize")
        case "volume.revert": .volumeAndSnapshot("revert")
        case "volume.manage": .volume("manage_existing")
        case "volume.unmanage": .volume("unmanage")
        case "snapshot.create": .snapshot("create")
        case "snapshot.delete": .snapshot("delete")
        case "snapshot.manage": .snapshot("manage_existing_snapshot")
        // The legacy calls that only connect an initiator are not told, as in the field.
        case "attachment.connect": flow.resourceType == "attachment" ? .attaching : nil
        case "attachment.disconnect": flow.resourceType == "attachment" ? .detaching : nil
        default: nil
        }
    }

    public func began(_ flow: FlowRow, in transaction: WriteTransaction) throws {
        guard transaction.journal.wantsEvents, let subject = subject(of: flow) else { return }
        try tell(".start", subject, flow, in: transaction)
    }

    public func advanced(_ flow: FlowRow, in transaction: WriteTransaction) throws {
        guard transaction.journal.wantsEvents, flow.resourceType != "snapshot" else { return }
        // Snapshots that go with their volume have no flow of their own.
        let events = writer(flow, in: transaction)
        for snapshot in transaction.notes.removedSnapshots.values.sorted(by: { $0.id < $1.id }) {
            try events.snapshot("delete.start", snapshot)
            try events.snapshot("delete.end", snapshot, status: "deleted")
        }
    }

    public func ended(_ flow: FlowRow, in transaction: WriteTransaction) throws {
        let failure = flow.state == .succeeded ? nil : flow.error.flatMap(FlowFailure.init(json:))
        try audit(flow, failure, in: transaction)
        guard transaction.journal.wantsEvents, let subject = subject(of: flow) else { return }
        guard flow.state != .succeeded else {
            if case .attaching = subject { return }
            return try tell(".end", subject, flow, in: transaction)
        }
        let reason = failure?.forOwner.message ?? "The operation failed."
        if failure?.code == PlacementRefusal.code {
            try tellNoPlace(subject, flow, reason, in: transaction)
            // The field has no other word for a volume that finds no place.
            if case .volume("create") = subject { return }
        }
        // The field tells the end of a revert whichever way it went.
        if case .volumeAndSnapshot = subject { try tell(".end", subject, flow, in: transaction) }
        try tell(".error", subject, flow, priority: .error, reason: reason, in: transaction)
    }

    /// The word of the scheduler, by the names of the field's methods.
    private func tellNoPlace(_ subject: Subject, _ flow: FlowRow, _ reason: String, in transaction: WriteTransaction) throws {
        let events = writer(flow, in: transaction)
        switch subject {
        case .volume(let stem):
            guard let method = ["create": "create_volume", "resize": "extend_volume", "manage_existing": "manage_existing"][stem],
                let volume = try transaction.volume(VolumeID(rawValue: flow.resourceID))
            else { return }
            try events.noPlace(for: volume, method: method, reason: reason)
        case .snapshot(let stem):
            guard let method = ["create": "create_snapshot", "manage_existing_snapshot": "manage_existing_snapshot"][stem],
                let snapshot = try transaction.snapshot(SnapshotID(rawValue: flow.resourceID))
            else { return }
            try events.noPlace(for: snapshot, method: method, reason: reason)
        case .volumeAndSnapshot, .attaching, .detaching: return
        }
    }

    private func tell(
        _ suffix: String,
        _ subject: Subject,
        _ flow: FlowRow,
        priority: EventPriority = .info,
        reason: String? = nil,
        in transaction: WriteTransaction
    ) throws {
        let events = writer(flow, in: transaction)
        switch subject {
        case .volume(let stem):
            let id = VolumeID(rawValue: flow.resourceID)
            try tell(id, stem + suffix, events, priority, reason, in: transaction)
        case .snapshot(let stem):
            let id = SnapshotID(rawValue: flow.resourceID)
            try tell(id, stem + suffix, events, priority, reason, in: transaction)
        case .volumeAndSnapshot(let stem):
            let memo = try JSONValue(parsing: flow.memo)
            try tell(VolumeID(rawValue: flow.resourceID), stem + suffix, events, priority, reason, in: transaction)
            guard let id = memo["snapshotID"]?.string else { return }
            try tell(SnapshotID(rawValue: id), stem + suffix, events, priority, reason, in: transaction)
        case .attaching, .detaching:
            guard let id = try JSONValue(parsing: flow.memo)["volumeID"]?.string else { return }
            let stem = if case .attaching = subject { "attach" } else { "detach" }
            try tell(VolumeID(rawValue: id), stem + suffix, events, priority, reason, in: transaction)
        }
    }

    /// Tells of a volume as it is, or as it was when this transaction removed it.
    private func tell(
        _ id: VolumeID,
        _ suffix: String,
        _ events: EventWriter,
        _ priority: EventPriority,
        _ reason: String?,
        in transaction: WriteTransaction
    ) throws {
        if let volume = try transaction.volume(id) {
            try events.volume(suffix, volume, priority: priority, reason: reason)
        } else if let volume = transaction.notes.removedVolumes[id] {
            try events.volume(suffix, volume, status: "deleted", priority: priority, reason: reason)
        }
    }

    /// Tells of a snapshot as it is, or as it was when this transaction removed it.
    private func tell(
        _ id: SnapshotID,
        _ suffix: String,
        _ events: EventWriter,
        _ priority: EventPriority,
        _ reason: String?,
        in transaction: WriteTransaction
    ) throws {
        if let snapshot = try transaction.snapshot(id) {
            try events.snapshot(suffix, snapshot, priority: priority, reason: reason)
        } else if let snapshot = transaction.notes.removedSnapshots[id] {
            try events.snapshot(suffix, snapshot, status: "deleted", priority: priority, reason: reason)
        }
    }

    private func writer(_ flow: FlowRow, in transaction: WriteTransaction) -> EventWriter {
        let origin = EventOrigin(
            projectID: flow.projectID,
            userID: flow.userID,
            requestID: flow.requestID,
            operationID: flow.id,
            at: flow.updatedAt
        )
        return EventWriter(transaction, origin: origin, ids: ids)
    }

    private func audit(_ flow: FlowRow, _ failure: FlowFailure?, in transaction: WriteTransaction) throws {
        let outcome: AuditOutcome
        switch flow.state {
        case .succeeded: outcome = .succeeded
        case .cancelled: outcome = .cancelled
        case .needsAttention: outcome = .needsAttention
        default: outcome = .failed
        }
        var row = AuditRow(
            at: flow.updatedAt,
            projectID: flow.projectID,
            userID: flow.userID,
            requestID: flow.requestID,
            action: flow.kind,
            resourceType: flow.resourceType,
            resourceID: flow.resourceID,
            outcome: outcome
        )
        row.operationID = flow.id
        row.reason = failure?.code
        try transaction.insert(row)
    }
}
