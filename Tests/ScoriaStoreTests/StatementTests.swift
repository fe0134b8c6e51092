import ScoriaModel
import ScoriaStore
import Testing

@Suite("Statements")
struct StatementTests {
    @Test("a query may run again inside its own rows")
    func nestedQueries() async throws {
        try await withStore { store in
            try await store.write { transaction in
                for number in 1...3 { try transaction.insert(Sample.volume(number)) }
            }
            var pairs = 0
            try store.read { transaction in
                let sql = "SELECT id FROM volumes"
                try transaction.connection.query(sql, []) { _ in
                    try transaction.connection.query(sql, []) { _ in pairs += 1 }
                }
            }
            #expect(pairs == 9)
        }
    }

    @Test("more distinct statements than are kept all work, and the database still closes")
    func manyStatements() async throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        let store = try await Store.openSQLite(at: directory.database)
        try store.read { transaction in
            for number in 0..<2000 {
                var answer: Int64 = -1
                try transaction.connection.query("SELECT ? + \(number)", [.integer(1)]) { answer = $0.integer(0) }
                #expect(answer == Int64(number + 1))
            }
        }
        await store.close()
        let again = try await Store.openSQLite(at: directory.database)
        await again.close()
    }

    @Test("a closure that throws in the middle of its rows leaves the statement ready for the next")
    func interruptedRows() async throws {
        struct Enough: Error {}
        try await withStore { store in
            for _ in 0..<3 {
                #expect(throws: Enough.self) {
                    try store.read { try $0.connection.query("SELECT 1 UNION SELECT 2", []) { _ in throw Enough() } }
                }
            }
        }
    }

    @Test("a wrong number of parameters is an error, not a null")
    func parameterCount() async throws {
        try await withStore { store in
            #expect(throws: StoreError.self) { try store.read { try $0.connection.query("SELECT ?, ?", [.integer(1)]) { _ in } } }
        }
    }

    @Test("text of every kind comes back byte by byte", arguments: ["", "\u{0}a\u{0}", "ünï", "'; DROP TABLE volumes; --", "😀"])
    func texts(text: String) async throws {
        try await withStore { store in
            var volume = Sample.volume(1)
            volume.name = text
            volume.metadata = [text: text]
            try await store.write { [volume] in try $0.insert(volume) }
            #expect(try store.read { try $0.volume(volume.id) } == volume)
        }
    }
}
