/// The status of one attachment (`statuses.md` 2).
///
/// `deleted` exists in the field as a soft-deleted row; ours are removed.
public enum AttachmentStatus: String, Sendable, Codable, CaseIterable {
    case reserved
    case attaching
    case attached
    case detaching
    case errorAttaching = "error_attaching"
    case errorDetaching = "error_detaching"

    /// The statuses that an attachment may take after this one.
    public var legalSuccessors: Set<AttachmentStatus> {
        switch self {
        case .reserved: [.attaching, .attached, .errorAttaching, .detaching]
        case .attaching: [.attached, .reserved, .errorAttaching, .detaching]
        case .attached: [.detaching, .errorDetaching, .attaching]
        case .detaching: [.attached, .attaching, .reserved, .errorDetaching]
        case .errorAttaching: [.attaching, .detaching]
        case .errorDetaching: [.detaching]
        }
    }

    /// Whether an attachment in this status may take `next`.
    ///
    /// Staying is always legal.
    public func mayBecome(_ next: AttachmentStatus) -> Bool { next == self || legalSuccessors.contains(next) }
}

/// How an attached volume may be used.
public enum AttachMode: String, Sendable, Codable {
    case readWrite = "rw"
    case readOnly = "ro"
}
