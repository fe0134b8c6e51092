public import ScoriaModel

/// What makes a local file or block device reachable over a network: tgt, LIO, NVMe-oF (`driver-interface.md` 7).
///
/// A local driver (file, LVM) forwards its export calls to one of these. All calls converge like a driver's.
public protocol TargetHelper: Sendable {
    /// The protocol's name in statistics: `iSCSI`, `iSER`, `NVMe-TCP`.
    var storageProtocol: String { get }

    /// Starts or adopts the target server.
    ///
    /// Repeatable.
    func start() async throws

    /// Lets go of the server without stopping it: open sessions must survive.
    func stop() async

    /// Checks the connector for what the protocol needs.
    func validate(_ connector: Connector) throws

    /// Exports what lies at `path`, for nobody yet.
    func createExport(_ export: ExportRequest, path: String) async throws -> ProviderUpdate

    /// Makes the server hold exactly these exports and access lists; open sessions of listed exports are not disturbed.
    func ensureExports(_ exports: [(export: EnsuredExport, path: String)]) async throws

    /// Takes the export away, with its sessions.
    ///
    /// Success when there is none.
    func removeExport(_ export: ExportRequest) async throws

    /// Makes open sessions see the present size and bytes of what lies at `path`.
    func refreshExport(_ export: ExportRequest, path: String) async throws

    /// Lets the connector's initiator in and tells how to reach the export.
    func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo

    /// Shuts the connector's initiator out (everybody, when nil) and closes its sessions.
    func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws
}
