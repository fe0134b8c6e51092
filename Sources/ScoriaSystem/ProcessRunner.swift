public import ScoriaModel
internal import Subprocess
internal import SystemPackage

/// Runs other programs.
///
/// A protocol, so that tests can answer for a program that is not there.
public protocol ProcessRunning: Sendable {
    /// Runs the program to its end and gives back what it wrote.
    ///
    /// Throws a ``ProcessError`` when it cannot be started, ends with anything but status 0, writes more than allowed, or is not done by
    /// its deadline (it is then terminated, and killed a second later). Cancelling the task terminates the program, too.
    func run(_ command: ProcessCommand) async throws -> ProcessOutput
}

/// One program to run: no shell reads it, and it sees no environment but the given one.
public struct ProcessCommand: Sendable {
    /// An absolute path, or a name to be looked up in the `PATH` of ``environment``.
    public var executable: String
    /// Everybody on the machine can read these while the program runs: never a secret.
    public var arguments: [String]
    public var environment: [String: String]
    /// What the program reads from standard input; the place for a secret.
    public var input: [UInt8]
    public var deadlineSeconds: Double
    /// How much the program may write to standard output; standard error has a limit of its own.
    public var outputLimitBytes: Int
    /// Texts that must not be seen in an error, should the program repeat them.
    public var secrets: [Secret]

    /// What a program needs to be found and to speak English.
    public static let plainEnvironment = ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"]

    /// A program with its arguments.
    public init(
        _ executable: String,
        _ arguments: [String],
        environment: [String: String] = plainEnvironment,
        input: [UInt8] = [],
        deadlineSeconds: Double = 60,
        outputLimitBytes: Int = 1 << 20,
        secrets: [Secret] = []
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.deadlineSeconds = deadlineSeconds
        self.outputLimitBytes = outputLimitBytes
        self.secrets = secrets
    }
}

/// What a program that ended well has written.
public struct ProcessOutput: Sendable, Hashable {
    public let standardOutput: [UInt8]
    public let standardError: String

    /// Both streams.
    public init(standardOutput: [UInt8], standardError: String = "") {
        self.standardOutput = standardOutput
        self.standardError = standardError
    }

    /// Standard output as UTF-8 text, with invalid bytes replaced.
    public var text: String { String(decoding: standardOutput, as: UTF8.self) }
}

/// A program that did not do its work.
public struct ProcessError: Error, Sendable, Hashable, CustomStringConvertible {
    /// How it failed.
    public enum Reason: Sendable, Hashable {
        /// The program is not installed or may not be executed: it did nothing.
        case notFound
        /// It could not be started: it did nothing.
        case notStarted(String)
        /// It ended by itself with this status.
        case exited(Int)
        /// A signal ended it; what it had done until then is unknown.
        case signaled(Int)
        /// It was terminated at its deadline; what it had done until then is unknown.
        case timedOut(seconds: Double)
        /// It wrote more than allowed and was terminated.
        case wroteTooMuch(limitBytes: Int)
        /// Speaking with it failed while it ran.
        case inputOutput(String)
    }

    public let executable: String
    public let reason: Reason
    /// What the program said, with secrets replaced.
    public let standardError: String

    /// A failure of the named program.
    public init(executable: String, reason: Reason, standardError: String = "") {
        self.executable = executable
        self.reason = reason
        self.standardError = standardError
    }

    public var description: String {
        let what =
            switch reason {
            case .notFound: "is not installed or not executable"
            case .notStarted(let why): "could not be started: \(why)"
            case .exited(let status): "failed with status \(status)"
            case .signaled(let signal): "was ended by signal \(signal)"
            case .timedOut(let seconds): "was not done after \(seconds) s and was terminated"
            case .wroteTooMuch(let limit): "wrote more than \(limit) bytes and was terminated"
            case .inputOutput(let why): "could not be spoken with: \(why)"
            }
        return standardError.isEmpty ? "\(executable) \(what)." : "\(executable) \(what): \(standardError)"
    }
}

/// Runs programs of this machine.
public struct ProcessRunner: ProcessRunning {
    /// How much of standard error is kept; a program that complains at more length is broken.
    private static let errorLimitBytes = 256 << 10
    /// What an error repeats of it: the end, where the cause is.
    private static let errorShownCharacters = 2000
    private static let graceSeconds = 1
    /// How long a killed program may take to be gone.
    private static let patienceSeconds = 3.0

