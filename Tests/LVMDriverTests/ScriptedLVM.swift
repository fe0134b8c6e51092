import LVMDriver
import Logging
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaSystem
import Synchronization

/// Answers for LVM's programs, and remembers how they were called.
final class ScriptedLVM: ProcessRunning {
    /// What a program answers to its arguments; nil is success without a word.
    typealias Script = @Sendable (_ program: String, _ arguments: [String]) throws -> String?

    private let script: Script
    private let calls = Mutex<[[String]]>([])

    init(_ script: @escaping Script = { _, _ in nil }) {
        self.script = script
    }

    /// Every command line so far, the program first.
    var commandLines: [[String]] { calls.withLock { $0 } }
    /// The programs that were run, in order.
    var programs: [String] { commandLines.map { $0[0] } }

    func forget() { calls.withLock { $0 = [] } }

    func run(_ command: ProcessCommand) async throws -> ProcessOutput {
        calls.withLock { $0.append([command.executable] + command.arguments) }
        let answer = try script(command.executable, command.arguments) ?? Self.usual(command)
        return ProcessOutput(standardOutput: Array(answer.utf8))
    }

    /// A group with a thin pool and nothing else.
    private static func usual(_ command: ProcessCommand) -> String {
        switch command.executable {
        case "lvs": #"{"report": [{"lv": []}]}"#
        case "lvm":
            group([
                #"{"lv_name":"vg-pool","lv_size":"96636764160","lv_attr":"twi-aotz--","lv_layout":"thin,pool","lv_role":"private","data_percent":"25.00","metadata_percent":"3.10"}"#
            ])
        default: ""
        }
    }

    static func group(_ volumes: [String]) -> String {
        #"{"report": [{"vg": [{"vg_name":"vg","vg_size":"107374182400","vg_free":"10737418240","vg_uuid":"u"}], "lv": ["#
            + volumes.joined(separator: ",") + "]}]}"
    }

    /// What `lvs` answers of one thick volume or snapshot.
    static func volume(_ name: String, _ attributes: String, role: String = "public", origin: String = "") -> String {
        #"{"report": [{"lv": [{"lv_name":"\#(name)","lv_size":"1073741824","lv_attr":"\#(attributes)","lv_layout":"linear","#
            + #""lv_role":"\#(role)","origin":"\#(origin)"}]}]}"#
    }

    static func refusal(_ text: String) -> ProcessError {
        ProcessError(executable: "lvcreate", reason: .exited(5), standardError: text)
    }
}

extension LVMDriver {
    /// A driver on a scripted LVM, started.
    static func started(on lvm: ScriptedLVM, _ change: (inout LVMConfiguration) -> Void = { _ in }) async throws -> LVMDriver {
        var configuration = LVMConfiguration(volumeGroup: "vg", backendName: "lvm")
        change(&configuration)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let driver = LVMDriver(configuration, target: RecordingTarget(), work: BlockingWork(threads: 1), runner: lvm, logger: logger)
        try await driver.start()
        lvm.forget()
        return driver
    }
}
