/// What a rule says: yes, no, or that it depends on what is not known yet.
public enum PolicyVerdict: UInt8, Sendable, Hashable {
    case refused
    case allowed
    /// More has to be known: an attribute of the object, or of the caller.
    case undetermined

    init(_ holds: Bool) { self = holds ? .allowed : .refused }

    /// The opposite; what is not known stays so.
    var negated: PolicyVerdict {
        switch self {
        case .refused: .allowed
        case .allowed: .refused
        case .undetermined: .undetermined
        }
    }
}

/// What a rule is asked about.
public enum PolicyTarget: Sendable, Hashable {
    /// Nothing but the caller: lists, creations, records of the service.
    ///
    /// `project_id` and `user_id` are the caller's, as in the field.
    case caller
    /// An object that the caller can see and that has not been read.
    ///
    /// Who is no administrator sees objects of their own project only, so its `project_id` is known; nothing else is.
    case unreadObject
    /// An object's attributes by the field's names, as Python writes them: `True`, `None`, digits, text.
    case attributes([String: String])
}
