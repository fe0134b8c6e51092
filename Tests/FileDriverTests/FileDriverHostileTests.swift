import FileDriver
import Glibc
import ScoriaDriver
import ScoriaDriverTesting
import ScoriaModel
import ScoriaSystem
import Testing

/// What somebody, a broken disk or an absent one may do to a pool.
@Suite struct FileDriverHostileTests {
    private let scratch: ScratchDirectory
    private let pool: FilePoolFixture
    private let outside: String

    init() throws {
        scratch = try ScratchDirectory()
        pool = FilePoolFixture(path: "\(scratch.path)/pool", createsDirectory: true)
        outside = "\(scratch.path)/outside"
        try OpenFile.directory(scratch.path).openFile("outside", O_RDWR | O_CREAT).write([UInt8]("precious".utf8), at: 0)
    }

    /// What lies under a name of ours and is no plain file.
    enum Planted: CaseIterable {
        case symbolicLink, danglingLink, hardLink, fifo, directory

        func plant(_ path: String, outside: String) {
            switch self {
            case .symbolicLink: symlink(outside, path)
            case .danglingLink: symlink("\(outside)-not-there", path)
            case .hardLink: link(outside, path)
            case .fifo: mkfifo(path, 0o600)
            case .directory: mkdir(path, 0o700)
            }
        }
    }

    @Test(arguments: Planted.allCases)
    func refusesWhatIsPlantedUnderAVolumesName(_ planted: Planted) async throws {
        try await pool.driver.start()
        let (volume, clone) = (FilePoolFixture.volume(), FilePoolFixture.volume())
        planted.plant("\(pool.path)/volume-\(volume.id)", outside: outside)
        let export = ExportRequest(volume: volume, number: 1, chap: nil)
        let calls: [(String, @Sendable () async throws -> Void)] = [
            ("create", { _ = try await pool.driver.createVolume(volume) }),
            ("clone", { _ = try await pool.driver.cloneVolume(clone, from: volume) { _, _ in } }),
            ("snapshot", { _ = try await pool.driver.createSnapshot(FilePoolFixture.snapshot(of: volume), of: volume) }),
            ("extend", { try await pool.driver.extendVolume(volume, to: GibiByteCount(5), export: nil) }),
            ("export", { _ = try await pool.driver.createExport(export) }),
            ("connect", { _ = try await pool.driver.initializeConnection(export, connector: Connector(fields: [:])) }),
        ]
        for (name, call) in calls {
            let error = await #expect(throws: DriverError.self, "\(name)") { try await call() }
            #expect(error?.code == .corrupted, "\(name): \(String(describing: error))")
            #expect(error?.disposition == .permanent)
        }
        // A hard link is a plain file, and removing it touches nothing but the pool.
        if planted != .hardLink {
            let error = await #expect(throws: DriverError.self) { try await pool.driver.deleteVolume(volume) }
            #expect(error?.code == .corrupted)
        }
        try expectOutsideUntouched()
        #expect(pool.target.exports.isEmpty)
    }

    @Test(arguments: Planted.allCases)
    func writesNothingThroughWhatIsPlantedUnderAPassingName(_ planted: Planted) async throws {
        try await pool.driver.start()
        let volume = FilePoolFixture.volume()
        planted.plant("\(pool.path)/.volume-\(volume.id).partial", outside: outside)
        do {
            _ = try await pool.driver.createVolume(volume)
            #expect(try pool.names() == ["volume-\(volume.id)"])
        } catch let error as DriverError {
            #expect(planted == .directory, "\(error)")
        }
        try expectOutsideUntouched()
    }

