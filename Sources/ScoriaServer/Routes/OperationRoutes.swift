internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaFlow
internal import ScoriaModel
internal import ScoriaStore

/// Operations: what a request started, as its owner sees it, with progress, cause and cancel.
extension Handlers {
    func listOperations(_ call: Call) throws -> Reply {
        let query = try QueryString(call.rawQuery)
        let limit = try Self.limit(query["limit"], maximum: settings.maxListLimit)
        var before: Int64?
        if let marker = query["marker"] { before = try control.operation(marker, by: call.caller).flow.sequence }
        let operations = try control.operations(
            allProjects: try query.bool("all_tenants"),
            resourceID: query["resource_id"],
            before: before,
            limit: limit,
            by: call.caller
        )
        var nextPage: String?
        if limit > 0, operations.count == limit, let last = operations.last {
            let path = "\(call.endpoint)/v3/\(call.caller.projectID)/operations"
            // The next page is one of the same list: filters stay.
            nextPage = path + "?" + (try QueryString(query.replacing("limit", with: "\(limit)"))).replacing("marker", with: last.flow.id)
        }
        return call.reply(capacity: 600 * operations.count + 128) { writer in
            OperationView.write(operations.map { OperationSummary($0, isAdmin: call.caller.isAdmin) }, nextPage: nextPage, to: &writer)
        }
    }

    func showOperation(_ call: Call) throws -> Reply {
        let operation = try control.operation(call.id, by: call.caller)
        return call.reply { OperationView.write(OperationSummary(operation, isAdmin: call.caller.isAdmin), to: &$0) }
    }

    func cancelOperation(_ call: Call) async throws -> Reply {
        try await control.cancelOperation(call.id, by: call.caller)
        return .empty(call.route.success)
    }

    /// Where a volume would go, asked with the body that would create it.
    func explainPlacement(_ call: Call) throws -> Reply {
        let pool = call.body["pool"]?.string.map(PoolAddress.init(rawValue:))
        // Others are not to learn the names of pools, not even by guessing.
        guard pool == nil || call.caller.isAdmin else { throw Fault(.forbidden, "Only administrators may ask about one pool.") }
        let answer = try control.explainPlacement(of: try call.volumeCreation(), pinnedTo: pool, by: call.caller)
        let shown: JSONValue =
            call.caller.isAdmin
            ? answer.document.json(choosing: answer.pool)
            : ["summary": .string(answer.document.summary), "fits": .bool(answer.pool != nil)]
        return call.reply(capacity: 4096) { $0.value(["placement": shown]) }
    }

    private static func limit(_ text: String?, maximum: Int) throws -> Int {
        guard let text else { return min(100, maximum) }
        guard let limit = Int(text) else { throw Fault(.badRequest, "limit param must be an integer") }
        guard limit >= 0 else { throw Fault(.badRequest, "limit param must be positive") }
        return min(limit, maximum)
    }
}

extension OperationSummary {
    /// What the owner of a flow, or an administrator, is told of it.
    fileprivate init(_ operation: Operation, isAdmin: Bool) {
        let flow = operation.flow
        self.init(
            id: flow.id,
            action: flow.kind,
            resourceType: flow.resourceType,
            resourceID: flow.resourceID,
            projectID: flow.projectID,
            status: flow.state.rawValue,
            startedAt: flow.createdAt,
            requestID: flow.requestID
        )
        step = operation.step?.name
        if let done = flow.progressDone, let total = flow.progressTotal {
            progress = Progress(done: done, total: total, unit: flow.progressUnit ?? "")
        }
        isCancelRequested = flow.isCancelRequested
        finishedAt = flow.finishedAt
        placement = PlacementRecord.shown(operation.placements, isAdmin: isAdmin)
        failure = operation.failure.map { failure in
            let words = isAdmin ? (failure.message, failure.correction) : failure.forOwner
            return Failure(message: words.0, cause: failure.code.isEmpty ? failure.cause.rawValue : failure.code, correction: words.1)
        }
    }
}

extension PlacementRecord {
    /// The attempts of an operation: for its owner the outcome of the last one in a sentence, for administrators all there is.
    fileprivate static func shown(_ attempts: [PlacementRecord], isAdmin: Bool) -> JSONValue? {
        guard let last = attempts.last else { return nil }
        let summary = PlacementDocument(stored: last.explanation)?.summary ?? ""
        var members: [String: JSONValue] = ["summary": .string(summary)]
        members["attempts"] = isAdmin ? .array(attempts.map(\.shown)) : .integer(Int64(attempts.count))
        return .object(members)
    }

    private var shown: JSONValue {
        let document = PlacementDocument(stored: explanation)
        return [
            "attempt": .integer(Int64(attempt)), "pool": pool.map { .string($0.rawValue) } ?? .null,
            "error": error.map(JSONValue.string) ?? .null, "created_at": .string(createdAt.rawValue),
            "explanation": document?.json ?? .null,
        ]
    }
}
