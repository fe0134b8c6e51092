import Logging
import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import ScoriaTargets
import Testing

/// The helper that only pretends: what clients see is what the real ones tell.
@Suite struct FakeTargetTests {
    private func helper(_ transport: FakeTargetHelper.Transport) -> FakeTargetHelper {
        FakeTargetHelper(
            transport,
            addresses: ["192.0.2.1", "2001:db8::1"],
            port: 3260,
            targetPrefix: "iqn.2010-10.org.openstack:",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    private var export: ExportRequest {
        ExportRequest(volume: .sample, number: 7, chap: CHAPCredentials(user: "user", password: Secret("secretsecret")))
    }

    private let connector = Connector(fields: [
        "initiator": "iqn.1993-08.org.debian:01:host", "nqn": "nqn.2014-08.org.nvmexpress:uuid:host", "multipath": true,
    ])

    @Test func tellsWhatARealTargetWould() async throws {
        let (helper, export) = (helper(.iscsi), export)
        let update = try await helper.createExport(export, path: "/dev/vg/volume")
        let iqn = "iqn.2010-10.org.openstack:volume-\(export.volume.id)"
        #expect(update.providerLocation == "192.0.2.1:3260;[2001:db8::1]:3260,7 \(iqn) 1")
        let info = try await helper.initializeConnection(export, connector: connector)
        #expect(info.driverVolumeType == "iscsi" && info.data["auth_username"] == "user")
        #expect(info.data["target_portals"] == ["192.0.2.1:3260", "[2001:db8::1]:3260"])
        try await helper.terminateConnection(export, connector: connector)
        try await helper.removeExport(export)
        try await helper.removeExport(export)
    }

    @Test func refusesWhatARealTargetWould() async throws {
        let (helper, export) = (helper(.nvmeTCP), export)
        let missing = await #expect(throws: DriverError.self) { _ = try await helper.initializeConnection(export, connector: connector) }
        #expect(missing?.code == .notFound)
        let nameless = #expect(throws: DriverError.self) { try helper.validate(Connector(fields: ["initiator": "iqn.x"])) }
        #expect(nameless?.code == .invalidConnector)
        _ = try await helper.createExport(export, path: "/dev/vg/volume")
        #expect(try await helper.initializeConnection(export, connector: connector).driverVolumeType == "nvmeof")
    }
}
