import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import Testing

/// The conformance suite on the driver in memory, which proves both against each other.
@Suite struct MemoryDriverConformanceTests {
    @Test(arguments: DriverConformance.checks)
    func conforms(_ check: DriverConformance.Check) async throws {
        let driver = MemoryDriver(capacity: ByteCount(256 << 20))
        let subject = ConformanceSubject(
            driver: driver,
            bytes: driver,
            namesOnBackend: { driver.names },
            addForeignObject: { driver.addForeignObject($0, size: $1) },
            exhaust: { driver.exhaust() },
            // In memory a revert is one step, which leaves nothing.
            leaveRevert: { _, _ in }
        )
        #expect(try await check.run(on: subject) == .passed)
    }

    /// A wrapper that fails nothing must not be noticed.
    @Test(arguments: DriverConformance.checks)
    func conformsThroughTheFaultInjector(_ check: DriverConformance.Check) async throws {
        let driver = MemoryDriver(capacity: ByteCount(256 << 20))
        let subject = ConformanceSubject(
            driver: FaultInjectingDriver(driver),
            bytes: driver,
            namesOnBackend: { driver.names },
            addForeignObject: { driver.addForeignObject($0, size: $1) },
            exhaust: { driver.exhaust() },
            // In memory a revert is one step, which leaves nothing.
            leaveRevert: { _, _ in }
        )
        #expect(try await check.run(on: subject) == .passed)
    }
}
