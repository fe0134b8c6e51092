import Foundation
import ScoriaDriver
import ScoriaModel
import ScoriaSystem
import ScoriaTargets
import Testing

@Suite(.serialized, .timeLimit(.minutes(2))) struct TgtExportTests {
    @Test func `an initiator that was let in writes and reads back`() async throws {
        try await TgtFixture.run { tgt in
            let (volume, info) = try await tgt.connectedVolume(1)
            let output = try await tgt.qemuIO(info, chap: info.chap, "write -P 0x5a 1M 64k", "read -P 0x5a 1M 64k", "read -P 0 0 64k")
            #expect(!output.contains("verification failed"))
            let file = try #require(FileHandle(forReadingAtPath: volume.path))
            try file.seek(toOffset: 1 << 20)
            #expect(try file.read(upToCount: 65536) == Data(repeating: 0x5a, count: 65536))
        }
    }
}
