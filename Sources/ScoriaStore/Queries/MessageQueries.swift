public import ScoriaModel

extension Table {
    static let messages = Table(
        "messages",
        columns: [
            "id", "project_id", "request_id", "resource_type", "resource_id", "action_id", "detail_id", "text", "created_at", "expires_at",
        ]
    )
}

extension UserMessage {
    /// Reads a row of ``Table/messages``.
    init(row: SQLRow) throws {
        let reader = RowReader(row: row, table: .messages)
        self.init(
            id: reader.id(0),
            projectID: try reader.value(1),
            requestID: try reader.optional(2),
            resourceType: row.text(3),
            resourceID: row.text(4),
            actionID: row.text(5),
            detailID: row.text(6),
            text: row.text(7),
            createdAt: try reader.value(8),
            expiresAt: try reader.value(9)
        )
    }

    /// The values of ``Table/messages`` in the order of its columns.
    var sqlValues: [SQLValue] {
        [
            .text(id), .text(projectID), .optional(requestID), .text(resourceType), .text(resourceID), .text(actionID), .text(detailID),
            .text(text), .text(createdAt), .text(expiresAt),
        ]
    }
}

extension StoreReading {
    /// A message; nil when it does not exist, or not in `project` when one is given.
    public func message(_ id: UserMessageID, in project: ProjectID? = nil) throws -> UserMessage? {
        guard let project else { return try first(Table.messages.select + "WHERE id = ?", [.text(id)], UserMessage.init(row:)) }
        return try first(Table.messages.select + "WHERE id = ? AND project_id = ?", [.text(id), .text(project)], UserMessage.init(row:))
    }
}

extension WriteTransaction {
    /// Adds a message.
    public func insert(_ message: UserMessage) throws {
        try connection.execute(Table.messages.insert, message.sqlValues)
    }

    /// Removes a message; false when it does not exist.
    @discardableResult
    public func delete(_ message: UserMessageID) throws -> Bool {
        try connection.execute("DELETE FROM messages WHERE id = ?", [.text(message)]) == 1
    }

    /// Removes the messages that have expired, and answers with how many there were.
    @discardableResult
    public func deleteMessages(expiredAt now: Timestamp) throws -> Int {
        try connection.execute("DELETE FROM messages WHERE expires_at <= ?", [.text(now)])
    }
}
