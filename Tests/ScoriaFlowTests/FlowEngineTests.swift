import ScoriaDriver
import ScoriaFlow
import ScoriaStore
import Testing

@Suite("The flow engine")
struct FlowEngineTests {
    @Test("runs the steps in order and logs each")
    func order() async throws {
        let world = try await FlowWorld()
        let row = try await world.engine().living { try await $0.completion(of: try await $0.start("a")) }
        #expect(row.state == .succeeded)
        #expect(world.notes == ["begin a", "work a 1", "commit a"])
        let log = try world.store.read { try $0.steps(ofFlow: row.id) }
        #expect(log.map(\.name) == ["begin", "work", "commit"])
        #expect(log.allSatisfy { $0.state == .succeeded && $0.endedAt != nil })
    }

    @Test("tries a transient failure again, then gives up and undoes in reverse")
    func retries() async throws {
        let world = try await FlowWorld()
        world.fail("work a", DriverError(.unavailable, .transient, "The backend is away."))
        let row = try await world.engine().living { try await $0.completion(of: try await $0.start("a")) }
        #expect(row.state == .failed)
        #expect(world.notes == ["begin a", "work a 1", "work a 2", "work a 3", "unwork a", "unbegin a", "ended a failed"])
        let failure = try #require(row.error.flatMap(FlowFailure.init(json:)))
        #expect(failure.message == "The backend is away.")
        #expect(failure.step == "work")
    }

    @Test(
        "lets the memo note the tries that may have happened, and no others",
        arguments: [(DriverError.Disposition.transient, 0), (.permanent, 0), (.ambiguous, 2)]
    )
    func unknownEnds(disposition: DriverError.Disposition, count: Int) async throws {
        let world = try await FlowWorld()
        world.fail("work a", DriverError(.backend, disposition, "No."))
        let row = try await world.engine().living { try await $0.completion(of: try await $0.start("a")) }
        #expect(row.memo.contains("unknownEnds\":\(count)") == (count > 0), "\(row.memo)")
        #expect(row.memo.contains("unknownEnds") == (count > 0), "\(row.memo)")
    }

    @Test("does not try a permanent failure again")
    func permanent() async throws {
        let world = try await FlowWorld()
        world.fail("work a", DriverError(.backend, .permanent, "No."))
        _ = try await world.engine().living { try await $0.completion(of: try await $0.start("a")) }
        #expect(world.notes == ["begin a", "work a 1", "unwork a", "unbegin a", "ended a failed"])
    }

    @Test("tells the owner at once when the undo must wait for a backend, and undoes for as long as it takes")
    func waitingUndo() async throws {
        let world = try await FlowWorld()
        world.fail("work a", DriverError(.backend, .permanent, "No."))
        world.keepAway("a", undos: 9)
        let row = try await world.engine().living { try await $0.completion(of: try await $0.start("a")) }
        #expect(row.state == .failed)
        #expect(world.notes.filter { $0 == "ended a failed" }.count == 1)
        #expect(world.notes.firstIndex(of: "ended a failed") == 3)
        #expect(world.notes.filter { $0 == "unwork a" }.count == 10)
        #expect(world.notes.last == "unbegin a")
    }

    @Test("rests a flow whose undo fails, and finishes it when an operator retries")
    func attention() async throws {
        let world = try await FlowWorld()
        world.fail("work a", DriverError(.backend, .permanent, "No."))
        world.failUndo("a", true)
        try await world.engine().living { engine in
            let id = try await engine.start("a", locks: [.exclusive("x")])
            let resting = try await engine.completion(of: id)
            #expect(resting.state == .needsAttention)
            #expect(try world.store.read { try $0.flowLockCount() } == 0)
            world.failUndo("a", false)
            #expect(try await engine.retry(id))
            let end = try await engine.completion(of: id)
            #expect(end.state == .failed)
            #expect(try await engine.retry(id) == false)
        }
        #expect(world.notes.suffix(4) == ["ended a failed", "unwork a", "unbegin a", "ended a failed"])
    }

