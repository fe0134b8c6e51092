import Foundation
import ScoriaModel
import ScoriaSystem
import Synchronization

@testable import ScoriaAttach

/// A machine in a directory: sysfs, device nodes, and programs that change them as the real ones do.
final class FakeHost: ProcessRunning {
    let root: String
    /// What every disk that comes says that it is.
    let serial: Mutex<String>
    let commands = Mutex<[[String]]>([])
    /// Portals at which nobody answers.
    let deadPortals: Set<String>

    init(serial: String, deadPortals: Set<String> = []) throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("scoria-attach-\(UUID().uuidString)").path
        self.serial = Mutex(serial)
        self.deadPortals = deadPortals
        for directory in ["/sys/block", "/sys/class/iscsi_session", "/sys/class/nvme", "/dev/mapper", "/run", "/proc"] {
            try FileManager.default.createDirectory(atPath: root + directory, withIntermediateDirectories: true)
        }
        try write("/etc/iscsi/initiatorname.iscsi", "## comment\nInitiatorName=iqn.1993-08.org.debian:01:host\n")
        try write("/etc/nvme/hostnqn", "nqn.2014-08.org.nvmexpress:uuid:host\n")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    var system: HostSystem {
        var system = HostSystem()
        (system.root, system.runner, system.pause, system.looks) = (root, self, {}, 3)
        return system
    }

    func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

    func write(_ path: String, _ bytes: [UInt8]) throws {
        let url = URL(fileURLWithPath: root + path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + path) }

    func names(_ path: String) -> [String] { ((try? FileManager.default.contentsOfDirectory(atPath: root + path)) ?? []).sorted() }

    /// Runs multipathd, with a device over the disk `sd1` and those behind it.
    func addMultipath(over disks: [String]) throws {
        try write("/run/multipathd.pid", "7\n")
        try write("/proc/7/comm", "multipathd\n")
        try write("/dev/mapper/mpatha", "")
        for disk in disks { try write("/sys/block/\(disk)/holders/dm-0/empty", "") }
        try write("/sys/block/dm-0/dm/uuid", "mpath-36001405\n")
        try write("/sys/block/dm-0/dm/name", "mpatha\n")
    }

    // MARK: Programs

    func run(_ command: ProcessCommand) async throws -> ProcessOutput {
        commands.withLock { $0.append([command.executable] + command.arguments) }
        let arguments = command.arguments
        let after: (String) -> String = { flag in arguments.firstIndex(of: flag).map { arguments[$0 + 1] } ?? "" }
        switch command.executable {
        case "iscsiadm": try iscsiadm(iqn: after("-T"), portal: after("-p"), verb: arguments.last ?? "")
        case "nvme" where arguments.first == "connect": try connect(nqn: after("-n"), address: after("-a"), port: after("-s"))
        case "nvme": for name in names("/sys/class/nvme") { try remove("/sys/class/nvme/\(name)") }
        default: break
        }
        return ProcessOutput(standardOutput: [])
    }

    private func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: root + path) }

    private func iscsiadm(iqn: String, portal: String, verb: String) throws {
        let parts = portal.split(separator: ":")
        let record = "/etc/iscsi/nodes/\(iqn)/\(parts[0]),\(parts[1])"
        let number = parts[0].split(separator: ".")[3]
        let session = "/sys/class/iscsi_session/session\(number)"
        switch verb {
        case "new": try write(record, "# BEGIN RECORD 2.1.8\nnode.session.auth.authmethod = None\nnode.startup = automatic\n# END RECORD\n")
        case "delete": try remove(record)
        case "--logout":
            try remove(session)
            try remove("/dev/sd\(number)")
        case "--login":
            guard !deadPortals.contains(portal) else {
                throw ProcessError(executable: "iscsiadm", reason: .exited(8), standardError: "connection timed out")
            }
            try write("\(session)/targetname", iqn + "\n")
            let connection = "\(session)/device/connection\(number):0/iscsi_connection/connection\(number):0"
            try write("\(connection)/persistent_address", "\(parts[0])\n")
            try write("\(connection)/persistent_port", "\(parts[1])\n")
            try write("\(session)/device/target2:0:0/2:0:0:0/block/sd\(number)/size", "2097152\n")
            try write("/dev/sd\(number)", "")
            let serial = Array(serial.withLock { $0 }.utf8)
            try write("/sys/block/sd\(number)/device/vpd_pg80", [0, 0x80, 0, UInt8(serial.count + 1)] + serial + [0])
            try write("/sys/block/sd\(number)/device/delete", "")
        default: break
        }
    }

    private func connect(nqn: String, address: String, port: String) throws {
        try write("/sys/class/nvme/nvme0/subsysnqn", nqn + "\n")
        try write("/sys/class/nvme/nvme0/address", "traddr=\(address),trsvcid=\(port),src_addr=\(address)\n")
        try write("/sys/class/nvme/nvme0/transport", "tcp\n")
        try write("/sys/class/nvme/nvme0/rescan_controller", "")
        try write("/sys/block/nvme0n1/device/subsysnqn", nqn + "\n")
        try write("/sys/block/nvme0n1/nsid", "1\n")
        try write("/sys/block/nvme0n1/uuid", serial.withLock { $0 } + "\n")
        try write("/dev/nvme0n1", "")
    }
}

/// A service with one volume, which remembers the keys of requests as the real one does.
actor FakeService: BlockStorageAPI {
    let volume: RemoteVolume
    let info: [String: JSONValue]
    var attachments: [String: RemoteAttachment] = [:]
    var keys: [String: String] = [:]
    /// How many answers to requests for an attachment get lost.
    var answersToLose = 0

    init(_ volume: VolumeID, _ info: [String: JSONValue]) {
        self.volume = RemoteVolume(id: volume, name: "data", status: "available")
        self.info = info
    }

    func loseAnswers(_ count: Int) { answersToLose = count }

    func volume(_ idOrName: String) throws -> RemoteVolume { volume }

    func createAttachment(of volume: VolumeID, connector: [String: JSONValue], key: String) throws -> RemoteAttachment {
        if keys[key] == nil {
            guard attachments.isEmpty else { throw AttachError("The volume is attached.", kind: .refused) }
            let id = "attachment-\(keys.count + 1)"
            keys[key] = id
            attachments[id] = RemoteAttachment(id: id, status: "attaching", connectionInfo: info)
        }
        if answersToLose > 0 {
            answersToLose -= 1
            throw AttachError("The answer was lost.")
        }
        guard let attachment = keys[key].flatMap({ attachments[$0] }) else { throw AttachError("It is gone.", kind: .refused) }
        return attachment
    }

    func attachment(_ id: String) -> RemoteAttachment? { attachments[id] }

    func completeAttachment(_ id: String) {
        attachments[id] = RemoteAttachment(id: id, status: "attached", connectionInfo: info)
    }

    func deleteAttachment(_ id: String) { attachments[id] = nil }
}
