public import Logging
public import ScoriaDriver
public import ScoriaModel
public import ScoriaSystem
internal import Synchronization

/// Exports block devices over NVMe/TCP through nvmet, the target in the Linux kernel, by its configfs tree alone.
///
/// Every volume is a subsystem of its own with one namespace and a list of the hosts that may connect. The kernel forgets everything at a
/// reboot; ``ensureExports(_:)`` rebuilds it from the database. No program is run. A host that is shut out keeps the connection that it has
/// until the last host of the volume is shut out: the kernel ends connections of a whole subsystem only.
public final class NVMeTargetHelper: TargetHelper {
    let configuration: NVMeTargetConfiguration
    let tree: NVMeTree
    let work: BlockingWork
    let locks = ObjectLocks()
    let logger: Logger
    private let ports = Mutex<[String]>([])

    public let storageProtocol = "NVMe-TCP"

    /// A helper for one backend; nothing is touched before it is started.
    public init(_ configuration: NVMeTargetConfiguration, work: BlockingWork, logger: Logger) {
        self.configuration = configuration
        tree = NVMeTree(configuration)
        self.work = work
        self.logger = logger
    }

    public func start() async throws {
        let tree = tree
        let found = try await perform("Opening the kernel's NVMe target") { try tree.open() }
        ports.withLock { $0 = found }
    }

    public func stop() async {}

    public func validate(_ connector: Connector) throws {
        _ = try hostName(of: connector)
    }

    public func createExport(_ export: ExportRequest, path: String) async throws -> ProviderUpdate {
        let (tree, nqn) = (tree, try subsystem(export))
        try await locks.withLock(nqn) {
            try await perform("Exporting volume \(export.volume.id)") {
                try tree.makeSubsystem(nqn, path: path, uuid: export.volume.id.rawValue)
            }
            try await plug(nqn, of: export)
        }
        let location = ProviderLocation.nvme(
            addresses: configuration.addresses,
            port: configuration.port,
            transport: NVMeEndpoint.Transport.tcp.rawValue,
            nqn: nqn,
            namespaceID: NVMeTree.namespace
        )
        return ProviderUpdate(providerLocation: location.text)
    }

    /// Hosts try to come back all the time after a reboot, and newer kernels give up for good when they are refused once.
    ///
    /// So everything is made and everybody let in before the first subsystem can be reached.
    public func ensureExports(_ exports: [(export: EnsuredExport, path: String)]) async throws {
        let tree = tree
        var wanted: Set<String> = []
        var made: [(nqn: String, request: ExportRequest)] = []
        for (export, path) in exports {
            let (nqn, id) = (try subsystem(export.request), export.request.volume.id)
            wanted.insert(nqn)
            try await leavingOut(id) {
                let hosts = try Set(export.connectors.map(hostName))
                try await locks.withLock(nqn) {
                    try await perform("Exporting volume \(id)") {
                        try tree.makeSubsystem(nqn, path: path, uuid: id.rawValue)
                        for stranger in try tree.hosts(of: nqn) where !hosts.contains(stranger) { try tree.refuse(stranger, nqn) }
                        for host in hosts { try tree.allow(host, nqn) }
                    }
                }
                made.append((nqn, export.request))
            }
        }
        for (nqn, request) in made {
            try await leavingOut(request.volume.id) { try await locks.withLock(nqn) { try await plug(nqn, of: request) } }
        }
        let kept = wanted
        try await perform("Removing exports that nobody asked for") {
            for nqn in try tree.present() where !kept.contains(nqn) { try tree.removeSubsystem(nqn) }
        }
    }

    /// One lost volume must not keep the others from their users.
    private func leavingOut(_ id: VolumeID, _ body: () async throws -> Void) async throws {
        do {
            try await body()
        } catch let error as DriverError where error.disposition == .permanent {
            logger.error("export left out", metadata: ["volume_id": "\(id)", "error": "\(error)"])
        }
    }

