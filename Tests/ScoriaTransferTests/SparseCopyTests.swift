import Glibc
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaSystem
import ScoriaTransfer
import Synchronization
import Testing

@Suite struct SparseCopyTests {
    private static let mebibyte: Int64 = 1 << 20
    private let work = BlockingWork(threads: 2)

    /// Where files are copied: from and to.
    enum Place: CaseIterable {
        case plainDirectory, xfs, ext4, fromExt4ToXFS

        var needsMount: Bool { self != .plainDirectory }
    }

    /// The directories of a place, with what keeps them there.
    private struct Directories {
        let source: OpenFile
        let destination: OpenFile
        let storage: [any Sendable]

        init(_ place: Place) async throws {
            switch place {
            case .plainDirectory:
                let scratch = try ScratchDirectory()
                (source, destination) = (try .directory(scratch.path), try .directory(scratch.path))
                storage = [scratch]
            case .xfs, .ext4:
                let system = try await ScratchFileSystem(
                    place == .xfs ? .xfsWithReflink : .ext4,
                    size: ByteCount(320 * SparseCopyTests.mebibyte)
                )
                (source, destination) = (try .directory(system.path), try .directory(system.path))
                storage = [system]
            case .fromExt4ToXFS:
                let (ext4, xfs) = (
                    try await ScratchFileSystem(.ext4, size: ByteCount(320 * SparseCopyTests.mebibyte)),
                    try await ScratchFileSystem(.xfsWithReflink, size: ByteCount(320 * SparseCopyTests.mebibyte))
                )
                (source, destination) = (try .directory(ext4.path), try .directory(xfs.path))
                storage = [ext4, xfs]
            }
        }
    }

    @Test(arguments: Place.allCases)
    func keepsBytesHolesAndLength(_ place: Place) async throws {
        guard !place.needsMount || geteuid() == 0 else { return }
        let directories = try await Directories(place)
        let source = try directories.source.openFile("source", O_RDWR | O_CREAT)
        try source.setLength(ByteCount(10 << 30))
        // Single bytes, runs across pieces, unaligned edges, the very end.
        var written: [(Int64, [UInt8])] = [(0, [1]), ((10 << 30) - 1, [2]), (5 << 30, Array(repeating: 3, count: 3 << 20))]
        written += (1...200).map { (Int64($0) * 37 * 4096 + 11, [UInt8](repeating: UInt8($0), count: 700)) }
        for (offset, bytes) in written { try source.write(bytes, at: offset) }
        let length = ByteCount((11 << 30) + 123)
        let reports = Mutex<[Int64]>([])
        try await SparseCopy(on: work, pieceSize: ByteCount(1 << 20))
            .copy(source, to: "copy", in: directories.destination, length: length) { done, total in
                #expect(total == length)
                reports.withLock { $0.append(done.rawValue) }
            }
        let copy = try directories.destination.openFile("copy", O_RDONLY)
        #expect(try copy.status().size == length)
        for (offset, bytes) in written { #expect(try copy.read(at: offset, count: bytes.count) == bytes, "at \(offset)") }
        #expect(try copy.read(at: 1 << 30, count: 65_536).allSatisfy { $0 == 0 })
        #expect(try copy.read(at: 10 << 30, count: 65_536).allSatisfy { $0 == 0 })
        let (before, after) = (try source.status().allocated.rawValue, try copy.status().allocated.rawValue)
        #expect(after <= before + 2 * Self.mebibyte, "holes were filled: \(before) bytes became \(after)")
        let progress = reports.withLock { $0 }
        #expect(progress == progress.sorted() && progress.last == length.rawValue && progress.count > 3)
    }

    @Test func endsWithTheLengthThatIsAskedFor() async throws {
        let directories = try await Directories(.plainDirectory)
        let source = try directories.source.openFile("source", O_RDWR | O_CREAT)
        try source.write([UInt8](repeating: 9, count: 10_000), at: 0)
        for length in [0, 1, 4096, 9999, 10_000, 10_001, 1 << 20] as [Int64] {
            try await SparseCopy(on: work).copy(source, to: "copy", in: directories.destination, length: ByteCount(length)) { _, _ in }
            let copy = try directories.destination.openFile("copy", O_RDONLY)
            #expect(try copy.status().size == ByteCount(length))
            #expect(try copy.read(at: 0, count: 20_000).prefix(10_000).allSatisfy { $0 == 9 })
            #expect(try copy.read(at: 10_000, count: 1 << 20).allSatisfy { $0 == 0 })
        }
    }

    @Test func saysThatTheDiskIsFullAndRemovesThePart() async throws {
        guard geteuid() == 0 else { return }
        let small = try await ScratchFileSystem(.ext4, size: ByteCount(16 * Self.mebibyte))
        let scratch = try ScratchDirectory()
        let source = try OpenFile.directory(scratch.path).openFile("source", O_RDWR | O_CREAT)
        try source.write([UInt8](repeating: 5, count: 64 << 20), at: 0)
        let directory = try OpenFile.directory(small.path)
        let error = await #expect(throws: DriverError.self) {
            try await SparseCopy(on: work).copy(source, to: "copy", in: directory, length: ByteCount(64 << 20)) { _, _ in }
        }
        #expect(error?.code == .outOfSpace)
        #expect(try directory.names() == ["lost+found"])
    }

    @Test func stopsBetweenPiecesWhenCancelledAndRemovesThePart() async throws {
        let directories = try await Directories(.plainDirectory)
        let source = try directories.source.openFile("source", O_RDWR | O_CREAT)
        try source.write([UInt8](repeating: 5, count: 32 << 20), at: 0)
        let pieces = Mutex(0)
        let copy = Task {
            try await SparseCopy(on: work, pieceSize: ByteCount(1 << 20))
                .copy(source, to: "copy", in: directories.destination, length: ByteCount(32 << 20)) { _, _ in
                    if pieces.withLock({
                        $0 += 1; return $0
                    }) == 3 {
                        withUnsafeCurrentTask { $0?.cancel() }
                    }
                }
        }
        await #expect(throws: CancellationError.self) { try await copy.value }
        #expect(pieces.withLock { $0 } == 3)
        #expect(try directories.destination.names() == ["source"])
    }
}
