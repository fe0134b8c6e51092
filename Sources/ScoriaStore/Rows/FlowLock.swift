/// A lock that a flow needs for its whole life, by the operation's name and the id.
public struct FlowLock: Hashable, Sendable, Comparable {
    public let name: String
    /// Shared locks of the same name go together; an exclusive one goes alone.
    public let isExclusive: Bool

    private init(name: String, isExclusive: Bool) {
        self.name = name
        self.isExclusive = isExclusive
    }

    /// A lock that nobody else may hold meanwhile.
    public static func exclusive(_ name: String) -> FlowLock { FlowLock(name: name, isExclusive: true) }
    /// A lock that others may share.
    public static func shared(_ name: String) -> FlowLock { FlowLock(name: name, isExclusive: false) }

    public static func < (left: FlowLock, right: FlowLock) -> Bool { left.name < right.name }
}
