public import Logging
public import ScoriaDriver
public import ScoriaModel
internal import Synchronization

/// Logs every call instead of exporting anything (`target_helper = fake`): for demonstrations and tests of a driver whose bytes nobody reads.
///
/// The volumes are real, and so are names, portals, accounts and refusals; only nobody listens at the portals. Like a kernel's target it
/// forgets everything when the service ends, and gets it again by ``ensureExports(_:)``.
public final class FakeTargetHelper: TargetHelper {
    /// How initiators would come.
    public enum Transport: Sendable, Hashable {
        case iscsi
        case iser
        case nvmeTCP
    }

    private let transport: Transport
    private let addresses: [String]
    private let port: Int
    private let prefix: String
    private let logger: Logger
    /// The volumes that count as exported, with the initiators that were let in.
    private let exports = Mutex<[VolumeID: Set<String>]>([:])

    private static let unit = 1
    private static let namespace = 1

    /// A helper that would export at these addresses; names of targets begin with the prefix.
    public init(_ transport: Transport, addresses: [String], port: Int, targetPrefix: String, logger: Logger) {
        (self.transport, self.addresses, self.port, prefix) = (transport, addresses, port, targetPrefix)
        self.logger = logger
    }

    public var storageProtocol: String {
        switch transport {
        case .iscsi: "iSCSI"
        case .iser: "iSER"
        case .nvmeTCP: "NVMe-TCP"
        }
    }

    public func start() async throws { log("start") }

    public func stop() async { log("stop") }

    public func validate(_ connector: Connector) throws { _ = try initiator(connector) }

    public func createExport(_ export: ExportRequest, path: String) async throws -> ProviderUpdate {
        log("createExport", export, ["path": "\(path)"])
        let name = try name(export)
        exports.withLock { $0[export.volume.id] = $0[export.volume.id] ?? [] }
        let location: ProviderLocation =
            transport == .nvmeTCP
            ? .nvme(addresses: addresses, port: port, transport: "tcp", nqn: name, namespaceID: Self.namespace)
            : .iscsi(portals: portals, number: export.number, iqn: name, lun: Self.unit)
        return ProviderUpdate(providerLocation: location.text)
    }

    public func ensureExports(_ exports: [(export: EnsuredExport, path: String)]) async throws {
        log("ensureExports", ["exports": "\(exports.count)"])
        let wanted = try exports.map { each in (each.export.request.volume.id, Set(try each.export.connectors.map(initiator))) }
        self.exports.withLock { $0 = Dictionary(wanted) { first, _ in first } }
    }

    public func removeExport(_ export: ExportRequest) async throws {
        log("removeExport", export)
        exports.withLock { $0[export.volume.id] = nil }
    }

    public func refreshExport(_ export: ExportRequest, path: String) async throws {
        log("refreshExport", export, ["path": "\(path)"])
        try requireExport(export)
    }

    public func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo {
        let (initiator, name) = (try initiator(connector), try name(export))
        log("initializeConnection", export, ["initiator": "\(initiator)"])
        try requireExport(export)
        exports.withLock { _ = $0[export.volume.id]?.insert(initiator) }
        guard transport != .nvmeTCP else {
            let portal = NVMeEndpoint.Portal(address: addresses.first ?? "", port: port, transport: .tcp)
            return Endpoint.nvme(.version1(portal: portal, nqn: name, namespaceID: Self.namespace)).connectionInfo
        }
        let paths = portals.map { ISCSIEndpoint.Path(portal: $0, iqn: name, lun: Self.unit) }
        guard let first = paths.first else { throw DriverError(.invalidConfiguration, .permanent, "The backend has no portal.") }
        let endpoint = ISCSIEndpoint(
            path: first,
            furtherPaths: connector.wantsMultipath ? Array(paths.dropFirst()) : [],
            listsPaths: connector.wantsMultipath,
            volumeID: export.volume.id,
            chap: export.chap,
            isEncrypted: export.volume.isEncrypted
        )
        return (transport == .iser ? Endpoint.iser(endpoint) : .iscsi(endpoint)).connectionInfo
    }

    public func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws {
        let initiator = try connector.map(initiator)
        log("terminateConnection", export, ["initiator": "\(initiator ?? "all")"])
        exports.withLock { exports in
            if let initiator { exports[export.volume.id]?.remove(initiator) } else { exports[export.volume.id]?.removeAll() }
        }
    }

    // MARK: Parts

    private var portals: [String] { addresses.map { $0.contains(":") ? "[\($0)]:\(port)" : "\($0):\(port)" } }

    private func name(_ export: ExportRequest) throws -> String {
        let id = try export.volume.backendID.nameOnBackend()
        return transport == .nvmeTCP ? "nqn.2014-08.org.nvmexpress:uuid:\(id)" : "\(prefix)volume-\(id)"
    }

    /// The name by which an initiator is let in, checked as the helpers do that it stands for.
    private func initiator(_ connector: Connector) throws -> String {
        transport == .nvmeTCP ? try hostName(of: connector) : try initiatorName(of: connector)
    }

    private func requireExport(_ export: ExportRequest) throws {
        guard exports.withLock({ $0[export.volume.id] == nil }) else { return }
        throw DriverError(.notFound, .permanent, "Volume \(export.volume.id) is not exported by the fake target helper.")
    }

    private func log(_ call: String, _ export: ExportRequest, _ further: Logger.Metadata = [:]) {
        log(call, further.merging(["volume_id": "\(export.volume.id)"]) { $1 })
    }

    private func log(_ call: String, _ metadata: Logger.Metadata = [:]) {
        logger.info("a fake target helper was called", metadata: metadata.merging(["call": "\(call)"]) { $1 })
    }
}
