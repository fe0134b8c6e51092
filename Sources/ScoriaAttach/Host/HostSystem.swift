internal import ScoriaModel
public import ScoriaSystem

#if canImport(Glibc)
    import Glibc
#endif

/// The machine that attaches: its files, its programs, and how long to wait for its devices.
///
/// Blocks while it reads small files of the kernel's: a command does nothing else meanwhile.
public struct HostSystem: Sendable {
    /// What goes before every path; empty but in tests.
    public var root: String
    public var runner: any ProcessRunning
    /// Waits a moment between two looks.
    public var pause: @Sendable () async throws -> Void
    /// How many looks are taken before a device counts as missing.
    public var looks: Int

    private static let looksASecond = 10

    /// This machine, with a deadline in seconds for devices to appear and to go.
    public init(deadlineSeconds: Int = 60) {
        root = ""
        runner = ProcessRunner()
        pause = { try await Task.sleep(for: .milliseconds(1000 / Self.looksASecond)) }
        looks = max(1, deadlineSeconds * Self.looksASecond)
    }

    /// Looks until there is something; nil when the looks are used up.
    func wait<Found>(looks: Int? = nil, for find: () throws -> Found?) async throws -> Found? {
        for look in 1...(looks ?? self.looks) {
            if let found = try find() { return found }
            if look < looks ?? self.looks { try await pause() }
        }
        return nil
    }

    // MARK: Files

    func exists(_ path: String) -> Bool { access(root + path, F_OK) == 0 }

    /// The names in a directory, sorted; none when it is not there.
    func names(_ path: String) -> [String] {
        // Directories of sysfs come and go; one that cannot be read has nothing to show.
        ((try? OpenFile.directory(root + path).names()) ?? []).sorted()
    }

    /// The bytes of a file; nil when it cannot be read, as attributes of a device that is going.
    func bytes(_ path: String) -> [UInt8]? { try? SmallFile.bytes(at: root + path) }

    /// The text of a file without the white space around it.
    func text(_ path: String) -> String? {
        guard let bytes = bytes(path) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        let isSpace: (Character) -> Bool = { $0.isWhitespace || $0 == "\0" }
        return String(text.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }

    /// Gives an attribute of the kernel's a value.
    func set(_ path: String, _ value: String) throws(SystemCallError) {
        let descriptor = open(root + path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open", path) }
        let bytes = Array(value.utf8)
        let written = OpenFile(descriptor: descriptor, name: path).withDescriptor { Glibc.write($0, bytes, bytes.count) }
        guard written == bytes.count else { throw .last("write", path) }
    }

    /// Puts a file of the owner's alone into its place in one step, by way of a new file in `scratch`.
    func replace(_ path: String, with text: String, by scratch: String) throws(SystemCallError) {
        let temporary = "\(root)\(scratch)/.scoria-\(getpid())"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .last("open", temporary) }
        let file = OpenFile(descriptor: descriptor, name: path)
        do throws(SystemCallError) {
            try file.write(Array(text.utf8), at: 0)
            try file.synchronize()
            guard rename(temporary, root + path) == 0 else { throw .last("rename", path) }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    func removeFile(_ path: String) { unlink(root + path) }

    /// Makes a directory and those above it.
    func makeDirectory(_ path: String) throws(SystemCallError) {
        guard !exists(path) else { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeDirectory(String(path[..<slash])) }
        guard mkdir(root + path, 0o700) == 0 || errno == EEXIST else { throw .last("mkdir", path) }
    }

    /// Takes a lock that lasts as long as the object, in a file that stays; waits while somebody else has it.
    func lock(_ path: String) async throws -> OpenFile {
        let descriptor = open(root + path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw SystemCallError.last("open", path) }
        let file = OpenFile(descriptor: descriptor, name: path)
        guard try await wait(for: { try file.lockExclusively() ? file : nil }) != nil else {
            throw AttachError("Another `scoria attach` or `scoria detach` is at work on this host.", correction: "Repeat this one later.")
        }
        return file
    }

    /// Whether a block device is mounted, or part of another device, or opened by somebody for himself alone.
    func isInUse(_ path: String) throws -> Bool {
        let descriptor = open(root + path, O_RDONLY | O_EXCL | O_CLOEXEC)
        if descriptor >= 0 {
            close(descriptor)
            return false
        }
        guard errno == EBUSY else {
            // A device that is gone, or whose paths are dead, is used by nobody.
            guard [ENOENT, ENXIO, EIO, ENODEV, ETIMEDOUT].contains(errno) else { throw SystemCallError.last("open", path) }
            return false
        }
        return true
    }

    // MARK: Programs

    /// Runs a program, and says in a sentence what failed; a status among `allowed` is success.
    func run(_ program: String, _ arguments: [String], doing action: String, package: String, allowing allowed: Set<Int> = []) async throws
    {
        do {
            _ = try await runner.run(ProcessCommand(program, arguments, deadlineSeconds: 90))
        } catch let error as ProcessError {
            switch error.reason {
            case .exited(let status) where allowed.contains(status): return
            case .notFound: throw AttachError("\(action) failed: \(error)", correction: "Install the package \(package).")
            default: throw AttachError("\(action) failed: \(error)")
            }
        }
    }
}
