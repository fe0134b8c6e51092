internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel

/// Quota sets, quota class sets and limits.
extension Handlers {
    func showQuotaSet(_ call: Call) throws -> Reply {
        let withUsage = try QueryString(call.rawQuery).bool("usage")
        let lines = try control.quotaSet(.project(ProjectID(rawValue: call.id)))
        return quotas("quota_set", lines, id: call.id, withUsage: withUsage, call)
    }

    func showQuotaSetDefaults(_ call: Call) throws -> Reply {
        quotas("quota_set", try control.quotaSet(.defaults), id: call.id, call)
    }

    func updateQuotaSet(_ call: Call) async throws -> Reply {
        var limits: [String: Int64] = [:]
        for (resource, value) in call.body["quota_set"]?.object ?? [:] where resource != "tenant_id" && resource != "id" {
            // The field refuses numbers in text here, though its schema takes them.
            guard let limit = value.integer else {
                throw Fault(
                    .badRequest,
                    "Quota limit of \(resource) must be a number, not text.",
                    correction: "Send the limit without quotation marks."
                )
            }
            limits[resource] = limit
        }
        let lines = try await control.updateQuotas(of: ProjectID(rawValue: call.id), limits, by: call.caller)
        return quotas("quota_set", lines, id: nil, call)
    }

    func deleteQuotaSet(_ call: Call) async throws -> Reply {
        try await control.deleteQuotas(of: ProjectID(rawValue: call.id), by: call.caller)
        return .empty(call.route.success)
    }

    func showQuotaClassSet(_ call: Call) throws -> Reply {
        quotas("quota_class_set", try control.quotaSet(.quotaClass(call.id)), id: call.id, call)
    }

    func updateQuotaClassSet(_ call: Call) async throws -> Reply {
        let body = call.body["quota_class_set"] ?? .null
        var limits: [String: Int64] = [:]
        for resource in (body.object ?? [:]).keys {
            guard let limit = body.number(resource) else { throw Fault(.badRequest, "Quota limit of \(resource) must be a number.") }
            limits[resource] = limit
        }
        return quotas("quota_class_set", try await control.updateQuotaClass(call.id, limits, by: call.caller), id: nil, call)
    }

    func showLimits(_ call: Call) throws -> Reply {
        // From 3.39 administrators may ask for another project.
        let other = call.caller.isAdmin && call.version >= Microversion(39) ? try QueryString(call.rawQuery)["project_id"] : nil
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("limits")
        writer.beginObject()
        writer.key("rate")
        writer.beginArray()
        writer.endArray()
        writer.key("absolute")
        writer.beginObject()
        for (name, value) in try control.absoluteLimits(of: other.map(ProjectID.init(rawValue:)) ?? call.caller.projectID) {
            writer.key(name)
            writer.integer(value)
        }
        writer.endObject()
        writer.endObject()
        writer.endObject()
        return .json(call.route.success, writer.bytes)
    }

    private func quotas(_ name: String, _ lines: [QuotaLine], id: String?, withUsage: Bool = false, _ call: Call) -> Reply {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key(name)
        writer.beginObject()
        for line in lines {
            writer.key(line.resource)
            guard withUsage else {
                writer.integer(line.limit)
                continue
            }
            writer.beginObject()
            writer.key("limit")
            writer.integer(line.limit)
            writer.key("in_use")
            writer.integer(line.inUse)
            writer.key("reserved")
            writer.integer(line.reserved)
            writer.endObject()
        }
        if let id {
            writer.key("id")
            writer.string(id)
        }
        writer.endObject()
        writer.endObject()
        return .json(call.route.success, writer.bytes)
    }
}
