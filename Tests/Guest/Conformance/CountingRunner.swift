import ScoriaSystem
import Synchronization

/// Runs programs, and counts them by name: what an operation costs is part of what it promises.
final class CountingRunner: ProcessRunning {
    private let counts = Mutex<[String: Int]>([:])

    /// How often each program was run so far.
    var runs: [String: Int] { counts.withLock { $0 } }

    func run(_ command: ProcessCommand) async throws -> ProcessOutput {
        counts.withLock { $0[command.executable, default: 0] += 1 }
        return try await ProcessRunner().run(command)
    }
}
