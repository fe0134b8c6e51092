/// One service record: what `os-services` lists.
///
/// One program plays all the parts, but tools look for the field's binaries.
public struct Service: Sendable, Hashable {
    public var id: ServiceID
    /// `cinder-scheduler`, `cinder-volume` or `cinder-backup`, the names that tools know.
    public var binary: String
    /// `host` or `host@backend`.
    public var host: BackendAddress
    public var availabilityZone: String
    public var isDisabled: Bool
    public var disabledReason: String?
    public var isFrozen: Bool
    public var replicationStatus: String?
    public var activeBackendID: String?
    /// `cluster@backend`; nil for a service that stands alone.
    public var clusterName: String?
    /// The number by which the field's clients know the service; 0 until it is stored.
    public var number: Int
    public var createdAt: Timestamp
    /// The last heartbeat.
    public var updatedAt: Timestamp?

    /// A new, enabled service.
    public init(id: ServiceID, binary: String, host: BackendAddress, availabilityZone: String, createdAt: Timestamp) {
        self.id = id
        self.binary = binary
        self.host = host
        self.availabilityZone = availabilityZone
        self.createdAt = createdAt
        isDisabled = false
        isFrozen = false
        number = 0
    }

    /// The binary of services that run backends.
    public static let volumeBinary = "cinder-volume"
    /// The binary of the service that places volumes.
    public static let schedulerBinary = "cinder-scheduler"

    /// Whether the last heartbeat is at most `downTime` seconds old.
    public func isUp(at now: Timestamp, downTime: Double) -> Bool {
        now.seconds(since: updatedAt ?? createdAt) <= downTime
    }
}

public typealias ServiceID = ID<Service>
