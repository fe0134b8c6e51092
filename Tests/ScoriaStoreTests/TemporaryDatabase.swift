import Glibc
import ScoriaStore

/// A directory for one test's database; removed with it.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/scoria-store-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StoreError(.unusable, "mkdtemp failed: \(errno)") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        guard let directory = opendir(path) else { return }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            unlink("\(path)/\(name)")
        }
        closedir(directory)
        rmdir(path)
    }

    /// Where the test's database goes.
    var database: String { path + "/scoria.db" }
}

/// Runs a test on a fresh store.
func withStore(_ body: (Store) async throws -> Void) async throws {
    let directory = try TemporaryDirectory()
    // Without this the directory would go with its last mention, under the open database.
    defer { withExtendedLifetime(directory) {} }
    let store = try await Store.openSQLite(at: directory.database)
    do {
        try await body(store)
    } catch {
        await store.close()
        throw error
    }
    await store.close()
}
