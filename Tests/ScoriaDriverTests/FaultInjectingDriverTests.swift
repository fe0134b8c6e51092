import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaSystem
import Testing

@Suite struct FaultInjectingDriverTests {
    private let memory = MemoryDriver()
    private let volume = Volume(
        id: IDSource.system.id(),
        projectID: ProjectID(rawValue: "project"),
        userID: UserID(rawValue: "user"),
        size: GibiByteCount(1),
        createdAt: WallClock.system.now()
    )

    @Test(arguments: [
        (DriverFault.transient, DriverError.Disposition.transient, false), (.permanent, .permanent, false),
        (.ambiguousBefore, .ambiguous, false), (.ambiguousAfter, .ambiguous, true),
    ])
    func failsWithoutOrWithTheEffect(_ fault: DriverFault, _ disposition: DriverError.Disposition, _ happens: Bool) async throws {
        let driver = FaultInjectingDriver(memory)
        driver.failCall(1, as: fault)
        let error = await #expect(throws: DriverError.self) { _ = try await driver.createVolume(volume) }
        #expect(error?.disposition == disposition)
        #expect(memory.contents.volumes.contains(volume.id) == happens)
    }

    @Test func countsOnlyTheCallsThatATestChooses() async throws {
        let driver = FaultInjectingDriver(memory)
        driver.failCall(2, as: .permanent)
        _ = try await driver.statistics()
        _ = try await driver.createVolume(volume)
        _ = try await driver.statistics()
        await #expect(throws: DriverError.self) { try await driver.deleteVolume(volume) }
        try await driver.deleteVolume(volume)
        #expect(driver.calls == [.statistics, .createVolume, .statistics, .deleteVolume, .deleteVolume])
    }

    @Test func failsACallByNameAsOftenAsTold() async throws {
        let driver = FaultInjectingDriver(memory)
        driver.fail(.deleteVolume, times: 2, as: .transient)
        _ = try await driver.createVolume(volume)
        for _ in 0..<2 { await #expect(throws: DriverError.self) { try await driver.deleteVolume(volume) } }
        try await driver.deleteVolume(volume)
        #expect(memory.contents.isClean)
    }

    @Test func asksTheInterceptorFirst() async throws {
        struct Refused: Error {}
        let driver = FaultInjectingDriver(memory)
        driver.intercept { call in if call == .createVolume { throw Refused() } }
        await #expect(throws: Refused.self) { _ = try await driver.createVolume(volume) }
        try await driver.deleteVolume(volume)
        #expect(memory.contents.isClean)
    }
}
