import Foundation
public import ScoriaModel
public import ScoriaStore

/// What a flow is about: the resource whose status it holds.
public struct FlowResource: Sendable, Hashable {
    public let type: String
    public let id: String

    /// A volume.
    public static func volume(_ id: VolumeID) -> FlowResource { FlowResource(type: "volume", id: id.rawValue) }
    /// A snapshot.
    public static func snapshot(_ id: SnapshotID) -> FlowResource { FlowResource(type: "snapshot", id: id.rawValue) }
    /// An attachment.
    public static func attachment(_ id: AttachmentID) -> FlowResource { FlowResource(type: "attachment", id: id.rawValue) }
    /// Anything else, by its type's name.
    public static func other(_ type: String, _ id: String) -> FlowResource { FlowResource(type: type, id: id) }
}

/// Starts flows within the transaction of a request, so that the flow is there exactly when the request's other changes are.
public struct FlowStarter {
    let caller: Caller
    let instance: String
    let now: Timestamp
    let leaseUntil: Timestamp
    /// Whether a flow whose locks are free may begin at once in this process.
    let beginsAtOnce: Bool
    let newID: () -> String
    let expect: (_ flow: String) -> Void
    let collect: (FlowRow) -> Void

    /// Adds a flow of the type's kind; it begins when the transaction is durable and its locks are free.
    ///
    /// Returns the flow's id. With `awaitsAnswer` the caller takes what ``Step/ask(_:at:retry:deadlineSeconds:execute:record:undo:)`` answers
    /// by ``FlowEngine/takeAnswer(of:)``.
    @discardableResult
    public func start<Body: Flow>(
        _: Body.Type,
        memo: Body.Memo,
        about resource: FlowResource,
        project: ProjectID? = nil,
        locks: Set<FlowLock> = [],
        awaitsAnswer: Bool = false,
        in transaction: WriteTransaction
    ) throws -> String {
        let isFree = try beginsAtOnce && locks.allSatisfy { try transaction.isFree($0) }
        var flow = FlowRow(
            id: newID(),
            kind: Body.kind,
            resource: resource,
            caller: caller,
            project: project ?? caller.projectID,
            memo: String(decoding: try JSONEncoder().encode(memo), as: UTF8.self),
            now: now
        )
        if isFree {
            flow.owner = instance
            flow.generation = 1
            flow.leaseUntil = leaseUntil
        }
        flow.sequence = try transaction.insert(flow, locks: locks)
        collect(flow)
        if awaitsAnswer { expect(flow.id) }
        return flow.id
    }
}

extension StepScope {
    /// Starts another flow from within a step's transaction, in the name of the same user; it begins within a second.
    public func start<Body: Flow>(
        _: Body.Type,
        id: String,
        memo: Body.Memo,
        about resource: FlowResource,
        locks: Set<FlowLock> = [],
        in transaction: WriteTransaction
    ) throws {
        let caller = Caller(userID: userID, projectID: projectID, roles: [], isAdmin: false, requestID: requestID)
        let flow = FlowRow(
            id: id,
            kind: Body.kind,
            resource: resource,
            caller: caller,
            project: projectID,
            memo: String(decoding: try JSONEncoder().encode(memo), as: UTF8.self),
            now: now
        )
        _ = try transaction.insert(flow, locks: locks)
    }
}

extension FlowRow {
    fileprivate init(
        id: String,
        kind: FlowKind,
        resource: FlowResource,
        caller: Caller,
        project: ProjectID,
        memo: String,
        now: Timestamp
    ) {
        self.init(
            sequence: 0,
            id: id,
            kind: kind.name,
            version: kind.version,
            resourceType: resource.type,
            resourceID: resource.id,
            projectID: project,
            userID: caller.userID,
            requestID: caller.requestID,
            idempotencyKey: caller.idempotencyKey,
            state: .running,
            station: Station.anywhere.description,
            owner: nil,
            generation: 0,
            leaseUntil: nil,
            runAfter: now,
            memo: memo,
            progressDone: nil,
            progressTotal: nil,
            progressUnit: nil,
            isCancelRequested: false,
            error: nil,
            createdAt: now,
            updatedAt: now,
            finishedAt: nil
        )
    }
}
