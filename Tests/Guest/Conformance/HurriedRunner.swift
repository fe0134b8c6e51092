import ScoriaSystem
import Synchronization

/// Runs programs, and gives them little time while it is in a hurry.
final class HurriedRunner: ProcessRunning {
    private let seconds: Double
    private let isInHurry = Mutex(false)

    init(seconds: Double) {
        self.seconds = seconds
    }

    /// What is run by the body has the short deadline.
    func hurry(_ body: () async throws -> Void) async throws {
        isInHurry.withLock { $0 = true }
        defer { isInHurry.withLock { $0 = false } }
        try await body()
    }

    func run(_ command: ProcessCommand) async throws -> ProcessOutput {
        var command = command
        if isInHurry.withLock({ $0 }) { command.deadlineSeconds = seconds }
        return try await ProcessRunner().run(command)
    }
}
