public import Logging
public import ScoriaDriver
public import ScoriaModel

/// Logs every call instead of executing it, in the shape of an iSCSI, iSER or Fibre Channel backend.
///
/// Nothing can be written to its volumes: connection info leads nowhere. Everything else is as with a real backend, also its delays and
/// faults, when they are asked for.
public struct FakeDriver: VolumeDriver {
    let configuration: FakeConfiguration
    let zones: FibreChannelZones
    let logger: Logger

    private static let portal = "192.0.2.1:3260"
    private static let targetPorts = ["5006016000000001", "5006016000000002"]

    /// A backend that pretends.
    public init(_ configuration: FakeConfiguration, zoning: any FibreChannelZoning = NoZoning(), logger: Logger) {
        self.configuration = configuration
        zones = FibreChannelZones(zoning, targets: Self.targetPorts.compactMap(WorldWideName.init))
        self.logger = logger
    }

    public func start() async throws { try await pretend("start") }

    public func stop() async {}

    public func statistics() async throws -> BackendStatistics {
        try await pretend("statistics")
        let pools = (1...max(1, configuration.poolCount)).map { number in
            let size = Capacity.gibibytes(Double(configuration.poolSize.rawValue))
            var pool = PoolStatistics(name: "fake-\(number)", totalCapacity: size, freeCapacity: size)
            pool.supportsThin = true
            pool.supportsMultiattach = true
            pool.overSubscription = configuration.overSubscription
            pool.reservedPercentage = configuration.reservedPercentage
            pool.extra = configuration.extraCapabilities
            return pool
        }
        return BackendStatistics(
            backendName: configuration.backendName,
            vendorName: "Scoria",
            driverVersion: "1.0.0",
            storageProtocol: storageProtocol,
            pools: pools
        )
    }

    public func createVolume(_ volume: Volume) async throws -> ProviderUpdate {
        try await pretend("createVolume", volume.id.rawValue)
        return ProviderUpdate()
    }

    public func deleteVolume(_ volume: Volume) async throws { try await pretend("deleteVolume", volume.id.rawValue) }

    public func validate(_ connector: Connector) throws {
        switch configuration.transport {
        case .fibreChannel: _ = try connector.fibreChannelPorts()
        case .iscsi, .iser: _ = try initiatorName(of: connector)
        }
    }

    public func createExport(_ export: ExportRequest) async throws -> ProviderUpdate {
        try await pretend("createExport", export.volume.id.rawValue)
        guard configuration.transport != .fibreChannel else { return ProviderUpdate() }
        let location = ProviderLocation.iscsi(portals: [Self.portal], number: export.number, iqn: iqn(export), lun: 1)
        return ProviderUpdate(providerLocation: location.text)
    }

    public func ensureExports(_ exports: [EnsuredExport]) async throws {
        try await pretend("ensureExports")
        guard configuration.transport == .fibreChannel else { return }
        let connections = exports.map { each in
            // A connector from before the transport was changed has no ports, and nothing to zone.
            (each.request.volume.id, each.connectors.flatMap { (try? $0.fibreChannelPorts()) ?? [] })
        }
        try await zones.ensure(connections)
    }

    public func removeExport(_ export: ExportRequest) async throws {
        try await pretend("removeExport", export.volume.id.rawValue)
        guard configuration.transport == .fibreChannel else { return }
        try await zones.disconnect(nil, from: export.volume.id)
    }

    public func initializeConnection(_ export: ExportRequest, connector: Connector) async throws -> ConnectionInfo {
        try await pretend("initializeConnection", export.volume.id.rawValue)
        if configuration.transport == .fibreChannel {
            let initiators = try connector.fibreChannelPorts()
            try await zones.connect(initiators, to: export.volume.id)
            let targets = Self.targetPorts.map { FibreChannelEndpoint.Target(wwn: $0, lun: export.number % 256) }
            let shown = connector.wantsMultipath ? targets : Array(targets.prefix(1))
            return Endpoint.fibreChannel(FibreChannelEndpoint(targets: shown, initiators: initiators)).connectionInfo
        }
        try validate(connector)
        let endpoint = ISCSIEndpoint(
            path: ISCSIEndpoint.Path(portal: Self.portal, iqn: iqn(export), lun: 1),
            listsPaths: connector.wantsMultipath,
            volumeID: export.volume.id,
            chap: export.chap,
            isEncrypted: export.volume.isEncrypted
        )
        return (configuration.transport == .iser ? Endpoint.iser(endpoint) : .iscsi(endpoint)).connectionInfo
    }

    public func terminateConnection(_ export: ExportRequest, connector: Connector?) async throws {
        try await pretend("terminateConnection", export.volume.id.rawValue)
        guard configuration.transport == .fibreChannel else { return }
        try await zones.disconnect(try connector?.fibreChannelPorts(), from: export.volume.id)
    }

    // MARK: Pretending

    private var storageProtocol: String {
        switch configuration.transport {
        case .iscsi: "iSCSI"
        case .iser: "iSER"
        case .fibreChannel: "FC"
        }
    }

    private func iqn(_ export: ExportRequest) -> String { "iqn.2010-10.org.openstack:volume-\(export.volume.backendID)" }

    /// Logs a call, takes the time that it would, and fails as often as it is told to.
    func pretend(_ call: String, _ subject: String = "") async throws {
        logger.info(
            "a fake backend was called",
            metadata: ["call": "\(call)", "subject": "\(subject)", "backend": "\(configuration.backendName)"]
        )
        if configuration.delaySeconds > 0 { try await Task.sleep(for: .seconds(configuration.delaySeconds)) }
        for fault in configuration.faults where fault.call == call && Int.random(in: 0..<100) < fault.percent {
            throw DriverError(
                .backend,
                fault.disposition,
                "The fake backend was told to fail \(call).",
                correction: "Change fake_faults, if this was not what you wanted to see."
            )
        }
    }
}
