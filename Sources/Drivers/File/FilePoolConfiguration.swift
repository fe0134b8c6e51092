public import ScoriaDriver
public import ScoriaModel

/// One directory that volumes are kept in.
public struct FilePoolConfiguration: Sendable, Hashable {
    /// The directory's absolute path; a symbolic link to it is followed, those inside it never are.
    public var path: String
    /// The name that `volume_backend_name` extra specs select.
    public var backendName: String
    /// The pool's name behind the `#` of a `host`.
    public var poolName: String
    /// The share of the capacity that the scheduler must leave free.
    public var reservedPercentage: Int
    public var overSubscription: OverSubscription
    /// Whether a missing directory is made at the start; off, since a missing directory usually means a missing mount.
    public var createsDirectory: Bool
    /// Further capabilities of the pool, as the operator names them.
    public var extraCapabilities: [String: JSONValue]

    /// A pool in a directory, with the field's defaults; the pool is named after the backend.
    public init(
        path: String,
        backendName: String,
        poolName: String? = nil,
        reservedPercentage: Int = 0,
        overSubscription: OverSubscription = .ratio(20),
        createsDirectory: Bool = false,
        extraCapabilities: [String: JSONValue] = [:]
    ) {
        self.path = path
        self.backendName = backendName
        self.poolName = poolName ?? backendName
        self.reservedPercentage = reservedPercentage
        self.overSubscription = overSubscription
        self.createsDirectory = createsDirectory
        self.extraCapabilities = extraCapabilities
    }
}
