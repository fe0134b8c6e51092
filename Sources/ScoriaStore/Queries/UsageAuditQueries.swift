public import ScoriaModel

/// One usage audit and how far it has come.
public struct UsageAuditRow: Sendable, Hashable {
    /// What is told at present; volumes come first.
    public enum Stage: String, Sendable, CaseIterable {
        case volumes, snapshots, done
    }

    public let period: AuditPeriod
    /// What the notifications of the audit have in common.
    public let requestID: RequestID
    public var stage: Stage
    /// The id of the last resource of the stage that was told; empty at its beginning.
    public var cursor = ""
    /// How many resources were told.
    public var told = 0
    public var updatedAt: Timestamp

    /// An audit that is about to begin.
    public init(period: AuditPeriod, requestID: RequestID, at now: Timestamp) {
        self.period = period
        self.requestID = requestID
        stage = .volumes
        updatedAt = now
    }
}

extension Table {
    static let usageAudits = Table(
        "usage_audits",
        columns: ["period_beginning", "period_ending", "request_id", "stage", "cursor", "told", "updated_at"]
    )
}

extension UsageAuditRow {
    fileprivate init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .usageAudits)
        let (beginning, ending): (Timestamp, Timestamp) = (try reader.value(0), try reader.value(1))
        guard let period = AuditPeriod(from: beginning, to: ending) else {
            throw StoreError(.corruptRow, "The usage audit from \(beginning) to \(ending) has no length.")
        }
        self.init(period: period, requestID: try reader.value(2), at: try reader.value(6))
        stage = try reader.value(3)
        cursor = row.text(4)
        told = Int(row.integer(5))
    }
}

extension StoreReading {
    /// The audit of a period; nil when there was none.
    public func usageAudit(of period: AuditPeriod) throws -> UsageAuditRow? {
        try first(
            Table.usageAudits.select + "WHERE period_beginning = ? AND period_ending = ?",
            [.text(period.beginning), .text(period.ending)],
            UsageAuditRow.init(row:)
        )
    }

    /// The audit whose period ended first among those that are not done.
    public func unfinishedUsageAudit() throws -> UsageAuditRow? {
        try first(
            Table.usageAudits.select + "WHERE stage <> ? ORDER BY period_ending, period_beginning LIMIT 1",
            [.text(UsageAuditRow.Stage.done)],
            UsageAuditRow.init(row:)
        )
    }

    /// The volumes behind an id that were there before a moment, by id.
    public func volumes(after id: String, createdBefore moment: Timestamp, limit: Int) throws -> [Volume] {
        try all(
            Table.volumes.select + "WHERE id > ? AND created_at < ? ORDER BY id LIMIT ?",
            [.text(id), .text(moment), .integer(Int64(limit))],
            Volume.init(row:)
        )
    }

    /// The snapshots behind an id that were there before a moment, by id.
    public func snapshots(after id: String, createdBefore moment: Timestamp, limit: Int) throws -> [Snapshot] {
        try all(
            Table.snapshots.select + "WHERE id > ? AND created_at < ? ORDER BY id LIMIT ?",
            [.text(id), .text(moment), .integer(Int64(limit))],
            Snapshot.init(row:)
        )
    }

    /// How many events wait for the delivery that is the furthest behind; counting stops at `limit`.
    public func longestBacklog(limit: Int) throws -> Int {
        guard let cursor = try first("SELECT min(cursor) FROM deliveries", [], { $0.optionalInteger(0) }).flatMap({ $0 }) else { return 0 }
        return try waitingEvents(after: cursor, limit: limit)
    }
}

extension WriteTransaction {
    /// Notes an audit that is to be made, and forgets those that were done before a moment.
    public func insert(_ audit: UsageAuditRow, forgettingDoneBefore moment: Timestamp) throws {
        try connection.execute(
            "DELETE FROM usage_audits WHERE stage = ? AND updated_at < ?",
            [.text(UsageAuditRow.Stage.done), .text(moment)]
        )
        try connection.execute(
            Table.usageAudits.insert,
            [
                .text(audit.period.beginning), .text(audit.period.ending), .text(audit.requestID), .text(audit.stage), .text(audit.cursor),
                .integer(Int64(audit.told)), .text(audit.updatedAt),
            ]
        )
    }

    /// Notes how far an audit has come.
    public func update(_ audit: UsageAuditRow) throws {
        try connection.execute(
            "UPDATE usage_audits SET stage = ?, cursor = ?, told = ?, updated_at = ? WHERE period_beginning = ? AND period_ending = ?",
            [
                .text(audit.stage), .text(audit.cursor), .integer(Int64(audit.told)), .text(audit.updatedAt),
                .text(audit.period.beginning), .text(audit.period.ending),
            ]
        )
    }

    /// Removes an audit, so that it can be made again.
    public func delete(usageAuditOf period: AuditPeriod) throws {
        try connection.execute(
            "DELETE FROM usage_audits WHERE period_beginning = ? AND period_ending = ?",
            [.text(period.beginning), .text(period.ending)]
        )
    }
}
