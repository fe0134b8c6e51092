import Logging
import ScoriaModel
import ScoriaNotifications
import ScoriaStore
import ScoriaSystem
import Synchronization
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("The dispatcher of notifications")
struct DispatcherTests {
    @Test("hands every event to each sink in order, though one of them is dead", .timeLimit(.minutes(1)))
    func deadSink() async throws {
        try await Self.withStore { store in
            let (living, dead) = (RecordingSink("living"), RecordingSink("dead", failures: .max))
            try await Self.run(store, [living, dead]) {
                for number in 1...50 { try await store.write { try $0.insert(.sample(Int64(number))) } }
                await living.waitUntil(has: 50)
            }
            #expect(living.sequences == Array(1...50))
            #expect(dead.sequences.isEmpty)
            #expect(try store.read { try $0.delivery("living")?.cursor } == 50)
            #expect(try store.read { try $0.delivery("dead")?.cursor } == 0)
        }
    }

    @Test("hands over again what a sink did not take, from the first one on", .timeLimit(.minutes(1)))
    func repetition() async throws {
        try await Self.withStore { store in
            let sink = RecordingSink("flaky", failures: 3, takesBeforeFailure: 2)
            try await Self.run(store, [sink]) {
                try await store.write { transaction in
                    for number in 1...10 { try transaction.insert(.sample(Int64(number))) }
                }
                await sink.waitUntil(has: 10)
            }
            #expect(sink.sequences == Array(1...10))
        }
    }

    @Test("gives up the oldest events beyond the bound, for the slow sink alone", .timeLimit(.minutes(1)))
    func bound() async throws {
        try await Self.withStore { store in
            // The sinks are known before the events come.
            try await store.write { try $0.setDeliveries(["slow"], at: Timestamp(microseconds: 0)) }
            try await store.write { transaction in
                for number in 1...30 { try transaction.insert(.sample(Int64(number))) }
            }
            let sink = RecordingSink("slow")
            try await Self.run(store, [sink], backlogLimit: 10) { await sink.waitUntil(has: 10) }
            #expect(sink.sequences == Array(21...30))
            #expect(try store.read { try $0.delivery("slow")?.dropped } == 20)
        }
    }

    @Test("lets events be removed only when every sink has them")
    func trimming() async throws {
        try await Self.withStore { store in
            let late = Timestamp(microseconds: .max)
            try await store.write { transaction in
                try transaction.setDeliveries(["a", "b"], at: late)
                for number in 1...5 { try transaction.insert(.sample(Int64(number))) }
                try transaction.advance(delivery: "a", to: 5, at: late)
                try transaction.advance(delivery: "b", to: 2, at: late)
            }
            #expect(try await store.write { try $0.trimEvents(before: late, limit: 100) } == 2)
            try await store.write { try $0.setDeliveries(["a"], at: late) }
            // The newest stays, so that cursors can be told from those of another database.
            #expect(try await store.write { try $0.trimEvents(before: late, limit: 100) } == 2)
        }
    }

    private static func run(
        _ store: Store,
        _ sinks: [any NotificationSink],
        backlogLimit: Int = 1000,
        _ body: () async throws -> Void
    ) async throws {
        var settings = NotificationDispatcher.Settings()
        settings.backlogLimit = backlogLimit
        settings.firstPauseSeconds = 0.001
        settings.longestPauseSeconds = 0.002
        let silent = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let dispatcher = NotificationDispatcher(store: store, sinks: sinks, settings: settings, logger: silent)
        let names = sinks.map(\.name)
        try await store.write { try $0.setDeliveries(names, at: Timestamp(microseconds: 0)) }
        let life = Task { try await dispatcher.run() }
        try await body()
        life.cancel()
        try await life.value
    }

    private static func withStore(_ body: (Store) async throws -> Void) async throws {
        let path = "/tmp/scoria-dispatcher-\(IDSource.system.uuid())"
        var settings = EventJournal.Settings()
        settings.delivers = true
        let store = try await Store.openSQLite(at: path).with(journal: EventJournal(settings))
        try await body(store)
        await store.close()
        for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + suffix) }
    }
}

/// Remembers what it was given, after it has failed as often as it was told.
private final class RecordingSink: NotificationSink {
    let name: String
    let batchSize = 4
    private let takesBeforeFailure: Int
    private let state: Mutex<(failures: Int, sequences: [Int64])>
    private let growth = AsyncStream.makeStream(of: Int.self)

    init(_ name: String, failures: Int = 0, takesBeforeFailure: Int = 0) {
        self.name = name
        self.takesBeforeFailure = takesBeforeFailure
        state = Mutex((failures, []))
    }

    var sequences: [Int64] { state.withLock { $0.sequences } }

    func deliver(_ events: [EventRow]) async -> DeliveryOutcome {
        state.withLock { state in
            guard state.failures == 0 else {
                state.failures -= 1
                let taken = events.prefix(takesBeforeFailure)
                state.sequences += taken.map(\.sequence)
                return .stopped(after: taken.count, DeliveryFailure("on purpose"))
            }
            state.sequences += events.map(\.sequence)
            growth.continuation.yield(state.sequences.count)
            return .all(events.count)
        }
    }

    func close() async {}

    func waitUntil(has count: Int) async {
        _ = await growth.stream.first { $0 >= count }
    }
}
