public import ScoriaModel

extension StoreReading {
    /// Events behind a cursor in their order, for deliveries: only those with a payload.
    public func deliverableEvents(after cursor: Int64, limit: Int) throws -> [EventRow] {
        try all(
            Table.events.select + "WHERE sequence > ? AND payload IS NOT NULL ORDER BY sequence LIMIT ?",
            [.integer(cursor), .integer(Int64(limit))],
            EventRow.init(row:)
        )
    }

    /// Events behind a cursor in their order, of one project or, with nil, of all; without payloads.
    public func events(after cursor: Int64, project: ProjectID?, limit: Int) throws -> [EventRow] {
        let condition = project == nil ? "" : "AND project_id = ? "
        return try all(
            Table.eventsWithoutPayload + "WHERE sequence > ? \(condition)ORDER BY sequence LIMIT ?",
            [.integer(cursor)] + (project.map { [.text($0)] } ?? []) + [.integer(Int64(limit))],
            EventRow.init(row:)
        )
    }

    /// The sequences of the oldest event that is kept and of the newest that there ever was; 0 where there is none.
    public func eventBounds() throws -> (oldest: Int64, newest: Int64) {
        let bounds = try first("SELECT COALESCE(min(sequence), 0), COALESCE(max(sequence), 0) FROM events", []) { row in
            (row.integer(0), row.integer(1))
        }
        return bounds ?? (0, 0)
    }
}

extension Table {
    /// `SELECT` of events as streams need them.
    fileprivate static let eventsWithoutPayload: String = {
        let columns = Table.events.columns.map { $0 == "payload" ? "NULL" : $0 }
        return "SELECT \(columns.joined(separator: ", ")) FROM events "
    }()
}

extension WriteTransaction {
    /// Adds an event; its sequence is the database's.
    public func insert(_ event: EventRow) throws {
        try connection.execute(Self.insertEvent, event.sqlValues)
        notes.hasEvents = true
    }

    /// Removes up to `limit` events that every delivery has handed over and that are older than streams keep them.
    ///
    /// The newest event always stays, so that cursors of streams can be told from those of another database.
    ///
    /// - Returns: how many.
    public func trimEvents(before moment: Timestamp, limit: Int) throws -> Int {
        try connection.execute(
            """
            DELETE FROM events WHERE sequence IN (
                SELECT sequence FROM events WHERE at < ? AND sequence < (SELECT max(sequence) FROM events)
                AND sequence <= COALESCE((SELECT min(cursor) FROM deliveries), 9223372036854775807)
                ORDER BY sequence LIMIT ?)
            """,
            [.text(moment), .integer(Int64(limit))]
        )
    }

    private static let insertEvent: String = {
        let columns = Table.events.columns.dropFirst()
        return "INSERT INTO events (\(columns.joined(separator: ", "))) VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
    }()
}
