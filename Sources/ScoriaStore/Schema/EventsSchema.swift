/// The schema of what is told of changes: events for deliveries and streams, how far each delivery has come, and the audit trail.
enum EventsSchema {
    static let statements = [
        // One row for each event; a payload only where a delivery wants it. The sequence is the order of commits.
        """
        CREATE TABLE events (
            sequence {identity},
            at TEXT NOT NULL,
            type TEXT NOT NULL,
            priority TEXT NOT NULL,
            publisher TEXT NOT NULL,
            project_id TEXT NOT NULL,
            user_id TEXT NOT NULL,
            request_id TEXT NOT NULL,
            operation_id TEXT,
            resource_type TEXT NOT NULL,
            resource_id TEXT NOT NULL,
            status TEXT,
            message_id TEXT,
            payload TEXT
        )
        """,
        "CREATE INDEX events_by_project ON events (project_id, sequence)",
        // Deliveries that the configuration names, each with the last event that it has handed over.
        """
        CREATE TABLE deliveries (
            name TEXT PRIMARY KEY,
            cursor BIGINT NOT NULL,
            dropped BIGINT NOT NULL,
            updated_at TEXT NOT NULL
        )
        """,
        // Rows are added, and removed when their time is over; no statement changes one.
        """
        CREATE TABLE audit (
            sequence {identity},
            at TEXT NOT NULL,
            project_id TEXT NOT NULL,
            user_id TEXT NOT NULL,
            roles TEXT NOT NULL,
            request_id TEXT NOT NULL,
            global_request_id TEXT,
            action TEXT NOT NULL,
            resource_type TEXT NOT NULL,
            resource_id TEXT,
            operation_id TEXT,
            outcome TEXT NOT NULL,
            status BIGINT,
            reason TEXT
        )
        """,
        "CREATE INDEX audit_by_time ON audit (at, sequence)",
        "CREATE INDEX audit_by_project ON audit (project_id, sequence)",
        "CREATE INDEX audit_by_user ON audit (user_id, sequence)",
        "CREATE INDEX audit_by_resource ON audit (resource_id, sequence)",
        "CREATE INDEX audit_by_request ON audit (request_id, sequence)",
    ]
}
