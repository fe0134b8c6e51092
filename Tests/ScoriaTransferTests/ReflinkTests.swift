import Glibc
import ScoriaDriverTesting
import ScoriaModel
import ScoriaSystem
import ScoriaTransfer
import Testing

@Suite struct ReflinkTests {
    @Test(arguments: [ScratchFileSystem.Format.xfsWithReflink, .ext4])
    func isFoundOutByTryingAndLeavesNothing(_ format: ScratchFileSystem.Format) async throws {
        guard geteuid() == 0 else { return }
        let system = try await ScratchFileSystem(format, size: ByteCount(300 << 20))
        let directory = try OpenFile.directory(system.path)
        let before = try directory.names()
        #expect(try Reflink.isSupported(in: directory) == (format == .xfsWithReflink))
        #expect(try directory.names() == before)
    }

    @Test func sharesBlocksUntilOneIsWrittenTo() async throws {
        guard geteuid() == 0 else { return }
        let system = try await ScratchFileSystem(.xfsWithReflink, size: ByteCount(300 << 20))
        let directory = try OpenFile.directory(system.path)
        let source = try directory.openFile("source", O_RDWR | O_CREAT)
        try source.write([UInt8](repeating: 1, count: 8 << 20), at: 0)
        let clone = try directory.openFile("clone", O_RDWR | O_CREAT)
        #expect(try Reflink.clone(source, to: clone))
        try clone.write([2], at: 4096)
        try source.write([3], at: 8192)
        #expect(try source.read(at: 4096, count: 1) == [1])
        #expect(try clone.read(at: 4096, count: 1) == [2])
        #expect(try clone.read(at: 8192, count: 1) == [1])
    }
}
