public import ScoriaModel
internal import ScoriaStore

/// The limit of one quota resource for one project, with its use.
public struct QuotaLine: Sendable, Hashable {
    /// `volumes`, `gigabytes`, `snapshots_<type>` and so on.
    public var resource: String
    /// -1 is unlimited.
    public var limit: Int64
    public var inUse: Int64
    /// Always 0: use is counted from rows in the transaction that adds one, so nothing is reserved beside them.
    public var reserved: Int64 { 0 }

    /// A limit with its use.
    public init(resource: String, limit: Int64, inUse: Int64) {
        self.resource = resource
        self.limit = limit
        self.inUse = inUse
    }
}

/// Where the limits of a quota set are taken from.
public enum QuotaScope: Sendable, Hashable {
    /// What holds for a project: its own row, else the class `default`, else the option.
    case project(ProjectID)
    /// What holds for a project without rows of its own.
    case defaults
    /// What a quota class says, else the class `default`, else the option.
    case quotaClass(String)
}

/// The names of the quota resources (`quotas-and-policies.md` 1).
public enum QuotaResource {
    /// The resources that exist without any volume type, in the order of the API.
    public static let fixed = ["volumes", "per_volume_gigabytes", "snapshots", "gigabytes", "backups", "backup_gigabytes", "groups"]
    /// The resources that exist once more for each volume type, as `<resource>_<type name>`.
    public static let perType = ["volumes", "gigabytes", "snapshots"]
    /// The largest limit that the API takes.
    public static let maximum: Int64 = 2_147_483_647
    /// The class whose limits hold for every project without limits of its own.
    public static let defaultClass = "default"
}

extension Control {
    /// The limits of a scope, for each fixed resource and each resource of every volume type, in the order of the API.
    ///
    /// Without `withUsage` the lines say nothing of what is in use, and nothing is counted.
    public func quotaSet(_ scope: QuotaScope, withUsage: Bool = false) throws -> [QuotaLine] {
        try store.read { transaction in try quotaSet(scope, withUsage: withUsage, in: transaction) }
    }

    /// The limits of a scope inside a transaction that goes on to use them.
    private func quotaSet(_ scope: QuotaScope, withUsage: Bool = false, in transaction: some StoreReading) throws -> [QuotaLine] {
        let limits: [String: Int64]
        var usage: [String: Int64] = [:]
        switch scope {
        case .project(let project):
            limits = try transaction.effectiveLimits(of: project, settings: settings)
            if withUsage {
                usage = try transaction.usage(of: project).byResource(snapshotsCountGigabytes: settings.snapshotsCountGigabytes)
            }
        case .defaults:
            limits = try transaction.defaultLimits(settings: settings)
        case .quotaClass(let name):
            // What a class does not say, the class `default` says, whether or not it is in force for projects.
            limits = settings.quotaDefaults
                .merging(try transaction.quotaLimits(ofClass: QuotaResource.defaultClass)) { $1 }
                .merging(try transaction.quotaLimits(ofClass: name)) { $1 }
        }
        return try quotaResources(in: transaction).map { resource in
            QuotaLine(resource: resource, limit: limits[resource] ?? -1, inUse: usage[resource] ?? 0)
        }
    }

    /// Sets limits of one project; resources that are not named keep theirs.
    ///
    /// A limit may not be set below the present use where the project already has a limit of its own (400), as in the field.
    public func updateQuotas(of project: ProjectID, _ limits: [String: Int64], by caller: Caller) async throws -> [QuotaLine] {
        try checkValues(limits)
        try checkOwner("quota_set_name", project.rawValue)
        return try await store.write { transaction in
            try checkNames(limits.keys, in: transaction)
            let own = try transaction.quotaLimits(of: project)
            let usage = try transaction.usage(of: project).byResource(snapshotsCountGigabytes: settings.snapshotsCountGigabytes)
            for (resource, limit) in limits.sorted(by: { $0.key < $1.key }) {
                let inUse = usage[resource] ?? 0
                if own[resource] != nil, limit != -1, limit < inUse {
                    throw ControlError.badRequest(
                        "Quota \(resource) limit must be equal or greater than existing resources. Current usage is \(inUse) and the requested limit is \(limit).",
                        correction: "Delete some first, or set at least that."
                    )
                }
                try transaction.setQuotaLimit(of: project, resource, limit)
            }
            return try quotaSet(.project(project), in: transaction)
        }
    }

    /// Forgets the limits of a project, so that the defaults hold again.
    public func deleteQuotas(of project: ProjectID, by caller: Caller) async throws {
        try await store.write { transaction in try transaction.deleteQuotaLimits(of: project) }
    }

    /// Sets limits of a quota class.
    public func updateQuotaClass(_ name: String, _ limits: [String: Int64], by caller: Caller) async throws -> [QuotaLine] {
        try checkValues(limits)
        try checkOwner("quota_class_name", name)
        return try await store.write { transaction in
            try checkNames(limits.keys, in: transaction)
            for (resource, limit) in limits { try transaction.setQuotaLimit(ofClass: name, resource, limit) }
            return try quotaSet(.quotaClass(name), in: transaction)
        }
    }

    private func checkValues(_ limits: [String: Int64]) throws {
        for (resource, limit) in limits where limit < -1 || limit > QuotaResource.maximum {
            throw ControlError.badRequest(
                "Quota limit \(limit) of \(resource) must be between -1 and \(QuotaResource.maximum).",
                correction: "-1 means unlimited."
            )
        }
    }

    private func checkOwner(_ field: String, _ name: String) throws {
        guard name.unicodeScalars.count <= 255 else {
            throw ControlError.badRequest("\(field) has \(name.unicodeScalars.count) characters, more than 255.")
        }
    }

    private func checkNames(_ names: some Sequence<String>, in transaction: some StoreReading) throws {
        let known = Set(try quotaResources(in: transaction))
        let bad = names.filter { !known.contains($0) }.sorted()
        guard bad.isEmpty else { throw ControlError.badRequest("Bad key(s) in quota set: \(bad.joined(separator: ", "))") }
    }

    /// Every quota resource there is, in the order of the API.
    private func quotaResources(in transaction: some StoreReading) throws -> [String] {
        let types = try transaction.volumeTypes()
        return QuotaResource.fixed + types.flatMap { type in QuotaResource.perType.map { "\($0)_\(type.name)" } }
    }
}
