import ScoriaModel
import ScoriaSystem
import Testing

@Suite struct ProcessRunnerTests {
    private let runner = ProcessRunner()

    @Test func `gives back what the program wrote`() async throws {
        let output = try await runner.run(ProcessCommand("cat", [], input: Array("bytes".utf8)))
        #expect(output.text == "bytes")
    }

    @Test func `the program sees no environment but the given one`() async throws {
        let output = try await runner.run(ProcessCommand("/usr/bin/env", [], environment: ["ONLY": "this"]))
        #expect(output.text == "ONLY=this\n")
    }

    @Test func `no shell reads the arguments`() async throws {
        let output = try await runner.run(ProcessCommand("echo", ["$(id)", "a  b;c"]))
        #expect(output.text == "$(id) a  b;c\n")
    }

    @Test func `a bad status is an error with what the program said, but for secrets`() async throws {
        let command = ProcessCommand(
            "sh",
            ["-c", "read x; echo could not open $x >&2; exit 3"],
            input: Array("s3cret\n".utf8),
            secrets: [Secret("s3cret")]
        )
        let error = try await #require(throws: ProcessError.self) { try await runner.run(command) }
        #expect(error.reason == .exited(3))
        #expect(error.description == "sh failed with status 3: could not open <secret>")
    }

    @Test func `a missing program is told apart from a failing one`() async throws {
        let error = try await #require(throws: ProcessError.self) { try await runner.run(ProcessCommand("scoria-has-no-such-program", [])) }
        #expect(error.reason == .notFound)
        let byPath = try await #require(throws: ProcessError.self) { try await runner.run(ProcessCommand("/nowhere/at-all", [])) }
        #expect(byPath.reason == .notFound)
    }

    @Test(.timeLimit(.minutes(1)))
    func `the deadline ends the program and what it started, even when it ignores being asked`() async throws {
        let command = ProcessCommand("sh", ["-c", "trap '' TERM; sleep 600 & wait; sleep 600"], deadlineSeconds: 0.2)
        let error = try await #require(throws: ProcessError.self) { try await runner.run(command) }
        #expect(error.reason == .timedOut(seconds: 0.2))
    }

    @Test(.timeLimit(.minutes(1)))
    func `nothing holds a call beyond its deadline, not even what cannot be killed`() async throws {
        // What has left its process group is for the runner as one that the kernel does not let die: no signal reaches it.
        let away = "if (my $p = fork) { sleep 1; setpgrp(0, $p); sleep 80 } else { setpgrp(0, 0); sleep 80 }"
        let command = ProcessCommand("perl", ["-e", away], deadlineSeconds: 2)
        let error = try await #require(throws: ProcessError.self) { try await runner.run(command) }
        #expect(error.reason == .timedOut(seconds: 2))
    }

    @Test(.timeLimit(.minutes(1)))
    func `a program that writes without end is stopped at the limit`() async throws {
        let error = try await #require(throws: ProcessError.self) {
            try await runner.run(ProcessCommand("yes", [], outputLimitBytes: 1000))
        }
        #expect(error.reason == .wroteTooMuch(limitBytes: 1000))
    }

    @Test(.timeLimit(.minutes(1)))
    func `cancelling ends the program`() async throws {
        let task = Task { try await runner.run(ProcessCommand("sleep", ["600"])) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
