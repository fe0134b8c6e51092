/// The schema of usage audits: which were asked for, and how far each has come.
enum UsageAuditSchema {
    static let statements = [
        // One row for each period. The cursor is the id of the last resource that was told, so that each is told once, whatever is killed.
        """
        CREATE TABLE usage_audits (
            period_beginning TEXT NOT NULL,
            period_ending TEXT NOT NULL,
            request_id TEXT NOT NULL,
            stage TEXT NOT NULL,
            cursor TEXT NOT NULL,
            told BIGINT NOT NULL,
            updated_at TEXT NOT NULL,
            PRIMARY KEY (period_beginning, period_ending)
        )
        """
    ]
}
