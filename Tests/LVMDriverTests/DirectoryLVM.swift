import Foundation
import LVMDriver
import Logging
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaSystem
import Synchronization

/// LVM's programs over a directory with a file for each logical volume, which a kill can stop at any change.
final class DirectoryLVM: ProcessRunning {
    struct Entry {
        var isThin: Bool
        var isPartial: Bool
        /// What it is a snapshot of; empty when it is none.
        var origin = ""

        var role: String { origin.isEmpty || isThin ? "public" : "public,snapshot,thicksnapshot" }
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var changesLeft: Int?
        var isDead = false
    }

    /// Small, since tests look at every byte.
    static let length = 1 << 20
    let root: String
    private let state = Mutex(State())
    private let lines = Mutex<[String]>([])

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("scoria-lvm-\(UUID().uuidString)").path
        for group in ["vg", "other"] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(group)", withIntermediateDirectories: true)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// Every command line so far, the program first.
    var commandLines: [String] { lines.withLock { $0 } }

    /// Every logical volume as `group/name`.
    var names: [String] { state.withLock { $0.entries.keys.sorted() } }

    func entry(_ path: String) -> Entry? { state.withLock { $0.entries[path] } }

    /// The service dies behind this many changes; nothing that it does then has an effect.
    func die(behind changes: Int) { state.withLock { $0.changesLeft = changes } }

    func revive() {
        state.withLock { state in
            state.changesLeft = nil
            state.isDead = false
        }
    }

    /// A volume of bytes that are not all alike.
    func put(_ path: String, isThin: Bool) throws -> [UInt8] {
        let bytes = (0..<Self.length).map { index in (index >> 16) % 2 == 0 ? 0 : UInt8(truncatingIfNeeded: index &* 31 >> 3) }
        try Data(bytes).write(to: URL(fileURLWithPath: "\(root)/\(path)"))
        state.withLock { $0.entries[path] = Entry(isThin: isThin, isPartial: false) }
        return bytes
    }

    func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(path)"))) }

    func driver(_ provisioning: LVMConfiguration.Provisioning, hostRoot: String = "") async throws -> LVMDriver {
        var configuration = LVMConfiguration(volumeGroup: "vg", backendName: "lvm")
        configuration.provisioning = provisioning
        configuration.deviceDirectory = root
        configuration.hostRoot = hostRoot
        // Files cannot be told to overwrite themselves.
        configuration.clearing = .none
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let driver = LVMDriver(configuration, target: RecordingTarget(), work: BlockingWork(threads: 1), runner: self, logger: logger)
        try await driver.start()
        return driver
    }

    // MARK: Programs

    func run(_ command: ProcessCommand) async throws -> ProcessOutput {
        lines.withLock { $0.append(([command.executable] + command.arguments).joined(separator: " ")) }
        let text = try state.withLock { state in
            guard !state.isDead else { throw ProcessError(executable: command.executable, reason: .notStarted("the service is dead")) }
            switch command.executable {
            case "lvs": return rows(command.arguments, state)
            case "lvm": return group(command.arguments.last ?? "")
            case "vgchange": return ""
            case "lvmconfig": return #"filter=["a|.*|"]"#
            default: break
            }
            if state.changesLeft == 0 {
                state.isDead = true
                throw ProcessError(executable: command.executable, reason: .notStarted("the service is dead"))
            }
            state.changesLeft = state.changesLeft.map { $0 - 1 }
            try change(command.executable, command.arguments, &state)
            return ""
        }
        return ProcessOutput(standardOutput: Array(text.utf8))
    }

    private func group(_ name: String) -> String {
        let pool = #"{"lv_name":"\#(name)-pool","lv_size":"4194304","lv_attr":"twi-aotz--","lv_layout":"thin,pool","lv_role":"private"}"#
        let group = #"{"vg_name":"\#(name)","vg_size":"107374182400","vg_free":"10737418240","vg_uuid":"uuid-of-\#(name)"}"#
        return #"{"report": [{"vg": [\#(group)], "lv": [\#(pool)]}]}"#
    }

    private func rows(_ arguments: [String], _ state: State) -> String {
        let (group, selection) = (arguments.last ?? "", arguments.first { $0.contains("lv_name=") } ?? "")
        let rows = state.entries.compactMap { path, entry -> String? in
            let name = path.dropFirst(group.count + 1)
            guard path.hasPrefix(group + "/"), selection.contains("lv_name=\"\(name)\"") else { return nil }
            let (layout, tags) = (entry.isThin ? "thin,sparse" : "linear", entry.isPartial ? "scoria_partial" : "")
            return
                #"{"lv_name":"\#(name)","lv_size":"\#(Self.length)","lv_attr":"-wi-a-----","lv_layout":"\#(layout)","lv_role":"\#(entry.role)","origin":"\#(entry.origin)","#
                + #""lv_tags":"\#(tags)"}"#
        }
        return #"{"report": [{"lv": ["# + rows.joined(separator: ",") + "]}]}"
    }

    private func change(_ program: String, _ arguments: [String], _ state: inout State) throws {
        let subject = arguments.last ?? ""
        switch program {
        case "lvcreate" where arguments.contains("-s"):
            let path = "\(subject.prefix { $0 != "/" })/\(arguments.firstIndex(of: "-n").map { arguments[$0 + 1] } ?? "")"
            let origin = subject.drop { $0 != "/" }.dropFirst()
            state.entries[path] = Entry(isThin: state.entries[subject]?.isThin ?? false, isPartial: false, origin: String(origin))
            try FileManager.default.copyItem(atPath: "\(root)/\(subject)", toPath: "\(root)/\(path)")
        case "lvcreate":
            let path = "\(subject)/\(arguments.firstIndex(of: "-n").map { arguments[$0 + 1] } ?? "")"
            let isThin = arguments.contains("--thinpool")
            state.entries[path] = Entry(isThin: isThin, isPartial: arguments.contains("--addtag"))
            // A thick volume begins with what lay there before.
            try Data(repeating: isThin ? 0 : 0xA5, count: Self.length).write(to: URL(fileURLWithPath: "\(root)/\(path)"))
        case "lvchange": state.entries[subject]?.isPartial = false
        case "lvremove":
            for path in arguments where state.entries.removeValue(forKey: path) != nil {
                try FileManager.default.removeItem(atPath: "\(root)/\(path)")
            }
        case "lvrename":
            let old = arguments[arguments.count - 2]
            let new = "\(old.prefix { $0 != "/" })/\(subject)"
            guard let entry = state.entries[old], state.entries[new] == nil else {
                throw ProcessError(executable: program, reason: .exited(5), standardError: "Failed to find logical volume \"\(old)\"")
            }
            state.entries[old] = nil
            state.entries[new] = entry
            try FileManager.default.moveItem(atPath: "\(root)/\(old)", toPath: "\(root)/\(new)")
        default: break
        }
    }
}
