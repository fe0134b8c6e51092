import ScoriaModel
import ScoriaNotifications
import ScoriaStore
import ScoriaSystem
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite("The file of notifications")
struct FileSinkTests {
    @Test("has one JSON object a line, whatever the events hold")
    func lines() async throws {
        let path = "/tmp/scoria-notes-\(IDSource.system.uuid())"
        defer { unlink(path) }
        let sink = FileSink(path: path, syncs: true, work: BlockingWork(threads: 1))
        let outcome = await sink.deliver([.sample(1, id: "first\nsecond\r\u{1b}[31m"), .sample(2)])
        #expect(outcome.delivered == 2)
        let lines = try text(of: path).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(try JSONValue(parsing: String(lines[0]))["resource_id"]?.string == "first\nsecond\r\u{1b}[31m")
    }

    @Test("begins anew when it is renamed away")
    func rotation() async throws {
        let path = "/tmp/scoria-notes-\(IDSource.system.uuid())"
        defer {
            unlink(path)
            unlink(path + ".1")
        }
        let sink = FileSink(path: path, syncs: false, work: BlockingWork(threads: 1))
        _ = await sink.deliver([.sample(1)])
        rename(path, path + ".1")
        _ = await sink.deliver([.sample(2)])
        #expect(try text(of: path + ".1").contains("\"sequence\":1,"))
        #expect(try text(of: path).contains("\"sequence\":2,"))
    }

    @Test("loses the half of a line that a kill has left")
    func tornLine() async throws {
        let path = "/tmp/scoria-notes-\(IDSource.system.uuid())"
        defer { unlink(path) }
        let file = try #require(fopen(path, "w"))
        fputs("{\"sequence\":1}\n{\"sequ", file)
        fclose(file)
        _ = await FileSink(path: path, syncs: false, work: BlockingWork(threads: 1)).deliver([.sample(2)])
        let lines = try text(of: path).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0] == "{\"sequence\":1}")
        #expect(try JSONValue(parsing: String(lines[1]))["sequence"]?.integer == 2)
    }

    private func text(of path: String) throws -> String {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes: [UInt8] = []
        while case let byte = fgetc(file), byte >= 0 { bytes.append(UInt8(byte)) }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension EventRow {
    /// An event with a payload.
    static func sample(_ sequence: Int64, id: String = "volume") -> EventRow {
        var event = EventRow(
            at: Timestamp(microseconds: 1_000_000),
            type: "volume.create.end",
            publisher: "volume.here@file",
            projectID: ProjectID(rawValue: "project"),
            userID: UserID(rawValue: "user"),
            requestID: RequestID(rawValue: "req-1"),
            resourceType: "volume",
            resourceID: id
        )
        event.sequence = sequence
        event.messageID = "message-\(sequence)"
        event.payload = "{\"size\":1}"
        return event
    }
}
