#if canImport(Glibc)
    import Glibc
#endif

/// Reads files that operators write: certificates, lists of users, policies.
public enum SmallFile {
    /// What is larger than this was named by mistake, in bytes.
    public static let largest = 4 << 20

    /// The text of a file; bytes that are no UTF-8 become replacement characters.
    ///
    /// Throws `EFBIG` for a file that is larger than ``largest``, and whatever the system says of one that cannot be read.
    public static func text(at path: String) throws(SystemCallError) -> String {
        String(decoding: try bytes(at: path), as: UTF8.self)
    }

    /// The bytes of a file.
    public static func bytes(at path: String) throws(SystemCallError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open", path) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &block, block.count)
            if count < 0 {
                guard errno == EINTR else { throw .last("read", path) }
                continue
            }
            guard count > 0 else { return bytes }
            bytes += block[..<count]
            guard bytes.count <= largest else { throw SystemCallError("read", path, number: EFBIG) }
        }
    }

    /// What changes when a file is written or replaced; nil when there is none, which is a state like others.
    public static func stamp(of path: String) -> Stamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Stamp(
            inode: UInt64(status.st_ino),
            size: Int64(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        )
    }

    /// The signs by which a changed file is known.
    public struct Stamp: Sendable, Hashable {
        let inode: UInt64
        let size: Int64
        let modified: Int64
    }
}
