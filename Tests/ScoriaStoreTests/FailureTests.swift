import Glibc
import ScoriaModel
import ScoriaStore
import Testing

@Suite("Failures of the machine")
struct FailureTests {
    @Test("a process killed before a commit leaves nothing of it, and one killed after it leaves all", arguments: ["before", "after"])
    func killedWriter(moment: String) async throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        let path = directory.database
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String, moment = moment as String] in
            // The fifth commit: the first is the schema's.
            setenv("SCORIA_FAULT", "store.commit.\(moment):5", 1)
            let store = try await Store.openSQLite(at: path)
            for number in 1...9 { try await insertPair(number, store) }
        }
        let store = try await Store.openSQLite(at: path)
        let pairs = try numbers("SELECT number FROM target_numbers", store)
        #expect(pairs == (moment == "before" ? [1, 2, 3] : [1, 2, 3, 4]))
        #expect(try numbers("SELECT hard_limit FROM quotas", store) == pairs)
        try await insertPair(10, store)
        await store.close()
    }

    @Test("a full disk fails the transactions that needed room, says so, and costs nothing that was there")
    func fullDisk() async throws {
        try await withStore { store in
            try await insertPair(1, store)
            try await store.write { transaction in
                var pages: Int64 = 0
                try transaction.connection.query("PRAGMA page_count", []) { pages = $0.integer(0) }
                try transaction.connection.query("PRAGMA max_page_count = \(pages + 2)", []) { _ in }
            }
            let large = String(repeating: "x", count: 100_000)
            let codes = await withTaskGroup(of: StoreError.Code?.self) { group in
                for number in 2...20 {
                    group.addTask {
                        do {
                            try await store.write { transaction in
                                _ = try transaction.connection.execute(
                                    "INSERT INTO target_numbers (number, released_at) VALUES (?, ?)",
                                    [.integer(Int64(number)), .text(large)]
                                )
                            }
                            return nil
                        } catch {
                            return (error as? StoreError)?.code
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.allSatisfy { $0 == .full })
            #expect(try numbers("SELECT number FROM target_numbers", store) == [1])
            try await store.write { transaction in
                try transaction.connection.query("PRAGMA max_page_count = 1000000", []) { _ in }
            }
            try await insertPair(2, store)
            #expect(try numbers("SELECT number FROM target_numbers", store) == [1, 2])
        }
    }

    @Test("a database that a newer release has updated is refused and left alone")
    func newerSchema() async throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        let store = try await Store.openSQLite(at: directory.database)
        let version = try store.read { try $0.schemaVersion() }
        #expect(version > 0)
        try await store.write { transaction in
            _ = try transaction.connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'", [])
        }
        await store.close()
        for _ in 0..<2 {
            let refusal = await #expect(throws: StoreError.self) { _ = try await Store.openSQLite(at: directory.database) }
            #expect(refusal?.code == .newerSchema)
            #expect(refusal?.message.contains("999") == true)
        }
    }

    private func numbers(_ sql: String, _ store: Store) throws -> [Int] {
        try store.read { transaction in
            var numbers: [Int] = []
            try transaction.connection.query(sql + " ORDER BY 1", []) { numbers.append(Int($0.integer(0))) }
            return numbers
        }
    }
}

/// Writes two rows that belong together, in one transaction.
private func insertPair(_ number: Int, _ store: Store) async throws {
    try await store.write { transaction in
        try transaction.connection.execute(
            "INSERT INTO target_numbers (number, released_at) VALUES (?, 'x')",
            [.integer(Int64(number))]
        )
        try transaction.setQuotaLimit(of: ProjectID(rawValue: "p\(number)"), "volumes", Int64(number))
    }
}
