import FileDriver
import Glibc
import Logging
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaSystem

/// A pool in a directory with a driver on it, and a way to its files behind the driver's back.
struct FilePoolFixture: Sendable {
    let path: String
    let driver: FileDriver
    let target = RecordingTarget()
    let work = BlockingWork(threads: 4)

    init(path: String, createsDirectory: Bool = false) {
        self.path = path
        driver = FileDriver(
            FilePoolConfiguration(path: path, backendName: "files", createsDirectory: createsDirectory),
            target: target,
            work: work,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    var bytes: FileBytes { FileBytes(path: path) }

    /// The names in the pool's directory, without the marker.
    func names() throws -> [String] {
        try OpenFile.directory(path).names().filter { $0 != ".scoria-pool" }.sorted()
    }

    func subject(exhaust: (@Sendable () throws -> Void)? = nil, copiesTakeNoSpace: Bool = false) -> ConformanceSubject {
        ConformanceSubject(
            driver: driver,
            bytes: bytes,
            namesOnBackend: { try names() },
            addForeignObject: { try addFile($0, size: $1) },
            exhaust: exhaust,
            copiesTakeNoSpace: copiesTakeNoSpace,
            leaveRevert: { volume, snapshot in try leaveRevert(of: volume, to: snapshot) }
        )
    }

    /// Puts the beginning of a copy there that was to take the volume's place.
    private func leaveRevert(of volume: Volume, to snapshot: Snapshot) throws {
        let directory = try OpenFile.directory(path)
        let bytes = try directory.openFile("snapshot-\(snapshot.id)", O_RDONLY).read(at: 0, count: 1 << 20)
        try directory.openFile(".volume-\(volume.backendID).partial", O_RDWR | O_CREAT | O_EXCL).write(bytes, at: 0)
    }

    /// Puts a file of zeros into the pool that is not ours.
    func addFile(_ name: String, size: ByteCount) throws {
        try OpenFile.directory(path).openFile(name, O_RDWR | O_CREAT | O_EXCL, mode: 0o644).setLength(size)
    }

    static func volume(_ size: Int = 1) -> Volume {
        Volume(
            id: IDSource.system.id(),
            projectID: ProjectID(rawValue: "project"),
            userID: UserID(rawValue: "user"),
            size: GibiByteCount(size),
            createdAt: WallClock.system.now()
        )
    }

    static func snapshot(of volume: Volume) -> Snapshot {
        Snapshot(
            id: IDSource.system.id(),
            volumeID: volume.id,
            projectID: volume.projectID,
            userID: volume.userID,
            size: volume.size,
            createdAt: WallClock.system.now()
        )
    }
}

/// The bytes of the files in a pool.
struct FileBytes: VolumeBytes {
    let path: String

    func read(_ volume: Volume, at offset: Int64, count: Int) async throws -> [UInt8] {
        let bytes = try open(volume, O_RDONLY).read(at: offset, count: count)
        guard bytes.count == count else { throw SystemCallError("read", "volume-\(volume.backendID)", number: ENXIO) }
        return bytes
    }

    func write(_ bytes: [UInt8], to volume: Volume, at offset: Int64) async throws {
        let file = try open(volume, O_RDWR)
        guard offset + Int64(bytes.count) <= (try file.status().size.rawValue) else {
            throw SystemCallError("write", "volume-\(volume.backendID)", number: ENXIO)
        }
        try file.write(bytes, at: offset)
    }

    func length(of volume: Volume) async throws -> ByteCount {
        try open(volume, O_RDONLY).status().size
    }

    private func open(_ volume: Volume, _ access: Int32) throws -> OpenFile {
        try OpenFile.directory(path).openFile("volume-\(volume.backendID)", access)
    }
}
