import Glibc
import ScoriaStore
import ScoriaSystem
import Testing

@Suite("The SQLite engine")
struct EngineTests {
    struct Refusal: Error {}

    @Test("takes back only the changes of the transaction that throws, among many that share a commit")
    func isolation() async throws {
        try await withStore { store in
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        // The refusals are the point of the test.
                        try? await store.write { transaction in
                            try transaction.connection.execute(
                                "INSERT INTO target_numbers (number, released_at) VALUES (?, 'x')",
                                [.integer(Int64(number))]
                            )
                            if number.isMultiple(of: 3) { throw Refusal() }
                        }
                    }
                }
            }
            let kept = try numbers(store)
            #expect(kept == (0..<200).filter { !$0.isMultiple(of: 3) })
        }
    }

    @Test("gives the error of the closure to its own caller")
    func errorReachesItsCaller() async throws {
        try await withStore { store in
            await #expect(throws: Refusal.self) { try await store.write { _ in throw Refusal() } }
            let answer = try await store.write { _ in 7 }
            #expect(answer == 7)
        }
    }

    @Test("lets a read see one snapshot while writes go on")
    func snapshotReads() async throws {
        try await withStore { store in
            let reading = Gate()
            let written = Gate()
            let counts = Task.detached {
                try store.read { transaction in
                    let before = try count(transaction)
                    reading.open()
                    written.wait()
                    return (before, try count(transaction))
                }
            }
            await Task.detached { reading.wait() }.value
            try await insert(1, store)
            written.open()
            let (before, after) = try await counts.value
            #expect(before == 0 && after == 0)
            #expect(try store.read(count) == 1)
        }
    }

    @Test("keeps what was written when the database is opened again, and says the same deployment id")
    func reopening() async throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        let first = try await Store.openSQLite(at: directory.database)
        try await insert(42, first)
        let deployment = try first.read { try $0.deploymentID() }
        await first.close()
        let second = try await Store.openSQLite(at: directory.database)
        #expect(try numbers(second) == [42])
        #expect(try second.read { try $0.deploymentID() } == deployment)
        await second.close()
    }

    @Test("refuses a second owner, names the file and the process, and lets it in after the first has gone")
    func exclusiveOwnership() async throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        let first = try await Store.openSQLite(at: directory.database)
        let refusal = await #expect(throws: StoreError.self) { _ = try await Store.openSQLite(at: directory.database) }
        #expect(refusal?.code == .inUse)
        #expect(refusal?.message.contains(directory.database) == true)
        #expect(refusal?.message.contains("process \(getpid())") == true)
        await first.close()
        let second = try await Store.openSQLite(at: directory.database)
        await second.close()
    }

    @Test("makes the database readable for its owner only")
    func fileMode() async throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        let store = try await Store.openSQLite(at: directory.database)
        for suffix in ["", "-wal", "-shm", ".lock"] {
            var status = stat()
            #expect(stat(directory.database + suffix, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
        await store.close()
    }

    @Test("refuses writes and reads after it was closed")
    func closed() async throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        let store = try await Store.openSQLite(at: directory.database)
        await store.close()
        await store.close()
        await #expect(throws: StoreError.self) { try await store.write { _ in } }
        #expect(throws: StoreError.self) { try store.read { _ in } }
    }

    @Test("says what is wrong with a file that is not a database, a foreign database, a directory, and a missing directory")
    func unusableFiles() async throws {
        let directory = try TemporaryDirectory()
        defer { withExtendedLifetime(directory) {} }
        try makeFile(directory.path + "/text", String(repeating: "not a database, by far ", count: 100))
        for path in ["/text", "", "/missing/scoria.db"].map({ directory.path + $0 }) {
            let refusal = await #expect(throws: StoreError.self) { _ = try await Store.openSQLite(at: path) }
            #expect(refusal?.code == .unusable)
            #expect(refusal?.message.contains(path) == true)
        }
        unlink(directory.path + ".lock")
    }

    private func makeFile(_ path: String, _ text: String) throws {
        let file = open(path, O_WRONLY | O_CREAT, 0o600)
        _ = text.withCString { write(file, $0, strlen($0)) }
        close(file)
    }

    private func numbers(_ store: Store) throws -> [Int] {
        try store.read { transaction in
            var numbers: [Int] = []
            try transaction.connection.query("SELECT number FROM target_numbers ORDER BY number", []) { numbers.append(Int($0.integer(0))) }
            return numbers
        }
    }
}

private func insert(_ number: Int, _ store: Store) async throws {
    try await store.write { transaction in
        _ = try transaction.connection.execute(
            "INSERT INTO target_numbers (number, released_at) VALUES (?, 'x')",
            [.integer(Int64(number))]
        )
    }
}

private func count(_ transaction: ReadTransaction) throws -> Int {
    var count = 0
    try transaction.connection.query("SELECT count(*) FROM target_numbers", []) { count = Int($0.integer(0)) }
    return count
}
