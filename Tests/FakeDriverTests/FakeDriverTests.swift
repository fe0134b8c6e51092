import FakeDriver
import Logging
import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import Synchronization
import Testing

/// The backends that only pretend, in the shapes of the families that they stand for.
@Suite struct FakeDriverTests {
    private func driver(
        _ transport: FakeConfiguration.Transport,
        faults: [FakeConfiguration.Fault] = [],
        zoning: any FibreChannelZoning = NoZoning()
    ) -> FakeDriver {
        var configuration = FakeConfiguration(backendName: "fake")
        configuration.transport = transport
        configuration.poolCount = 100
        configuration.faults = faults
        return FakeDriver(configuration, zoning: zoning, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func fibreChannel(multipath: Bool) -> Connector {
        Connector(fields: ["multipath": .bool(multipath), "wwpns": ["50:01:43:80:18:6B:3F:65"], "wwnns": ["50014380186b3f64"]])
    }

    @Test func reportsAsManyPoolsAsItIsTold() async throws {
        let statistics = try await driver(.iscsi).statistics()
        #expect(Set(statistics.pools.map(\.name)).count == 100)
    }

    @Test func oneTargetPortIsAText() async throws {
        let info = try await driver(.fibreChannel).initializeConnection(.sample, connector: fibreChannel(multipath: false))
        #expect(info.driverVolumeType == "fibre_channel")
        #expect(info.data["target_wwn"] == "5006016000000001")
        #expect(info.data["initiator_target_map"] == ["50014380186b3f65": ["5006016000000001"]])
    }

    @Test func severalTargetPortsAreLists() async throws {
        let info = try await driver(.fibreChannel).initializeConnection(.sample, connector: fibreChannel(multipath: true))
        #expect(info.data["target_wwn"] == ["5006016000000001", "5006016000000002"])
        #expect(info.data["target_luns"]?.array?.count == 2)
    }

    @Test(arguments: [[0, 1], [1, 0]], [false, true])
    func aWayIsClosedWithTheLastVolumeBehindIt(_ order: [Int], isRestarted: Bool) async throws {
        let fabric = Fabric()
        let (exports, connector) = ([ExportRequest.new(), ExportRequest.new()], fibreChannel(multipath: true))
        var driver = driver(.fibreChannel, zoning: fabric)
        for export in exports { _ = try await driver.initializeConnection(export, connector: connector) }
        #expect(fabric.openPorts == ["50014380186b3f65"])
        if isRestarted {
            driver = self.driver(.fibreChannel, zoning: fabric)
            try await driver.ensureExports(exports.map { EnsuredExport(request: $0, connectors: [connector]) })
        }
        try await driver.terminateConnection(exports[order[0]], connector: connector)
        try await driver.terminateConnection(exports[order[0]], connector: connector)
        #expect(fabric.openPorts == ["50014380186b3f65"], "the other volume is behind it")
        try await driver.terminateConnection(exports[order[1]], connector: nil)
        #expect(fabric.openPorts.isEmpty)
    }

    @Test func iSERHasTheKeysOfISCSI() async throws {
        let info = try await driver(.iser).initializeConnection(
            .sample,
            connector: Connector(fields: ["initiator": "iqn.2026-11.org.example:h"])
        )
        #expect(info.driverVolumeType == "iser")
        #expect(info.data["target_iqn"]?.string?.hasPrefix("iqn.") == true)
    }

    @Test(arguments: [
        Connector(fields: ["initiator": "iqn.2026-11.org.example:h"]),
        Connector(fields: ["wwpns": ["xyz"], "wwnns": ["50014380186b3f64"]]),
        Connector(fields: ["wwpns": ["50014380186b3f65"]]),
        Connector(fields: ["wwpns": "50014380186b3f65", "wwnns": ["50014380186b3f64"]]),
        Connector(fields: ["wwpns": ["50014380186b3f65"], "wwnns": ["50014380186b3f64", "50014380186b3f63"]]),
    ])
    func refusesConnectorsWithoutPorts(_ connector: Connector) {
        let failure = #expect(throws: DriverError.self) { try driver(.fibreChannel).validate(connector) }
        #expect(failure?.code == .invalidConnector)
    }

    @Test(arguments: ["", "a b", "../..", "iqn/x", "iqn.x\ny", String(repeating: "i", count: 224)])
    func refusesInitiatorsThatNoTargetWouldTake(_ name: String) {
        let failure = #expect(throws: DriverError.self) {
            try driver(.iser).validate(Connector(fields: ["initiator": .string(name)]))
        }
        #expect(failure?.code == .invalidConnector)
    }

    @Test func failsAsItIsTold() async throws {
        let fault = FakeConfiguration.Fault(call: "createVolume", disposition: .transient, percent: 100)
        let driver = driver(.iscsi, faults: [fault])
        let failure = await #expect(throws: DriverError.self) { _ = try await driver.createVolume(.sample) }
        #expect(failure?.disposition == .transient)
        try await driver.deleteVolume(.sample)
    }
}

extension Volume {
    fileprivate static let sample = Volume(
        id: IDSource.system.id(),
        projectID: ProjectID(rawValue: "project"),
        userID: UserID(rawValue: "user"),
        size: GibiByteCount(1),
        createdAt: WallClock.system.now()
    )
}

extension ExportRequest {
    fileprivate static let sample = ExportRequest(volume: .sample, number: 1, chap: nil)

    fileprivate static func new() -> ExportRequest {
        let volume = Volume(
            id: IDSource.system.id(),
            projectID: ProjectID(rawValue: "project"),
            userID: UserID(rawValue: "user"),
            size: GibiByteCount(1),
            createdAt: WallClock.system.now()
        )
        return ExportRequest(volume: volume, number: 1, chap: nil)
    }
}

/// Switches that remember which initiator ports reach anything.
private final class Fabric: FibreChannelZoning {
    private let ports = Mutex<Set<String>>([])

    var openPorts: Set<String> { ports.withLock { $0 } }

    func open(_ map: [WorldWideName: [WorldWideName]]) async throws { ports.withLock { $0.formUnion(map.keys.map(\.text)) } }

    func close(_ map: [WorldWideName: [WorldWideName]]) async throws { ports.withLock { $0.subtract(map.keys.map(\.text)) } }
}