    /// A runner.
    public init() {}

    public func run(_ command: ProcessCommand) async throws -> ProcessOutput {
        let (events, send) = AsyncStream.makeStream(of: Event.self)
        let program = Task {
            do { send.yield(.ended(.success(try await execute(command)))) } catch { send.yield(.ended(.failure(error))) }
        }
        let watch = Task {
            try await Task.sleep(for: .seconds(command.deadlineSeconds))
            send.yield(.stopped(ProcessError(executable: command.executable, reason: .timedOut(seconds: command.deadlineSeconds))))
        }
        // A task of its own, which goes on waiting when the caller is cancelled: until the program is gone.
        let outcome = Task { try await end(of: program, events, send) }
        defer { watch.cancel() }
        return try await withTaskCancellationHandler {
            try await outcome.value
        } onCancel: {
            send.yield(.stopped(CancellationError()))
        }
    }

    private enum Event: Sendable {
        case ended(Result<ProcessOutput, any Error>)
        /// The program is to end, and the call with this error.
        case stopped(any Error)
        /// It does not end, though it was killed.
        case lost
    }

    /// Waits until the program has ended by itself, or for being told to; but not for one that the kernel does not let die, such as one that reads
    /// from a dead disk.
    private func end(
        of program: Task<Void, Never>,
        _ events: AsyncStream<Event>,
        _ send: AsyncStream<Event>.Continuation
    ) async throws -> ProcessOutput {
        var stop: (any Error)?
        var patience: Task<Void, any Error>?
        defer { patience?.cancel() }
        for await event in events {
            switch event {
            case .ended(let result):
                if let stop { throw stop }
                return try result.get()
            case .stopped(let error):
                guard stop == nil else { continue }
                stop = error
                program.cancel()
                patience = Task {
                    try await Task.sleep(for: .seconds(Self.patienceSeconds))
                    send.yield(.lost)
                }
            case .lost:
                throw stop ?? CancellationError()
            }
        }
        throw CancellationError()
    }

    private func execute(_ command: ProcessCommand) async throws -> ProcessOutput {
        // Its own process group, so that whatever it starts ends with it.
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(Self.graceSeconds))
        ]
        let keys = command.environment.map { (Environment.Key(stringLiteral: $0.key), $0.value) }
        do {
            let result = try await Subprocess.run(
                command.executable.contains("/") ? .path(.init(command.executable)) : .name(command.executable),
                arguments: Arguments(command.arguments),
                environment: .custom(Dictionary(uniqueKeysWithValues: keys)),
                platformOptions: options,
                input: .array(command.input),
                output: .bytes(limit: command.outputLimitBytes),
                error: .string(limit: Self.errorLimitBytes)
            )
            try Task.checkCancellation()
            let said = clean(result.standardError, of: command.secrets)
            switch result.terminationStatus {
            case .exited(0): return ProcessOutput(standardOutput: result.standardOutput, standardError: said)
            case .exited(let status): throw failure(of: command, .exited(Int(status)), said)
            case .signaled(let signal): throw failure(of: command, .signaled(Int(signal)), said)
            }
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw failure(of: command, reason(for: error, limit: command.outputLimitBytes), "")
        }
    }

    private func failure(of command: ProcessCommand, _ reason: ProcessError.Reason, _ said: String) -> ProcessError {
        ProcessError(executable: command.executable, reason: reason, standardError: said)
    }

    private func reason(for error: SubprocessError, limit: Int) -> ProcessError.Reason {
        switch error.code {
        case .executableNotFound: .notFound
        case .spawnFailed, .failedToChangeWorkingDirectory: .notStarted(error.description)
        case .outputLimitExceeded: .wroteTooMuch(limitBytes: limit)
        default: .inputOutput(error.description)
        }
    }

    private func clean(_ text: String, of secrets: [Secret]) -> String {
        var text = text
        for secret in secrets where !secret.reveal().isEmpty {
            text = text.split(separator: secret.reveal(), omittingEmptySubsequences: false).joined(separator: "<secret>")
        }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text.suffix(Self.errorShownCharacters))
    }
}
