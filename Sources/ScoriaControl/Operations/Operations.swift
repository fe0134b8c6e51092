public import ScoriaFlow
public import ScoriaModel
public import ScoriaStore

/// A flow as its owner sees it.
public struct Operation: Sendable {
    public let flow: FlowRow
    /// The step in hand, or the last one.
    public let step: StepRow?
    public let failure: FlowFailure?
    /// Where its volume was to go, attempt by attempt; only when one operation is asked for.
    public let placements: [PlacementRecord]
}

extension Control {
    /// The operations of the caller's project, newest first; of all projects for an administrator who asks.
    public func operations(
        allProjects: Bool = false,
        resourceID: String? = nil,
        before sequence: Int64? = nil,
        limit: Int,
        by caller: Caller
    ) throws -> [Operation] {
        try store.read { reader in
            let flows = try reader.flows(
                project: allProjects && caller.isAdmin ? nil : caller.projectID,
                resourceID: resourceID,
                before: sequence,
                limit: limit
            )
            return try flows.map { try reader.operation($0) }
        }
    }

    /// One operation, as far as the caller may see it.
    public func operation(_ id: String, by caller: Caller) throws -> Operation {
        let operation = try store.read { reader -> Operation? in
            try reader.flow(id, in: caller.scope).map { try reader.operation($0, withPlacements: true) }
        }
        guard let operation else { throw ControlError.notFound("Operation", id) }
        return operation
    }

    /// Asks an operation to stop and undo what it did.
    public func cancelOperation(_ id: String, by caller: Caller) async throws {
        _ = try operation(id, by: caller)
        switch try await flows.cancel(id) {
        case .accepted: return
        case .unknown: throw ControlError.notFound("Operation", id)
        case .tooLate:
            throw ControlError(
                .conflict,
                "The operation \(id) can no longer be cancelled: it has ended, or has passed the point from which there is no way back."
            )
        }
    }

    /// Lets an operation that needs attention try its undo again; for administrators.
    public func retryOperation(_ id: String, by caller: Caller) async throws {
        _ = try operation(id, by: caller)
        guard try await flows.retry(id) else { throw ControlError(.conflict, "The operation \(id) does not need attention.") }
    }

    /// Gives up an operation that needs attention; for administrators.
    public func abandonOperation(_ id: String, by caller: Caller) async throws {
        _ = try operation(id, by: caller)
        guard try await flows.abandon(id) else { throw ControlError(.conflict, "The operation \(id) does not need attention.") }
    }
}

extension StoreReading {
    fileprivate func operation(_ flow: FlowRow, withPlacements: Bool = false) throws -> Operation {
        let log = try steps(ofFlow: flow.id)
        return Operation(
            flow: flow,
            step: log.last { $0.state == .started || $0.state == .reverting } ?? log.last,
            failure: flow.error.flatMap(FlowFailure.init(json:)),
            placements: withPlacements ? try placements(ofFlow: flow.id) : []
        )
    }
}
