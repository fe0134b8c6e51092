/// How callers prove who they are (`auth_strategy`).
public enum AuthenticationScheme: String, Sendable, CaseIterable {
    /// Everybody is an administrator; for loopback.
    case none = "noauth"
    /// Users of a password file, for a single machine without an identity service.
    case basic = "http_basic"
    /// Tokens of the identity service.
    case keystone
}
