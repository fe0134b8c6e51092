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
}
