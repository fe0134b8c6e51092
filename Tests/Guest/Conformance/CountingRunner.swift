import ScoriaSystem
import Synchronization

/// Runs programs, and keeps their names: what an operation costs is part of what it promises.
final class CountingRunner: ProcessRunning {
    private let names = Mutex<[String]>([])

    /// The programs that were run since the last look, in order.
    func takeNames() -> [String] {
        names.withLock { names in
            defer { names = [] }
            return names
        }
    }

    func run(_ command: ProcessCommand) async throws -> ProcessOutput {
        names.withLock { $0.append(command.executable) }
        return try await ProcessRunner().run(command)
    }
}
