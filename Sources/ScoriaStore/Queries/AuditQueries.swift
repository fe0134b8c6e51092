public import ScoriaModel

/// Which lines of the audit trail are asked for; nil asks for all.
public struct AuditFilter: Sendable {
    public var projectID: ProjectID?
    public var userID: UserID?
    public var resourceID: String?
    public var requestID: RequestID?
    public var action: String?
    public var outcome: AuditOutcome?
    /// From this moment on.
    public var since: Timestamp?
    /// Before this moment.
    public var until: Timestamp?

    /// Every line.
    public init() {}

    var conditions: (sql: String, parameters: [SQLValue]) {
        let all: [(String, SQLValue)] = [
            ("project_id = ?", .optional(projectID)), ("user_id = ?", .optional(userID)), ("resource_id = ?", .optional(resourceID)),
            ("request_id = ?", .optional(requestID)), ("action = ?", .optional(action)), ("outcome = ?", .optional(outcome)),
            ("at >= ?", .optional(since)), ("at < ?", .optional(until)),
        ]
        let asked = all.filter { $0.1 != .null }
        return (asked.isEmpty ? "" : "WHERE " + asked.map(\.0).joined(separator: " AND ") + " ", asked.map(\.1))
    }
}

extension StoreReading {
    /// The newest lines of the audit trail that a filter lets through, oldest of them first.
    public func audit(_ filter: AuditFilter, limit: Int) throws -> [AuditRow] {
        let (sql, parameters) = filter.conditions
        return try all(
            Table.audit.select + sql + "ORDER BY sequence DESC LIMIT ?",
            parameters + [.integer(Int64(limit))],
            AuditRow.init(row:)
        ).reversed()
    }
}

extension WriteTransaction {
    /// Adds a line to the audit trail, if there is one.
    public func insert(_ row: AuditRow) throws {
        guard journal.settings.recordsAudit else { return }
        try connection.execute(Self.insertAudit, row.sqlValues)
    }

    /// Removes up to `limit` lines whose time is over, oldest first.
    ///
    /// - Returns: how many.
    public func trimAudit(before moment: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            "DELETE FROM audit WHERE sequence IN (SELECT sequence FROM audit WHERE at < ? ORDER BY at, sequence LIMIT ?)",
            [.text(moment), .integer(Int64(limit))]
        )
    }

    private static let insertAudit: String = {
        let columns = Table.audit.columns.dropFirst()
        return "INSERT INTO audit (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
    }()
}