    /// Makes an export reachable by the ports of the backend.
    private func plug(_ nqn: String, of export: ExportRequest) async throws {
        let (tree, ports) = (tree, ports.withLock { $0 })
        let failures = try await perform("Exporting volume \(export.volume.id)") { try tree.plug(nqn, into: ports) }
        for failure in failures {
            logger.error("not exported by every address", metadata: ["volume_id": "\(export.volume.id)", "error": "\(failure)"])
        }
    }

    public func removeExport(_ export: ExportRequest) async throws {
        let (tree, nqn) = (tree, try subsystem(export))
        try await locks.withLock(nqn) {
            try await perform("Removing the export of volume \(export.volume.id)") { try tree.removeSubsystem(nqn) }
        }
    }

    public func refreshExport(_ export: ExportRequest, path: String) async throws {
        let (tree, nqn) = (tree, try subsystem(export))
        let action = "Refreshing the export of volume \(export.volume.id)"
        try await requireSubsystem(nqn, action: action)
        try await perform(action) { try tree.readSizeAnew(nqn) }
    }

    public func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo {
        let (tree, nqn, host) = (tree, try subsystem(export), try hostName(of: connector))
        let action = "Connecting \(host) to volume \(export.volume.id)"
        try await locks.withLock(nqn) {
            try await requireSubsystem(nqn, action: action)
            try await perform(action) { try tree.allow(host, nqn) }
        }
        let portals = configuration.addresses.map { NVMeEndpoint.Portal(address: $0, port: configuration.port, transport: .tcp) }
        guard let first = portals.first else { throw DriverError(.invalidConfiguration, .permanent, "The backend has no address.") }
        let endpoint: NVMeEndpoint =
            portals.count == 1
            ? .version1(portal: first, nqn: nqn, namespaceID: NVMeTree.namespace)
            : .version2(
                portals: portals,
                nqn: nqn,
                volumeUUID: export.volume.id.rawValue,
                namespaceID: NVMeTree.namespace,
                replication: nil
            )
        return Endpoint.nvme(endpoint).connectionInfo
    }

    public func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws {
        let (tree, nqn, host) = (tree, try subsystem(export), try connector.map(hostName))
        try await locks.withLock(nqn) {
            let isAlone = try await perform("Disconnecting \(host ?? "all hosts") from volume \(export.volume.id)") {
                guard tree.hasSubsystem(nqn) else { return false }
                for known in try host.map({ [$0] }) ?? tree.hosts(of: nqn) { try tree.refuse(known, nqn) }
                guard try tree.hosts(of: nqn).isEmpty else { return false }
                // Nobody may be connected any more; without this, those who are would stay.
                try tree.unplug(nqn)
                return true
            }
            if isAlone { try await plug(nqn, of: export) }
        }
    }

    private func subsystem(_ export: ExportRequest) throws -> String {
        "\(configuration.subsystemPrefix)\(try export.volume.backendID.nameOnBackend())"
    }

    private func requireSubsystem(_ nqn: String, action: String) async throws {
        let tree = tree
        guard try await work.run({ tree.hasSubsystem(nqn) }) else {
            throw DriverError(.notFound, .permanent, "\(action) failed: the volume is not exported.")
        }
    }

    private func perform<Result: Sendable>(_ action: String, _ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await work.run {
            do { return try body() } catch let error as SystemCallError { throw DriverError(configFS: error, doing: action) }
        }
    }
}

/// Reads the host's NVMe name out of a connector.
///
/// Nothing passes that could lead out of a directory of configfs: a name becomes a directory there (NVMe Base Specification, 4.5).
func hostName(of connector: Connector) throws -> String {
    let correction = "Clients find their name in /etc/nvme/hostnqn."
    guard let name = connector.nqn else {
        throw DriverError(
            .invalidConnector,
            .permanent,
            "The connector has no NVMe name: the key \"nqn\" must hold the qualified name of the client.",
            correction: correction
        )
    }
    let isAllowed: (UInt8) -> Bool = { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
    guard name.utf8.count <= 223, name.hasPrefix("nqn."), name.utf8.allSatisfy(isAllowed) else {
        throw DriverError(
            .invalidConnector,
            .permanent,
            "The connector's \"nqn\" is not an NVMe qualified name of at most 223 printable characters.",
            correction: correction
        )
    }
    return name
}
