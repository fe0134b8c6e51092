public import ScoriaModel

/// How far a delivery has come.
public struct DeliveryRow: Sendable, Hashable {
    public let name: String
    /// The sequence of the last event that was handed over.
    public let cursor: Int64
    /// How many events were given up because too many waited.
    public let dropped: Int64
}

extension StoreReading {
    /// How far a delivery has come; nil for one that was never there.
    public func delivery(_ name: String) throws -> DeliveryRow? {
        try first("SELECT name, cursor, dropped FROM deliveries WHERE name = ?", [.text(name)]) { row in
            DeliveryRow(name: row.text(0), cursor: row.integer(1), dropped: row.integer(2))
        }
    }

    /// How many events wait behind a cursor; counting stops at `limit`.
    public func waitingEvents(after cursor: Int64, limit: Int) throws -> Int {
        try count(
            "SELECT count(*) FROM (SELECT 1 FROM events WHERE sequence > ? AND payload IS NOT NULL LIMIT ?)",
            [.integer(cursor), .integer(Int64(limit))]
        )
    }
}

extension WriteTransaction {
    /// Makes the deliveries exactly these: a new one begins with the next event, and one that is configured no longer is forgotten,
    /// so that events do not wait for it.
    public func setDeliveries(_ names: [String], at now: Timestamp) throws {
        let marks = names.map { _ in "?" }.joined(separator: ", ")
        try connection.execute("DELETE FROM deliveries WHERE name NOT IN (\(marks))", names.map(SQLValue.text))
        for name in names {
            try connection.execute(
                """
                INSERT INTO deliveries (name, cursor, dropped, updated_at)
                VALUES (?, COALESCE((SELECT max(sequence) FROM events), 0), 0, ?) ON CONFLICT (name) DO NOTHING
                """,
                [.text(name), .text(now)]
            )
        }
    }

    /// Notes that a delivery has handed over everything up to an event.
    public func advance(delivery name: String, to cursor: Int64, at now: Timestamp) throws {
        try connection.execute(
            "UPDATE deliveries SET cursor = ?, updated_at = ? WHERE name = ? AND cursor < ?",
            [.integer(cursor), .text(now), .text(name), .integer(cursor)]
        )
    }

    /// Gives up the oldest events that wait for a delivery, so that at most `limit` still wait.
    ///
    /// - Returns: how many were given up.
    public func dropOldest(ofDelivery name: String, keeping limit: Int, at now: Timestamp) throws -> Int {
        guard let delivery = try delivery(name) else { return 0 }
        let last = try first(
            "SELECT sequence FROM events WHERE sequence > ? AND payload IS NOT NULL ORDER BY sequence DESC LIMIT 1 OFFSET ?",
            [.integer(delivery.cursor), .integer(Int64(limit))]
        ) { $0.integer(0) }
        guard let last else { return 0 }
        let dropped = try count(
            "SELECT count(*) FROM events WHERE sequence > ? AND sequence <= ? AND payload IS NOT NULL",
            [.integer(delivery.cursor), .integer(last)]
        )
        try connection.execute(
            "UPDATE deliveries SET cursor = ?, dropped = dropped + ?, updated_at = ? WHERE name = ?",
            [.integer(last), .integer(Int64(dropped)), .text(now), .text(name)]
        )
        return dropped
    }
}
