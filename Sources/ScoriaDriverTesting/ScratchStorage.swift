public import ScoriaModel
import ScoriaSystem

#if canImport(Glibc)
    import Glibc
#endif

/// A new directory for one test, removed with what is in it when the last reference goes.
public final class ScratchDirectory: Sendable {
    public let path: String

    /// A directory on the machine's own disk.
    public init() throws {
        var template = Array("/var/tmp/scoria-test-XXXXXX\0".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { $0.baseAddress.flatMap(mkdtemp) != nil }
        guard made else { throw SystemCallError.last("mkdtemp", "/var/tmp") }
        path = String(decoding: template.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    deinit { Self.remove(path) }

    private static func remove(_ path: String) {
        // What cannot be removed stays for the next cleaning of /var/tmp.
        guard let directory = try? OpenFile.directory(path), let names = try? directory.names() else { return }
        for name in names where unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)") }
        rmdir(path)
    }
}

/// A file system of its own in an image file, for tests that need XFS or a disk that gets full.
///
/// Unless told otherwise it is taken out of the name space at once and reached through an open descriptor, so that nothing is left
/// mounted however the test ends.
public final class ScratchFileSystem: Sendable {
    /// What the image is formatted with.
    public enum Format: String, Sendable {
        case xfsWithReflink
        case ext4
    }

    /// A path to the root directory that this process alone can use.
    public let path: String
    private let root: OpenFile
    private let mount: (scratch: ScratchDirectory, path: String)?

    /// A file system of that size; XFS needs 300 MiB.
    ///
    /// One that stays mounted can be mounted anew, read-only. Throws when this process may not mount: only root may.
    public init(_ format: Format, size: ByteCount, staysMounted: Bool = false) async throws {
        let scratch = try ScratchDirectory()
        let directory = try OpenFile.directory(scratch.path)
        try directory.openFile("image", O_RDWR | O_CREAT | O_EXCL).setLength(size)
        guard mkdir("\(scratch.path)/mount", 0o700) == 0 else { throw SystemCallError.last("mkdir", scratch.path) }
        let image = "\(scratch.path)/image"
        switch format {
        case .xfsWithReflink: try await Self.run("mkfs.xfs", ["-q", "-m", "reflink=1", image])
        case .ext4: try await Self.run("mkfs.ext4", ["-q", "-F", "-m", "0", "-E", "nodiscard", image])
        }
        try await Self.run("mount", ["-o", "loop", image, "\(scratch.path)/mount"])
        root = try OpenFile.directory("\(scratch.path)/mount")
        path = "/proc/self/fd/\(root.withDescriptor { $0 })"
        if staysMounted {
            mount = (scratch, "\(scratch.path)/mount")
        } else {
            mount = nil
            // The descriptor keeps the file system; the loop device goes with it.
            try await Self.run("umount", ["--lazy", "\(scratch.path)/mount"])
        }
    }

    deinit {
        if let mount { umount2(mount.path, Int32(MNT_DETACH)) }
    }

    /// Makes the file system read-only, or writable again.
    ///
    /// Only when it stays mounted.
    public func remount(readOnly: Bool) async throws {
        try await Self.run("mount", ["-o", readOnly ? "remount,ro" : "remount,rw", mount?.path ?? path])
    }

    /// A new directory in the file system.
    public func makeDirectory(_ name: String) throws -> String {
        guard mkdir("\(path)/\(name)", 0o700) == 0 else { throw SystemCallError.last("mkdir", name) }
        return "\(path)/\(name)"
    }

    /// Breaks the file system: from now on its calls fail as those of a dead disk do.
    public func shutDown() throws {
        // The request FS_IOC_SHUTDOWN of the kernel, with the flag that drops what is not on the disk yet.
        let request: UInt = 0x8004_587D
        var flag: UInt32 = 2
        guard root.withDescriptor({ ioctl($0, request, &flag) }) == 0 else { throw SystemCallError.last("ioctl", path) }
    }

    /// Fills the file system up.
    public func exhaust() throws {
        let file = try root.openFile("ballast", O_RDWR | O_CREAT)
        let offset = try file.status().size.rawValue
        for size in [1 << 20, 4096] {
            let bytes = [UInt8](repeating: 0x42, count: size)
            do throws(SystemCallError) {
                for number in 0... { try file.write(bytes, at: offset + Int64(number * size)) }
            } catch {
                guard error.number == ENOSPC else { throw error }
            }
        }
        try file.synchronize()
    }

    private static func run(_ program: String, _ arguments: [String]) async throws {
        _ = try await ProcessRunner().run(ProcessCommand(program, arguments))
    }
}
