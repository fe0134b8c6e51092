internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel
internal import ScoriaStore
internal import ScoriaSystem
internal import Synchronization

/// Stands beside the transactions of one changing request: writes its line of the audit trail and the events of what it changes itself.
///
/// What a request changes through a flow is told by the flow. The first transaction that commits gets the line; a request that commits
/// none is written by the ``AuditRecorder`` afterwards.
final class RequestWitness: ChangeWitness {
    private let call: Call
    private let ids: IDSource
    private let at: Timestamp
    private let told: RequestNotification?
    private let resource: (type: String, id: String?)
    private let state = Mutex(State())

    private struct State {
        /// Whether the line is written in a transaction that has not committed yet.
        var isWritten = false
        /// Whether the line is durable.
        var isDurable = false
        /// The volume that the end of the change is about, where only its beginning knows it.
        var volume: VolumeID?
    }

    /// Whether the request belongs into the audit trail.
    private let isAudited: Bool

    /// A witness of a request; nil for one that only reads, unless the field tells of it.
    init?(_ call: Call, clock: WallClock, ids: IDSource) {
        isAudited = AuditedResource.isAudited(call.route)
        guard isAudited || TypeRequestTelling(call.route.id) != nil else { return nil }
        self.call = call
        self.ids = ids
        at = clock.now()
        told = RequestNotification(call.route.id)
        resource = AuditedResource.named(by: call.route, call.parameters)
    }

    /// Whether the request has a line in the audit trail that says it was accepted.
    var isRecorded: Bool { state.withLock { $0.isDurable } }

    func begin(in transaction: WriteTransaction) throws {
        guard !isRecorded, transaction.journal.wantsEvents, let told else { return }
        let volume = try told.begin(call, EventWriter(transaction, origin: origin, ids: ids), in: transaction)
        state.withLock { $0.volume = volume }
    }

    func finish(in transaction: WriteTransaction) throws {
        guard !isRecorded else { return }
        if isAudited, transaction.journal.settings.recordsAudit {
            var row = row(outcome: .accepted)
            if row.resourceID == nil, let made = transaction.notes.resource { (row.resourceType, row.resourceID) = (made.type, made.id) }
            row.operationID = transaction.notes.operationID
            try transaction.insert(row)
        }
        if transaction.journal.wantsEvents, let told {
            try told.finish(call, begun: state.withLock { $0.volume }, EventWriter(transaction, origin: origin, ids: ids), in: transaction)
        }
        state.withLock { $0.isWritten = true }
    }

    func committed() {
        state.withLock { $0.isDurable = $0.isWritten }
    }

    /// What the field tells of an answer that no transaction has told of.
    func event(of status: Int, _ failure: (any Error)?) -> EventRow? {
        TypeRequestTelling(call.route.id)?.event(of: call, status: status, failure, origin: origin, ids: ids)
    }

    /// The line for an answer that no transaction has written; nil where there is none to be written.
    func row(status: Int) -> AuditRow? {
        guard isAudited else { return nil }
        var row = row(outcome: status < 400 ? .accepted : status < 500 ? .refused : .failed)
        row.status = status
        if status >= 400 { row.reason = Fault.Status(rawValue: status)?.faultName ?? "computeFault" }
        return row
    }

    private func row(outcome: AuditOutcome) -> AuditRow {
        let caller = call.caller
        var row = AuditRow(
            at: at,
            projectID: caller.projectID,
            userID: caller.userID,
            roles: caller.roles.sorted().joined(separator: ","),
            requestID: caller.requestID,
            action: call.route.id.rawValue,
            resourceType: resource.type,
            resourceID: resource.id,
            outcome: outcome
        )
        row.globalRequestID = caller.globalRequestID
        return row
    }

    private var origin: EventOrigin {
        EventOrigin(
            projectID: call.caller.projectID,
            userID: call.caller.userID,
            requestID: call.caller.requestID,
            operationID: nil,
            at: at
        )
    }
}

/// What a route is about, for the audit trail.
enum AuditedResource {
    /// Whether requests of this route are written to the audit trail: those that may change something.
    static func isAudited(_ route: Route) -> Bool {
        route.verb == .get ? changers.contains(route.id) : !readers.contains(route.id)
    }

    /// The kind of the resource and, where the path names one, its id.
    static func named(by route: Route, _ parameters: [String]) -> (type: String, id: String?) {
        let family = route.path.split(separator: "/").first.map(String.init) ?? ""
        return (types[family] ?? family, parameters.first.map { String($0.prefix(255)) })
    }

    /// Routes that only read, although they are not `GET`.
    private static let readers: Set<RouteID> = [.showImageMetadata, .getLogLevels, .explainPlacement]

    /// Routes that change something, although they are `GET`, as in the field.
    private static let changers: Set<RouteID> = [.associateQoSSpecs, .disassociateQoSSpecs, .disassociateQoSSpecsFromAll]

    private static let types = [
        "volumes": "volume", "snapshots": "snapshot", "attachments": "attachment", "types": "volume_type",
        "os-quota-sets": "quota_set", "os-quota-class-sets": "quota_class", "os-services": "service", "messages": "message",
        "operations": "operation", "qos-specs": "qos_specs", "os-volume-transfer": "transfer", "volume-transfers": "transfer",
        "default-types": "default_type", "os-hosts": "host", "os-volume-manage": "volume", "manageable_volumes": "volume",
        "os-snapshot-manage": "snapshot", "manageable_snapshots": "snapshot", "clusters": "cluster", "workers": "worker",
    ]
}
