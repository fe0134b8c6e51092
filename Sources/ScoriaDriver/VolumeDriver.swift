public import ScoriaModel

/// What every backend can do.
///
/// Optional abilities are the protocols of `Abilities.swift`; what a backend can do is read from its type.
///
/// Contract of every call: it may be repeated after a crash and must end in the same state (find by our id, then create; deleting
/// what is gone is success), it may run concurrently with calls for other objects, it never takes locks that outlive it, and an
/// error says through ``DriverError/disposition`` whether it may have happened. Source: `driver-interface.md` 2.1, 2.2, 2.4.
public protocol VolumeDriver: Sendable {
    /// Connects to the backend and checks that it can work.
    ///
    /// Called until it succeeds, with growing pauses; must be repeatable.
    func start() async throws

    /// Releases connections and helpers.
    ///
    /// Exports stay up: initiators must not notice a restart of the service.
    func stop() async

    /// The present capacity and capabilities of each pool.
    func statistics() async throws -> BackendStatistics

    /// Creates the volume, readable as zeros throughout.
    func createVolume(_ volume: Volume) async throws -> ProviderUpdate

    /// Removes the volume and everything that belongs to it on the backend.
    ///
    /// Success when it is gone already.
    func deleteVolume(_ volume: Volume) async throws

    /// Checks that a connector has what this backend's protocol needs.
    ///
    /// Throws a ``DriverError`` with ``DriverError/Code/invalidConnector``, whose message names the missing key.
    func validate(_ connector: Connector) throws

    /// Makes the volume reachable, for nobody yet.
    ///
    /// Repeatable.
    func createExport(_ export: ExportRequest) async throws -> ProviderUpdate

    /// Brings the backend's exports in line with what the database says at start: recreates what is missing, removes what is not
    /// listed, and leaves open sessions alone.
    func ensureExports(_ exports: [EnsuredExport]) async throws

    /// Makes the volume unreachable for everybody.
    ///
    /// Success when it was not exported.
    func removeExport(_ export: ExportRequest) async throws

    /// Lets the connector's initiator in and tells how to reach the volume.
    ///
    /// Repeatable.
    func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo

    /// Shuts the connector's initiator out.
    ///
    /// Success when it was not let in.
    ///
    /// A nil connector shuts everybody out.
    func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws
}

/// What the service has set aside for one export.
///
/// Numbers and secrets are rows of the database, so a number is not used for another volume before its quarantine has passed.
public struct ExportRequest: Sendable, Hashable {
    public let volume: Volume
    /// The target number, positive, of no other present or recent export.
    ///
    /// Backends that number by themselves ignore it.
    public let number: Int
    /// The credentials that an initiator has to show; nil when CHAP is off.
    public let chap: CHAPCredentials?

    /// An export of a volume under a number.
    public init(volume: Volume, number: Int, chap: CHAPCredentials?) {
        self.volume = volume
        self.number = number
        self.chap = chap
    }
}

/// One export that has to be there after a start, and who may use it.
public struct EnsuredExport: Sendable, Hashable {
    public let request: ExportRequest
    /// The connectors of the present attachments.
    public let connectors: [Connector]

    /// An export with the connectors that have been let in.
    public init(request: ExportRequest, connectors: [Connector]) {
        self.request = request
        self.connectors = connectors
    }
}

/// A CHAP user and password.
public struct CHAPCredentials: Sendable, Hashable {
    public let user: String
    public let password: Secret

    /// Credentials for one target.
    public init(user: String, password: Secret) {
        self.user = user
        self.password = password
    }
}

/// What a driver wants stored with the object; nil leaves a field as it is.
public struct ProviderUpdate: Sendable, Hashable, Codable {
    public var providerID: String?
    public var providerLocation: String?

    /// An update of the given fields; none by default.
    public init(providerID: String? = nil, providerLocation: String? = nil) {
        self.providerID = providerID
        self.providerLocation = providerLocation
    }
}

/// Tells a caller how far a long call has come, in bytes.
public typealias ProgressReport = @Sendable (_ done: ByteCount, _ total: ByteCount) -> Void