    @Test(arguments: Planted.allCases)
    func offersNothingPlantedToBeManaged(_ planted: Planted) async throws {
        try await pool.driver.start()
        planted.plant("\(pool.path)/disk", outside: outside)
        let error = await #expect(throws: DriverError.self) {
            _ = try await pool.driver.manageExisting(FilePoolFixture.volume(), reference: ["source-name": "disk"])
        }
        #expect(error?.code == .invalidReference)
        #expect(try await pool.driver.manageableVolumes(known: []).allSatisfy { !$0.isSafeToManage && $0.reasonNotSafe != nil })
        try expectOutsideUntouched()
    }

    /// To Swift a slash before a combining mark is another character than a slash; to the kernel it is the same byte.
    @Test func managesNothingBelowADirectoryOfThePool() async throws {
        try await pool.driver.start()
        #expect(mkdir("\(pool.path)/below", 0o700) == 0)
        let name = "below/\u{301}disk"
        try pool.addFile(name, size: GibiByteCount(1).bytes)
        let error = await #expect(throws: DriverError.self) {
            _ = try await pool.driver.manageExisting(FilePoolFixture.volume(), reference: ["source-name": .string(name)])
        }
        #expect(error?.code == .invalidReference)
        #expect(try pool.names() == ["below"])
    }

    @Test func managesNoFileThatIsInUse() async throws {
        try await pool.driver.start()
        try pool.addFile("disk", size: GibiByteCount(1).bytes)
        let reference: [String: JSONValue] = ["source-name": "disk"]
        var user: OpenFile? = try OpenFile.directory(pool.path).openFile("disk", O_RDONLY)
        let error = await #expect(throws: DriverError.self) {
            _ = try await pool.driver.manageExisting(FilePoolFixture.volume(), reference: reference)
        }
        #expect(error?.code == .busy)
        #expect(error?.disposition == .permanent)
        #expect(try await pool.driver.manageableVolumes(known: []).map(\.reasonNotSafe) == ["is open in another program"])
        #expect(try pool.names() == ["disk"])
        withExtendedLifetime(user) {}
        user = nil
        _ = try await pool.driver.manageExisting(FilePoolFixture.volume(), reference: reference)
    }

    @Test func startsOverWhatACrashLeftHalfMade() async throws {
        try await pool.driver.start()
        let (volume, clone) = (FilePoolFixture.volume(), FilePoolFixture.volume())
        _ = try await pool.driver.createVolume(volume)
        for object in [volume, clone] {
            let partial = try OpenFile.directory(pool.path).openFile(".volume-\(object.id).partial", O_RDWR | O_CREAT)
            try partial.write([UInt8](repeating: 0xEE, count: 4096), at: 12_288)
        }
        _ = try await pool.driver.cloneVolume(clone, from: volume) { _, _ in }
        #expect(try await pool.bytes.read(clone, at: 12_288, count: 4096).allSatisfy { $0 == 0 })
        try await pool.driver.deleteVolume(volume)
        #expect(try pool.names() == ["volume-\(clone.id)"])
    }

    @Test func clearsHalfMadeFilesOfEarlierProcessesAtTheStart() async throws {
        try await pool.driver.start()
        let volume = FilePoolFixture.volume()
        try pool.addFile(".volume-\(volume.id).partial", size: ByteCount(10))
        try pool.addFile(".snapshot-\(volume.id).partial", size: ByteCount(10))
        try pool.addFile(".mine.partial", size: ByteCount(10))
        #expect(try await pool.driver.inventory().count == 2)
        await pool.driver.stop()
        try await pool.driver.start()
        #expect(try pool.names() == [".mine.partial"])
    }

    @Test func refusesADirectoryOfSomebodyElse() async throws {
        mkdir(pool.path, 0o700)
        try pool.addFile("diary.txt", size: ByteCount(100))
        let error = await #expect(throws: DriverError.self) { try await pool.driver.start() }
        #expect(error?.code == .invalidConfiguration)
        #expect(try OpenFile.directory(pool.path).names() == ["diary.txt"])
    }

    @Test func refusesAMissingDirectoryUnlessToldToMakeIt() async throws {
        let absent = FilePoolFixture(path: "\(scratch.path)/absent")
        let error = await #expect(throws: DriverError.self) { try await absent.driver.start() }
        #expect(error?.code == .unavailable)
        #expect(error?.disposition == .transient)
        #expect(access(absent.path, F_OK) != 0)
    }

    @Test func refusesAPoolThatAnotherDriverHolds() async throws {
        try await pool.driver.start()
        let second = FilePoolFixture(path: pool.path)
        let error = await #expect(throws: DriverError.self) { try await second.driver.start() }
        #expect(error?.code == .unavailable)
        await pool.driver.stop()
        try await second.driver.start()
    }

    /// How a pool's directory stops being the pool's.
    enum Loss: CaseIterable {
        case removed, markerRemoved, replaced, neverStarted
    }

    @Test(arguments: Loss.allCases)
    func touchesNothingWhenThePoolIsGone(_ loss: Loss) async throws {
        let volume = FilePoolFixture.volume()
        if loss != .neverStarted { try await pool.driver.start() }
        switch loss {
        case .removed:
            unlink("\(pool.path)/.scoria-pool")
            rmdir(pool.path)
        case .markerRemoved: unlink("\(pool.path)/.scoria-pool")
        case .replaced:
            rename(pool.path, "\(pool.path)-elsewhere")
            let other = FilePoolFixture(path: pool.path, createsDirectory: true)
            try await other.driver.start()
            await other.driver.stop()
        case .neverStarted: break
        }
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await pool.driver.createVolume(volume) }, { try await pool.driver.deleteVolume(volume) },
            { _ = try await pool.driver.statistics() }, { _ = try await pool.driver.inventory() },
            { _ = try await pool.driver.createExport(ExportRequest(volume: volume, number: 1, chap: nil)) },
        ]
        for call in calls {
            let error = await #expect(throws: DriverError.self) { try await call() }
            #expect(error?.code == .unavailable)
            #expect(error?.disposition == .transient)
        }
        #expect((try? pool.names()) ?? [] == [], "nothing was made in a directory that is not the pool")
    }

    @Test(.enabled(if: Mounting.isPossible, Mounting.advice))
    func saysThatAFileSystemIsReadOnly() async throws {
        let system = try await ScratchFileSystem(.ext4, size: ByteCount(32 << 20), staysMounted: true)
        let pool = FilePoolFixture(path: try system.makeDirectory("pool"))
        try await pool.driver.start()
        let volume = FilePoolFixture.volume()
        _ = try await pool.driver.createVolume(volume)
        await pool.driver.stop()
        try await system.remount(readOnly: true)
        let error = await #expect(throws: DriverError.self) { try await pool.driver.start() }
        #expect(error?.code == .unavailable)
        #expect(error?.correction?.contains("read-only") == true)
        try await system.remount(readOnly: false)
        try await pool.driver.start()
        try await pool.driver.deleteVolume(volume)
        #expect(try pool.names() == [])
    }

    @Test(.enabled(if: Mounting.isPossible, Mounting.advice))
    func keepsTheOldBytesWhenThereIsNoRoomToRevert() async throws {
        let system = try await ScratchFileSystem(.ext4, size: ByteCount(64 << 20))
        let pool = FilePoolFixture(path: try system.makeDirectory("pool"))
        try await pool.driver.start()
        let volume = FilePoolFixture.volume()
        let snapshot = FilePoolFixture.snapshot(of: volume)
        let (old, new) = ([UInt8](repeating: 1, count: 8 << 20), [UInt8](repeating: 2, count: 8 << 20))
        _ = try await pool.driver.createVolume(volume)
        try await pool.bytes.write(old, to: volume, at: 0)
        _ = try await pool.driver.createSnapshot(snapshot, of: volume)
        try await pool.bytes.write(new, to: volume, at: 0)
        try system.exhaust()
        let error = await #expect(throws: DriverError.self) {
            try await pool.driver.revertVolume(volume, to: snapshot, export: nil) { _, _ in }
        }
        #expect(error?.code == .outOfSpace)
        #expect(try await pool.bytes.read(volume, at: 0, count: 8 << 20) == new)
        // A full pool must come up again, or nobody could delete anything from it.
        await pool.driver.stop()
        try await pool.driver.start()
        try await pool.driver.deleteSnapshot(snapshot, of: volume)
        #expect(try pool.names() == ["volume-\(volume.id)"])
    }

    @Test(.enabled(if: Mounting.isPossible, Mounting.advice), arguments: [ScratchFileSystem.Format.xfsWithReflink, .ext4])
    func saysThatADiskIsBroken(_ format: ScratchFileSystem.Format) async throws {
        let system = try await ScratchFileSystem(format, size: ByteCount(300 << 20))
        let pool = FilePoolFixture(path: try system.makeDirectory("pool"))
        try await pool.driver.start()
        let volume = FilePoolFixture.volume()
        _ = try await pool.driver.createVolume(volume)
        try system.shutDown()
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await pool.driver.createVolume(FilePoolFixture.volume()) },
            { _ = try await pool.driver.cloneVolume(FilePoolFixture.volume(), from: volume) { _, _ in } },
            { try await pool.driver.extendVolume(volume, to: GibiByteCount(2), export: nil) },
            { try await pool.driver.deleteVolume(volume) },
        ]
        for call in calls {
            let error = await #expect(throws: DriverError.self) { try await call() }
            #expect(error?.code == .backend || error?.code == .unavailable, "\(String(describing: error))")
            #expect(error?.correction?.contains("disk") == true)
        }
    }

    @Test func givesFilesTheirModeAndNoOther() async throws {
        try await pool.driver.start()
        try pool.addFile("legacy", size: ByteCount(100))
        let (made, managed) = (FilePoolFixture.volume(), FilePoolFixture.volume())
        _ = try await pool.driver.createVolume(made)
        _ = try await pool.driver.manageExisting(managed, reference: ["source-name": "legacy"])
        for volume in [made, managed] {
            var status = stat()
            #expect(stat("\(pool.path)/volume-\(volume.id)", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func keepsTheNamesOfGivenUpFilesApart() async throws {
        try await pool.driver.start()
        let volume = FilePoolFixture.volume()
        for _ in 0..<3 {
            _ = try await pool.driver.createVolume(volume)
            try await pool.driver.unmanage(volume)
        }
        #expect(try pool.names() == ["unmanaged-\(volume.id)", "unmanaged-\(volume.id)-2", "unmanaged-\(volume.id)-3"])
    }

    @Test func refusesToCopyAVolumeThatIsWrittenToAllTheTime() async throws {
        try await pool.driver.start()
        let (volume, clone) = (FilePoolFixture.volume(), FilePoolFixture.volume())
        _ = try await pool.driver.createVolume(volume)
        let writer = Task {
            var number: UInt8 = 0
            while !Task.isCancelled {
                number &+= 1
                try await pool.bytes.write([number], to: volume, at: 0)
                await Task.yield()
            }
        }
        let error = await #expect(throws: DriverError.self) {
            _ = try await pool.driver.cloneVolume(clone, from: volume) { _, _ in }
        }
        writer.cancel()
        try await writer.value
        #expect(error?.code == .busy)
        #expect(try pool.names() == ["volume-\(volume.id)"])
        _ = try await pool.driver.cloneVolume(clone, from: volume) { _, _ in }
        #expect(try pool.names().count == 2)
    }

    @Test func leavesNothingOfACancelledCopy() async throws {
        try await pool.driver.start()
        let (volume, clone) = (FilePoolFixture.volume(), FilePoolFixture.volume())
        _ = try await pool.driver.createVolume(volume)
        for number in 0..<64 {
            try await pool.bytes.write([UInt8](repeating: 7, count: 1 << 20), to: volume, at: Int64(number) << 20)
        }
        let copy = Task {
            try await pool.driver.cloneVolume(clone, from: volume) { done, _ in
                if done.rawValue > 0 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { _ = try await copy.value }
        #expect(try pool.names() == ["volume-\(volume.id)"])
    }

    private func expectOutsideUntouched() throws {
        let directory = try OpenFile.directory(scratch.path)
        #expect(try directory.openFile("outside", O_RDONLY).read(at: 0, count: 100) == [UInt8]("precious".utf8))
        #expect(try Set(directory.names()) == ["pool", "outside"])
    }
}
