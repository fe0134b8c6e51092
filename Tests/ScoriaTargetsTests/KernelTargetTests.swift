import Foundation
import Logging
import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import Testing

@testable import ScoriaTargets

/// What is written to the kernel's targets, on a directory in the shape of configfs; the guest has the real one.
@Suite("The kernel's targets")
struct KernelTargetTests {
    @Test("A target that is open is not opened again: kernels before 5.16 refuse that, and with it every second attachment")
    func open() async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "scoria-lio-\(IDSource.system.uuid())")
        defer { try? FileManager.default.removeItem(at: root) }
        let volume = Volume.sample
        let (backstore, group) = ("core/iblock_1018/volume-\(volume.id)", "iscsi/iqn.2026-11.test:volume-\(volume.id)/tpgt_1")
        for (path, value) in [
            ("\(backstore)/enable", "1"), ("\(group)/enable", "1"), ("\(group)/attrib/authentication", "0"),
            ("\(group)/attrib/generate_node_acls", "0"), ("\(group)/lun/x", ""), ("\(group)/np/x", ""), ("\(group)/acls/x", ""),
        ] {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(value.utf8).write(to: url)
        }
        let enable = root.appending(path: "\(group)/enable")
        let long = Date(timeIntervalSince1970: 1_000_000)
        try FileManager.default.setAttributes([.modificationDate: long], ofItemAtPath: enable.path)
        let configuration = LIOConfiguration(
            targetPrefix: "iqn.2026-11.test:",
            portals: ["127.0.0.1:3260"],
            devices: "/dev/vg/",
            root: root.path
        )
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let helper = LIOTargetHelper(configuration, work: BlockingWork(threads: 1), logger: logger)
        _ = try await helper.createExport(ExportRequest(volume: volume, number: 1, chap: nil), path: "/dev/vg/volume-\(volume.id)")
        #expect(try FileManager.default.attributesOfItem(atPath: enable.path)[.modificationDate] as? Date == long)
    }

    @Test(
        "After a reboot hosts are let in before anything can be reached: who is refused once may give up; a port that fails keeps none from others"
    )
    func plugsInAtTheEnd() async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "scoria-nvmet-\(IDSource.system.uuid())")
        defer { try? FileManager.default.removeItem(at: root) }
        let volume = Volume(
            id: IDSource.system.id(),
            projectID: ProjectID(rawValue: "project"),
            userID: UserID(rawValue: "user"),
            size: GibiByteCount(1),
            createdAt: WallClock.system.now()
        )
        let (nqn, host) = ("nqn.2026-11.test:\(volume.id)", "nqn.2026-11.test:host")
        var files = [("subsystems/\(nqn)/attr_allow_any_host", "1"), ("subsystems/\(nqn)/namespaces/1/enable", "1")]
        for directory in ["subsystems/\(nqn)/allowed_hosts", "hosts"] {
            try FileManager.default.createDirectory(at: root.appending(path: directory), withIntermediateDirectories: true)
        }
        for (port, address) in [(1, "192.0.2.1"), (2, "192.0.2.2")] {
            files += [("ports/\(port)/addr_trtype", "tcp"), ("ports/\(port)/addr_traddr", address), ("ports/\(port)/addr_trsvcid", "4420")]
        }
        for (path, value) in files {
            let url = root.appending(path: path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(value.utf8).write(to: url)
        }
        let configuration = NVMeTargetConfiguration(
            subsystemPrefix: "nqn.2026-11.test:",
            addresses: ["192.0.2.1", "192.0.2.2"],
            devices: "/dev/vg/",
            root: root.path
        )
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let helper = NVMeTargetHelper(configuration, work: BlockingWork(threads: 1), logger: logger)
        try await helper.start()
        let request = ExportRequest(volume: volume, number: 1, chap: nil)
        let export = EnsuredExport(request: request, connectors: [Connector(fields: ["nqn": .string(host)])])
        // Neither port takes it, as when no address is there.
        try await helper.ensureExports([(export, "/dev/vg/volume-\(volume.id)")])
        let isThere = { (path: String) in FileManager.default.fileExists(atPath: root.appending(path: path).path) }
        #expect(isThere("subsystems/\(nqn)/allowed_hosts/\(host)"))
        let refusal = await #expect(throws: DriverError.self) {
            _ = try await helper.createExport(request, path: "/dev/vg/volume-\(volume.id)")
        }
        #expect(refusal?.code == .notFound)
        // One of them does.
        try FileManager.default.createDirectory(at: root.appending(path: "ports/2/subsystems"), withIntermediateDirectories: true)
        _ = try await helper.createExport(request, path: "/dev/vg/volume-\(volume.id)")
        #expect(isThere("ports/2/subsystems/\(nqn)"))
    }

    @Test("What somebody else exports is not touched, though its name and its group are as ours")
    func leavesOthersAlone() async throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "scoria-nvmet-\(IDSource.system.uuid())")
        defer { try? FileManager.default.removeItem(at: root) }
        let device = root.appending(path: "subsystems/nqn.2026-11.test:\(IDSource.system.uuid())/namespaces/1/device_path")
        for directory in [device.deletingLastPathComponent(), root.appending(path: "ports")] {
            try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        }
        try Data("/dev/vg/somebodys".utf8).write(to: device)
        let configuration = NVMeTargetConfiguration(
            subsystemPrefix: "nqn.2026-11.test:",
            addresses: [],
            devices: "/dev/vg/",
            root: root.path
        )
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await NVMeTargetHelper(configuration, work: BlockingWork(threads: 1), logger: logger).ensureExports([])
        #expect(FileManager.default.fileExists(atPath: device.path))
    }
}
