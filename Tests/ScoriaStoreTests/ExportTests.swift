import ScoriaModel
import ScoriaStore
import Testing

@Suite("Export numbers")
struct ExportTests {
    @Test("a number rests in quarantine before another volume gets it, and the lowest free one is taken first")
    func quarantine() async throws {
        try await withStore { store in
            try await store.write { transaction in
                for number in 1...6 { try transaction.insert(Sample.volume(number)) }
                #expect(try (1...3).map { try allocate($0, transaction, at: 0) } == [1, 2, 3])
                #expect(try allocate(2, transaction, at: 5) == 2, "a volume keeps its export")
                #expect(try transaction.releaseExport(of: Sample.id(2), now: second(10)) == 2)
                #expect(try transaction.releaseExport(of: Sample.id(2), now: second(10)) == nil)
                #expect(try allocate(4, transaction, at: 69) == 4)
                #expect(try transaction.releaseExport(of: Sample.id(1), now: second(69)) == 1)
                #expect(try allocate(5, transaction, at: 70) == 2)
                #expect(try transaction.releaseExport(of: Sample.id(4), now: second(71)) == 4)
                #expect(try allocate(6, transaction, at: 72) == 5, "the highest number rests and is not given out again")
                #expect(try allocate(2, transaction, at: 131) == 1)
            }
        }
    }

    @Test("the exports of a backend are those of its volumes")
    func exportsOfABackend() async throws {
        try await withStore { store in
            try await store.write { transaction in
                for number in 1...4 {
                    var volume = Sample.volume(number)
                    volume.host = PoolAddress(rawValue: number.isMultiple(of: 2) ? "h@one#pool" : "h@two#pool")
                    try transaction.insert(volume)
                    _ = try allocate(number, transaction, at: 0)
                }
            }
            let exports = try store.read { try $0.exports(onBackend: BackendAddress(rawValue: "h@one")) }
            #expect(exports.map(\.volumeID) == [Sample.id(2), Sample.id(4)])
            #expect(exports.first?.chapSecret == Secret("secret"))
        }
    }

    private func allocate(_ volume: Int, _ transaction: WriteTransaction, at seconds: Double) throws -> Int {
        try transaction.allocateExport(
            for: Sample.id(volume),
            chapUser: "user",
            chapSecret: Secret("secret"),
            now: second(seconds),
            quarantineSeconds: 60
        ).number
    }

    private func second(_ seconds: Double) -> Timestamp { Sample.start.advanced(bySeconds: seconds) }
}
