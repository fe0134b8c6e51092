public import Logging
public import ScoriaDriver
public import ScoriaModel
public import ScoriaSystem

/// Exports block devices over iSCSI or iSER through LIO, the target in the Linux kernel, by its configfs tree alone.
///
/// Every volume is a target of its own with one logical unit, and one access list entry for each initiator that was let in, with the
/// volume's CHAP account. The kernel forgets everything at a reboot; ``ensureExports(_:)`` rebuilds it from the database. No
/// program is run. Which exports are this backend's is told by where their devices lie.
public final class LIOTargetHelper: TargetHelper {
    let configuration: LIOConfiguration
    let tree: LIOTree
    let work: BlockingWork
    let locks = ObjectLocks()
    let logger: Logger

    public let storageProtocol: String

    /// A helper for one backend; nothing is touched before it is started.
    public init(_ configuration: LIOConfiguration, work: BlockingWork, logger: Logger) {
        self.configuration = configuration
        tree = LIOTree(configuration)
        self.work = work
        self.logger = logger
        storageProtocol = configuration.usesRDMA ? "iSER" : "iSCSI"
    }

    public func start() async throws {
        let tree = tree
        try await perform("Opening the kernel's target") { try tree.open() }
    }

    public func stop() async {}

    public func validate(_ connector: Connector) throws {
        _ = try initiatorName(of: connector)
    }

    public func createExport(_ export: ExportRequest, path: String) async throws -> ProviderUpdate {
        let (tree, name) = (tree, try LIOTree.Name(export, prefix: configuration.targetPrefix))
        try await locks.withLock(name.device) {
            try await perform("Exporting volume \(export.volume.id)") {
                try tree.makeTarget(name, path: path, serial: export.volume.id.rawValue, usesCHAP: export.chap != nil)
            }
        }
        return ProviderUpdate(
            providerLocation: ProviderLocation.iscsi(
                portals: configuration.portals,
                number: LIOTree.group,
                iqn: name.iqn,
                lun: LIOTree.unit
            ).text
        )
    }

    public func ensureExports(_ exports: [(export: EnsuredExport, path: String)]) async throws {
        let tree = tree
        var wanted: Set<String> = []
        for (export, path) in exports {
            let name = try LIOTree.Name(export.request, prefix: configuration.targetPrefix)
            wanted.insert(name.device)
            do {
                _ = try await createExport(export.request, path: path)
                let initiators = try Set(export.connectors.map(initiatorName))
                try await perform("Letting initiators in to volume \(export.request.volume.id)") {
                    for stranger in try tree.initiators(of: name) where !initiators.contains(stranger) { try tree.refuse(stranger, name) }
                    for initiator in initiators { try tree.allow(initiator, name, chap: export.request.chap) }
                }
            } catch let error as DriverError where error.disposition == .permanent {
                // One lost volume must not keep the others from their users.
                logger.error("export left out", metadata: ["volume_id": "\(export.request.volume.id)", "error": "\(error)"])
            }
        }
        let kept = wanted
        try await perform("Removing exports that nobody asked for") {
            for name in try tree.present() where !kept.contains(name.device) { try tree.removeTarget(name) }
        }
    }

    public func removeExport(_ export: ExportRequest) async throws {
        let (tree, name) = (tree, try LIOTree.Name(export, prefix: configuration.targetPrefix))
        try await locks.withLock(name.device) {
            try await perform("Removing the export of volume \(export.volume.id)") { try tree.removeTarget(name) }
        }
    }

    /// The kernel reads a device's size anew for every question, so an export that is there is fresh.
    public func refreshExport(_ export: ExportRequest, path: String) async throws {
        try await requireTarget(export, action: "Refreshing the export of volume \(export.volume.id)")
    }

    public func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo {
        let initiator = try initiatorName(of: connector)
        let (tree, name) = (tree, try LIOTree.Name(export, prefix: configuration.targetPrefix))
        let action = "Connecting \(initiator) to volume \(export.volume.id)"
        try await locks.withLock(name.device) {
            try await requireTarget(export, action: action)
            try await perform(action) { try tree.allow(initiator, name, chap: export.chap) }
        }
        let paths = configuration.portals.map { ISCSIEndpoint.Path(portal: $0, iqn: name.iqn, lun: LIOTree.unit) }
        guard let first = paths.first else { throw DriverError(.invalidConfiguration, .permanent, "The backend has no portal.") }
        let endpoint = ISCSIEndpoint(
            path: first,
            furtherPaths: connector.wantsMultipath ? Array(paths.dropFirst()) : [],
            listsPaths: connector.wantsMultipath,
            volumeID: export.volume.id,
            chap: export.chap,
            isEncrypted: export.volume.isEncrypted
        )
        return (configuration.usesRDMA ? Endpoint.iser(endpoint) : .iscsi(endpoint)).connectionInfo
    }

    public func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws {
        let initiator = try connector.map(initiatorName)
        let (tree, name) = (tree, try LIOTree.Name(export, prefix: configuration.targetPrefix))
        try await locks.withLock(name.device) {
            try await perform("Disconnecting \(initiator ?? "all initiators") from volume \(export.volume.id)") {
                for known in try initiator.map({ [$0] }) ?? tree.initiators(of: name) { try tree.refuse(known, name) }
            }
        }
    }

    private func requireTarget(_ export: ExportRequest, action: String) async throws {
        let (tree, name) = (tree, try LIOTree.Name(export, prefix: configuration.targetPrefix))
        guard try await work.run({ tree.hasTarget(name) }) else {
            throw DriverError(.notFound, .permanent, "\(action) failed: the volume is not exported.")
        }
    }

    private func perform<Result: Sendable>(_ action: String, _ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await work.run {
            do { return try body() } catch let error as SystemCallError { throw DriverError(configFS: error, doing: action) }
        }
    }
}
