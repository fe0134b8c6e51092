internal import ScoriaAPI
internal import ScoriaControl
internal import ScoriaModel

/// Quota sets, quota class sets and limits.
extension Handlers {
    func showQuotaSet(_ call: Call) throws -> Reply {
        let withUsage = try QueryString(call.rawQuery).bool("usage")
        let lines = try control.quotaSet(.project(ProjectID(rawValue: call.id)), withUsage: withUsage)
        return quotas(.project, lines, id: call.id, withUsage: withUsage, call)
    }

    func showQuotaSetDefaults(_ call: Call) throws -> Reply {
        return quotas(.project, try control.quotaSet(.defaults), id: call.id, call)
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
        return quotas(.project, lines, id: nil, call)
    }

    func deleteQuotaSet(_ call: Call) async throws -> Reply {
        try await control.deleteQuotas(of: ProjectID(rawValue: call.id), by: call.caller)
        return .empty(call.route.success)
    }

    func showQuotaClassSet(_ call: Call) throws -> Reply {
        quotas(.quotaClass, try control.quotaSet(.quotaClass(call.id)), id: call.id, call)
    }

    func updateQuotaClassSet(_ call: Call) async throws -> Reply {
        let body = call.body["quota_class_set"] ?? .null
        var limits: [String: Int64] = [:]
        for resource in (body.object ?? [:]).keys {
            guard let limit = body.number(resource) else { throw Fault(.badRequest, "Quota limit of \(resource) must be a number.") }
            limits[resource] = limit
        }
        return quotas(.quotaClass, try await control.updateQuotaClass(call.id, limits, by: call.caller), id: nil, call)
    }

    func showLimits(_ call: Call) throws -> Reply {
        // From 3.39 administrators may ask for another project.
        let query = try QueryString(call.rawQuery)
        let other = call.caller.isAdmin && call.version >= Microversion(39) ? query["project_id"] ?? query["tenant_id"] : nil
        let project = other.map(ProjectID.init(rawValue:)) ?? call.caller.projectID
        var limits = try control.absoluteLimits(of: project)
        if !call.viewContext.fields.contains(.usedLimits) { limits.removeAll { $0.name.hasSuffix("Used") } }
        return call.reply { QuotaViews.writeLimits(limits, to: &$0) }
    }

    private func quotas(_ kind: QuotaViews.Kind, _ lines: [QuotaLine], id: String?, withUsage: Bool = false, _ call: Call) -> Reply {
        let entries = lines.map { QuotaEntry($0.resource, limit: $0.limit, inUse: $0.inUse, reserved: $0.reserved) }
        return call.reply(capacity: 2048) { QuotaViews.write(kind, id: id, entries, withUsage: withUsage, to: &$0) }
    }
}
