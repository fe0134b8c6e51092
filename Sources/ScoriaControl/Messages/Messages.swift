public import ScoriaModel
internal import ScoriaStore

extension Control {
    /// Deletes a user message (404 when the caller's project has none of that id).
    public func deleteMessage(_ id: UserMessageID, by caller: Caller) async throws {
        try await store.write { transaction in
            guard try transaction.message(id, in: caller.scope) != nil else {
                throw ControlError(.notFound, "Message \(id) could not be found.")
            }
            try transaction.delete(id)
        }
    }
}
