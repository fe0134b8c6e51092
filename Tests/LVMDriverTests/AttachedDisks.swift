import Foundation

/// The kernel's lists of disks, sessions and exports, as far as the LVM driver reads them, in a directory.
final class AttachedDisks {
    let root: String
    private var sessions = 0

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("scoria-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    deinit {
        // What a test leaves in the temporary directory is no failure of it.
        try? FileManager.default.removeItem(atPath: root)
    }

    /// An iSCSI session with one disk, of which the kernel may have made another device.
    func attach(_ target: String, as disk: String, heldBy holder: String? = nil) throws {
        sessions += 1
        let session = "/sys/class/iscsi_session/session\(sessions)"
        try make("\(session)/device/target\(sessions):0:0/\(sessions):0:0:1/block/\(disk)")
        try Data("\(target)\n".utf8).write(to: URL(fileURLWithPath: "\(root)\(session)/targetname"))
        try make("/sys/class/block/\(disk)/\(disk)1/holders")
        if let holder { try make("/sys/class/block/\(disk)/holders/\(holder)") }
    }

    /// A target of this host.
    func export(_ target: String) throws { try make("/sys/kernel/config/target/iscsi/\(target)") }

    private func make(_ directory: String) throws {
        try FileManager.default.createDirectory(atPath: root + directory, withIntermediateDirectories: true)
    }
}
