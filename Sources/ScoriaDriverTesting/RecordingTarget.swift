public import ScoriaDriver
public import ScoriaModel
import Synchronization

/// A target helper that keeps its exports in memory and serves nobody.
///
/// It follows the contract of ``TargetHelper`` to the letter (calls converge, a connection needs an export, an unknown export is
/// removed with success), so that drivers and flows can be tested without a target server.
public final class RecordingTarget: TargetHelper {
    /// One export as it stands.
    public struct Export: Sendable, Hashable {
        public let number: Int
        public let path: String
        public let iqn: String
        public let chap: CHAPCredentials?
        /// The iSCSI names that have been let in.
        public var initiators: Set<String>
        /// How often sessions were told to look again.
        public var refreshes: Int
    }

    private let state = Mutex<[VolumeID: Export]>([:])
    private let handedOut = Mutex<Set<Secret>>([])

    /// A target without exports.
    public init() {}

    public let storageProtocol = "iSCSI"

    /// The exports by volume.
    public var exports: [VolumeID: Export] { state.withLock { $0 } }

    /// Every CHAP password that a connection has ever told, also of exports that are gone.
    public var passwords: Set<Secret> { handedOut.withLock { $0 } }

    public func start() async throws {}

    public func stop() async {}

    public func validate(_ connector: Connector) throws {
        guard connector.initiator == nil else { return }
        throw DriverError(
            .invalidConnector,
            .permanent,
            "The connector has no iSCSI name.",
            correction: "Send the connector with the key \"initiator\"."
        )
    }

    public func createExport(_ export: ExportRequest, path: String) async throws -> ProviderUpdate {
        try state.withLock { exports in
            try Self.add(export, path: path, initiators: exports[export.volume.id]?.initiators ?? [], to: &exports)
        }
        return ProviderUpdate(
            providerLocation: ProviderLocation.iscsi(portals: [Self.portal], number: export.number, iqn: Self.iqn(export), lun: Self.lun)
                .text
        )
    }

    public func ensureExports(_ exports: [(export: EnsuredExport, path: String)]) async throws {
        try state.withLock { state in
            state = [:]
            for (export, path) in exports {
                try Self.add(export.request, path: path, initiators: Set(export.connectors.compactMap(\.initiator)), to: &state)
            }
        }
    }

    public func removeExport(_ export: ExportRequest) async throws {
        state.withLock { $0[export.volume.id] = nil }
    }

    public func refreshExport(_ export: ExportRequest, path: String) async throws {
        try state.withLock { exports in
            guard exports[export.volume.id] != nil else { throw Self.notExported(export) }
            exports[export.volume.id]?.refreshes += 1
        }
    }

    public func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo {
        try validate(connector)
        guard let initiator = connector.initiator else { throw Self.notExported(export) }
        try state.withLock { exports in
            guard exports[export.volume.id] != nil else { throw Self.notExported(export) }
            exports[export.volume.id]?.initiators.insert(initiator)
        }
        if let password = export.chap?.password { handedOut.withLock { _ = $0.insert(password) } }
        let endpoint = ISCSIEndpoint(
            path: ISCSIEndpoint.Path(portal: Self.portal, iqn: Self.iqn(export), lun: Self.lun),
            listsPaths: connector.wantsMultipath,
            volumeID: export.volume.id,
            chap: export.chap
        )
        return Endpoint.iscsi(endpoint).connectionInfo
    }

    public func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws {
        state.withLock { exports in
            if let initiator = connector?.initiator {
                exports[export.volume.id]?.initiators.remove(initiator)
            } else {
                exports[export.volume.id]?.initiators = []
            }
        }
    }

    private static let portal = "127.0.0.1:3260"
    private static let lun = 1

    private static func iqn(_ export: ExportRequest) -> String {
        "iqn.2010-10.org.openstack:volume-\(export.volume.id)"
    }

    private static func add(
        _ export: ExportRequest,
        path: String,
        initiators: Set<String>,
        to exports: inout [VolumeID: Export]
    ) throws {
        if let other = exports.first(where: { $0.key != export.volume.id && $0.value.number == export.number }) {
            throw DriverError(
                .backend,
                .permanent,
                "Target number \(export.number) of volume \(export.volume.id) is in use by volume \(other.key)."
            )
        }
        exports[export.volume.id] = Export(
            number: export.number,
            path: path,
            iqn: iqn(export),
            chap: export.chap,
            initiators: initiators,
            refreshes: exports[export.volume.id]?.refreshes ?? 0
        )
    }

    private static func notExported(_ export: ExportRequest) -> DriverError {
        DriverError(.notFound, .permanent, "Volume \(export.volume.id) is not exported.", correction: "Export it first.")
    }
}
