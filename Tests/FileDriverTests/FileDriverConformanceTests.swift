import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import Testing

/// The contract of every driver, held by the file driver where files are copied and where they share blocks.
@Suite struct FileDriverConformanceTests {
    /// The XFS that the checks share, each in a directory of its own.
    private static let xfs = Task { try await ScratchFileSystem(.xfsWithReflink, size: ByteCount(1 << 30)) }

    @Test(arguments: DriverConformance.checks)
    func conformsOnAPlainDirectory(_ check: DriverConformance.Check) async throws {
        let scratch = try ScratchDirectory()
        let outcome = try await check.run(on: FilePoolFixture(path: scratch.path).subject())
        // Nobody fills the machine's own disk up.
        #expect(outcome == (check.name.hasPrefix("a full pool") ? .notApplicable : .passed))
    }

    @Test(.enabled(if: Mounting.isPossible, Mounting.advice), arguments: DriverConformance.checks.enumerated().map { $0 })
    func conformsOnXFS(_ number: Int, _ check: DriverConformance.Check) async throws {
        guard !check.name.hasPrefix("a full pool") else { return }
        let path = try await Self.xfs.value.makeDirectory("pool-\(number)")
        #expect(try await check.run(on: FilePoolFixture(path: path).subject()) == .passed)
    }

    @Test(.enabled(if: Mounting.isPossible, Mounting.advice), arguments: [ScratchFileSystem.Format.xfsWithReflink, .ext4])
    func conformsOnAFullFileSystem(_ format: ScratchFileSystem.Format) async throws {
        let full = try #require(DriverConformance.checks.first { $0.name.hasPrefix("a full pool") })
        let system = try await ScratchFileSystem(format, size: ByteCount(format == .ext4 ? 64 << 20 : 300 << 20))
        let pool = FilePoolFixture(path: try system.makeDirectory("pool"))
        let subject = pool.subject(exhaust: { try system.exhaust() }, copiesTakeNoSpace: format == .xfsWithReflink)
        #expect(try await full.run(on: subject) == .passed)
        #expect(try pool.names() == [])
    }
}