    @Test("lets exclusive locks pass in the order of arrival, and shared ones together")
    func locks() async throws {
        let world = try await FlowWorld()
        for name in ["reader1", "reader2"] { world.gates.close("work \(name)") }
        try await world.engine().living { engine in
            let readers = [
                try await engine.start("reader1", locks: [.shared("volume")]),
                try await engine.start("reader2", locks: [.shared("volume")]),
            ]
            await world.gates.arrival(at: "work reader1")
            await world.gates.arrival(at: "work reader2")
            let writer = try await engine.start("writer", locks: [.exclusive("volume")])
            let late = try await engine.start("late", locks: [.shared("volume")])
            let other = try await engine.completion(of: try await engine.start("other", locks: [.exclusive("snapshot")]))
            #expect(other.state == .succeeded)
            #expect(!world.notes.contains("begin writer") && !world.notes.contains("begin late"))
            for name in ["reader1", "reader2"] { world.gates.open("work \(name)") }
            for id in readers + [writer, late] { #expect(try await engine.completion(of: id).state == .succeeded) }
        }
        let notes = world.notes
        let writerEnd = try #require(notes.firstIndex(of: "commit writer"))
        let lateBegin = try #require(notes.firstIndex(of: "begin late"))
        #expect(writerEnd < lateBegin)
        #expect(try world.store.read { try $0.flowLockCount() } == 0)
    }

    @Test("cancels a running call and undoes it, but not after the point of no return")
    func cancellation() async throws {
        let world = try await FlowWorld()
        world.gates.close("work a")
        world.gates.close("commit b")
        try await world.engine().living { engine in
            let early = try await engine.start("a")
            await world.gates.arrival(at: "work a")
            #expect(try await engine.cancel(early) == .accepted)
            #expect(try await engine.completion(of: early).state == .cancelled)
            let late = try await engine.start("b")
            await world.gates.arrival(at: "commit b")
            #expect(try await engine.cancel(late) == .tooLate)
            world.gates.open("commit b")
            #expect(try await engine.completion(of: late).state == .succeeded)
            #expect(try await engine.cancel("unknown") == .unknown)
        }
        #expect(world.notes.contains("ended a cancelled"))
    }

    @Test("gives up a call that does not answer in time, and tries again")
    func lateCall() async throws {
        // On a busy machine a later call may be late too, though nothing holds it up: then it is tried again like the first.
        let world = try await FlowWorld(deadlineSeconds: 0.5, attempts: 1000)
        world.gates.close("work a")
        try await world.engine().living { engine in
            let id = try await engine.start("a")
            #expect(try await engine.completion(of: id).state == .succeeded)
        }
        #expect(world.notes.filter { $0.hasPrefix("work") }.prefix(2) == ["work a 1", "work a 2"])
    }

    @Test("tells who waits for a flow of its end, also when the commit that ended it was reported as failed")
    func lyingCommit() async throws {
        let world = try await FlowWorld()
        try await world.engine(LyingCommitProbe()).living { engine in
            let id = try await engine.start("a")
            #expect(try await engine.completion(of: id).state == .succeeded)
        }
        #expect(world.notes.filter { $0 == "commit a" }.count == 1)
    }

    @Test("parks the step in hand when the service stops, and the next life finishes it")
    func gracefulStop() async throws {
        let world = try await FlowWorld()
        world.gates.close("work a")
        let first = world.engine()
        async let life: Void = first.run()
        let id = try await first.start("a")
        await world.gates.arrival(at: "work a")
        first.stop()
        world.gates.open("work a")
        try await life
        let parked = try #require(try world.store.read { try $0.flow(id) })
        #expect(parked.state == .running && parked.owner == nil)
        #expect(!world.notes.contains("commit a"))
        let end = try await world.engine().living { try await $0.completion(of: id) }
        #expect(end.state == .succeeded)
        #expect(world.notes.filter { $0 == "commit a" }.count == 1)
    }

    @Test("does not write a flow that another owner has taken over")
    func fencing() async throws {
        let world = try await FlowWorld()
        world.gates.close("work a")
        let first = world.engine()
        async let life: Void = first.run()
        let id = try await first.start("a")
        await world.gates.arrival(at: "work a")
        // Another process takes every lease, as it does at its start when it owns the database.
        let end = try await world.engine().living { second in
            world.gates.open("work a")
            // The first one may lease the flow again before the second does, and each tells only of the ends that it has written itself.
            return try await withThrowingTaskGroup(of: FlowRow.self) { group in
                for engine in [first, second] { group.addTask { try await engine.completion(of: id) } }
                defer { group.cancelAll() }
                return try #require(try await group.next())
            }
        }
        first.stop()
        try await life
        #expect(end.state == .succeeded)
        #expect(world.notes.filter { $0 == "commit a" }.count == 1)
    }

    @Test("starts nothing when the request's transaction fails")
    func rollback() async throws {
        struct Refused: Error {}
        let world = try await FlowWorld()
        let engine = world.engine()
        await #expect(throws: Refused.self) {
            try await engine.transaction(by: FlowEngine.caller) { transaction, flows in
                try flows.start(ProbeFlow.self, memo: .init(name: "a"), about: .other("test", "a"), in: transaction)
                throw Refused()
            }
        }
        #expect(try world.store.read { try $0.flows(project: nil, limit: 10) }.isEmpty)
    }
}
