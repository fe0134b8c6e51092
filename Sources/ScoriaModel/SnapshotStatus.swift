/// The status of a snapshot (`statuses.md` 5).
public enum SnapshotStatus: String, Sendable, Codable, CaseIterable {
    case creating
    case available
    case error
    case deleting
    case errorDeleting = "error_deleting"
    case updating
    case unmanaging
    case backingUp = "backing-up"
    case restoring
    case deleted

    /// Whether a flow is at work on the snapshot, so that the status must pass by itself.
    public var isPassing: Bool {
        switch self {
        case .creating, .deleting, .updating, .unmanaging, .backingUp, .restoring: true
        case .available, .error, .errorDeleting, .deleted: false
        }
    }

    /// The statuses that a snapshot may take after this one; a forced delete may start from anywhere.
    public var legalSuccessors: Set<SnapshotStatus> {
        var successors = Self.moves[self] ?? []
        successors.insert(.deleting)
        return successors
    }

    /// Whether a snapshot in this status may take `next`.
    ///
    /// Staying is always legal.
    public func mayBecome(_ next: SnapshotStatus) -> Bool {
        next == self || legalSuccessors.contains(next)
    }

    private static let moves: [SnapshotStatus: Set<SnapshotStatus>] = [
        .creating: [.available, .error],
        .available: [.updating, .unmanaging, .backingUp, .restoring, .error],
        .error: [.unmanaging],
        .deleting: [.available, .errorDeleting, .error],
        .errorDeleting: [.available, .unmanaging],
        .updating: [.available, .error],
        .unmanaging: [.available, .errorDeleting],
        .backingUp: [.available, .error],
        .restoring: [.available, .error],
    ]
}
