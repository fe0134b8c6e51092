internal import ScoriaModel

/// A status with a table of legal moves.
protocol GuardedStatus: RawRepresentable<String>, Hashable, Sendable {
    /// Whether the table of moves knows the change.
    func mayBecome(_ next: Self) -> Bool
}

extension VolumeStatus: GuardedStatus {}
extension SnapshotStatus: GuardedStatus {}
extension AttachmentStatus: GuardedStatus {}

extension WriteTransaction {
    /// Changes a status if it is one of those allowed, and answers with the one before.
    ///
    /// Nil when the row is absent or its status is not allowed. Without a set of allowed statuses it is an administrative override,
    /// which the table of moves does not bind.
    func move<Status: GuardedStatus>(
        _ id: String,
        in table: Table,
        from allowed: Set<Status>?,
        to next: Status,
        at moment: Timestamp
    ) throws -> Status? {
        let select = "SELECT id, status FROM \(table.name) WHERE id = ?"
        let text = try first(select, [.text(id)]) { $0.text(1) }
        guard let text else { return nil }
        let present = Status(rawValue: text)
        if let allowed {
            guard let present else { throw unknownStatus(of: id, in: table) }
            guard allowed.contains(present) else { return nil }
            guard present.mayBecome(next) else {
                throw StoreError(
                    .illegalMove,
                    "The row \(id) in the table \(table.name) cannot go from \(present.rawValue) to \(next.rawValue). This is a fault in Scoria."
                )
            }
        }
        let changed = try connection.execute(
            "UPDATE \(table.name) SET status = ?, updated_at = ? WHERE id = ? AND status = ?",
            [.text(next), .text(moment), .text(id), .text(text)]
        )
        // An override also mends a row whose status nobody knows; what it was before can then not be said.
        return changed == 1 ? present ?? next : nil
    }

    private func unknownStatus(of id: String, in table: Table) -> StoreError {
        StoreError(
            .corruptRow,
            "The row \(id) in the table \(table.name) has a status that this release does not know. Set it with an administrative reset."
        )
    }
}
