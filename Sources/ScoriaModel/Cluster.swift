/// Several services of one kind that work as one: what `clusters` lists.
///
/// A service belongs to the cluster that its configuration names (option `cluster`).
public struct Cluster: Sendable, Hashable {
    /// `cluster@backend`.
    public var name: String
    /// The binary of its services, `cinder-volume`.
    public var binary: String
    public var isDisabled: Bool
    public var disabledReason: String?
    public var isFrozen: Bool
    public var replicationStatus: String?
    public var activeBackendID: String?
    public var createdAt: Timestamp
    public var updatedAt: Timestamp?

    /// A new, enabled cluster.
    public init(name: String, binary: String, createdAt: Timestamp) {
        self.name = name
        self.binary = binary
        self.createdAt = createdAt
        isDisabled = false
        isFrozen = false
    }
}
