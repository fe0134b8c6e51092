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
        var writer = JSONWriter(capacity: 700 * operations.count + 64)
        writer.beginObject()
        writer.key("operations")
        writer.beginArray()
        for operation in operations { write(operation, to: &writer) }
        writer.endArray()
        if limit > 0, operations.count == limit, let last = operations.last {
            let marker = "marker=\(last.flow.id)&limit=\(limit)"
            writer.key("operations_links")
            writer.value([["rel": "next", "href": .string("\(call.endpoint)/v3/\(call.caller.projectID)/operations?\(marker)")]])
        }
        writer.endObject()
        return .json(call.route.success, writer.bytes)
    }

    func showOperation(_ call: Call) throws -> Reply {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("operation")
        write(try control.operation(call.id, by: call.caller), to: &writer)
        writer.endObject()
        return .json(call.route.success, writer.bytes)
    }

    func cancelOperation(_ call: Call) async throws -> Reply {
        try await control.cancelOperation(call.id, by: call.caller)
        return .empty(call.route.success)
    }

    private static func limit(_ text: String?, maximum: Int) throws -> Int {
        guard let text else { return min(100, maximum) }
        guard let limit = Int(text) else { throw Fault(.badRequest, "limit param must be an integer") }
        guard limit >= 0 else { throw Fault(.badRequest, "limit param must be positive") }
        return min(limit, maximum)
    }

    private func write(_ operation: Operation, to writer: inout JSONWriter) {
        let flow = operation.flow
        func text(_ key: String, _ value: String?) {
            writer.key(key)
            if let value { writer.string(value) } else { writer.null() }
        }
        func number(_ key: String, _ value: Int64?) {
            writer.key(key)
            if let value { writer.integer(value) } else { writer.null() }
        }
        writer.beginObject()
        text("id", flow.id)
        text("action", flow.kind)
        text("status", flow.state.rawValue)
        text("resource_type", flow.resourceType)
        text("resource_id", flow.resourceID)
        text("project_id", flow.projectID.rawValue)
        text("user_id", flow.userID.rawValue)
        text("request_id", flow.requestID.rawValue)
        text("step", operation.step?.name)
        number("attempts", operation.step.map { Int64($0.attempts) })
        writer.key("progress")
        writer.beginObject()
        number("done", flow.progressDone)
        number("total", flow.progressTotal)
        text("unit", flow.progressUnit)
        writer.endObject()
        writer.key("cancel_requested")
        writer.bool(flow.isCancelRequested)
        text("started_at", flow.createdAt.rawValue)
        text("updated_at", flow.updatedAt.rawValue)
        text("finished_at", flow.finishedAt?.rawValue)
        writer.key("error")
        if let failure = operation.failure {
            writer.beginObject()
            text("step", failure.step)
            text("code", failure.code)
            text("message", failure.message)
            text("correction", failure.correction)
            writer.endObject()
        } else {
            writer.null()
        }
        writer.endObject()
    }
}
