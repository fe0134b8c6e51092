/// The status of a volume, exactly the values that the field knows (`statuses.md` 1.1).
///
/// Tools map them; none may be invented.
public enum VolumeStatus: String, Sendable, Codable, CaseIterable {
    case creating
    case available
    case reserved
    case attaching
    case detaching
    case inUse = "in-use"
    case maintenance
    case deleting
    case error
    case errorDeleting = "error_deleting"
    case managing
    case errorManaging = "error_managing"
    case errorManagingDeleting = "error_managing_deleting"
    case unmanaging
    case errorUnmanaging = "error_unmanaging"
    case awaitingTransfer = "awaiting-transfer"
    case backingUp = "backing-up"
    case errorBackingUp = "error_backing-up"
    case restoringBackup = "restoring-backup"
    case errorRestoring = "error_restoring"
    case downloading
    case uploading
    case retyping
    case extending
    case errorExtending = "error_extending"
    case reverting

    /// Whether a flow is at work on the volume, so that the status must pass by itself.
    ///
    /// `reserved`, `attaching` and `detaching` wait for the caller's next request, not for a flow, and are not counted here.
    public var isPassing: Bool {
        switch self {
        case .creating, .deleting, .managing, .errorManagingDeleting, .unmanaging, .backingUp, .restoringBackup, .downloading,
            .uploading, .retyping, .extending, .reverting:
            true
        default: false
        }
    }

    /// Whether the text says that something failed.
    public var isError: Bool { rawValue.contains("error") }

    /// The statuses that a volume may take after this one in the ordinary course of operations (`statuses.md` 1.2).
    ///
    /// `os-reset_status` is the one override; it goes through its own call. A forced delete may start from anywhere.
    public var legalSuccessors: Set<VolumeStatus> {
        var successors = Self.moves[self] ?? []
        successors.insert(.deleting)
        return successors
    }

    /// Whether a volume in this status may take `next`.
    ///
    /// Staying is always legal.
    public func mayBecome(_ next: VolumeStatus) -> Bool {
        next == self || legalSuccessors.contains(next)
    }

    private static let moves: [VolumeStatus: Set<VolumeStatus>] = [
        .creating: [.available, .error, .downloading],
        .available: [
            .reserved, .attaching, .inUse, .maintenance, .awaitingTransfer, .backingUp, .restoringBackup, .downloading, .uploading,
            .retyping, .extending, .reverting, .unmanaging, .error,
        ],
        .reserved: [.available, .attaching, .inUse, .detaching, .downloading, .error],
        .attaching: [.available, .inUse, .reserved, .detaching, .error],
        .detaching: [.available, .inUse, .attaching, .reserved, .error],
        .inUse: [.available, .attaching, .reserved, .detaching, .backingUp, .uploading, .retyping, .extending, .error],
        .maintenance: [.available, .inUse, .error],
        .deleting: [.available, .errorDeleting, .error],
        .error: [.available, .inUse, .downloading, .unmanaging, .error],
        .errorDeleting: [.available, .inUse],
        .managing: [.available, .errorManaging],
        .errorManaging: [.errorManagingDeleting, .unmanaging],
        .errorManagingDeleting: [.errorManaging, .errorDeleting],
        .unmanaging: [.errorUnmanaging, .available],
        .errorUnmanaging: [.unmanaging, .available],
        .awaitingTransfer: [.available],
        .backingUp: [.available, .inUse, .error],
        .errorBackingUp: [.available, .inUse],
        .restoringBackup: [.available, .errorRestoring, .error],
        .errorRestoring: [.available, .unmanaging],
        .downloading: [.available, .inUse, .reserved, .error],
        .uploading: [.available, .inUse, .error],
        .retyping: [.available, .inUse, .error],
        .extending: [.available, .inUse, .errorExtending],
        .errorExtending: [.available, .inUse, .unmanaging],
        .reverting: [.available, .error],
    ]
}

/// Whether a volume is attached, as the volume row keeps it (`statuses.md` 2).
public enum VolumeAttachStatus: String, Sendable, Codable, CaseIterable {
    case detached
    case reserved
    case attaching
    case attached
    case detaching
}
