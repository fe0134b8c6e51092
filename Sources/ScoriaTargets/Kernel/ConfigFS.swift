internal import ScoriaDriver
internal import ScoriaSystem

#if canImport(Glibc)
    import Glibc
#endif

/// A tree of configfs, where the kernel's targets are made by directories, attributes and links.
///
/// Every call converges: what is there already, or gone already, is success. Paths are relative to the tree's root. Blocks: for
/// `BlockingWork`.
struct ConfigFS: Sendable {
    /// Such as `/sys/kernel/config/target`.
    let root: String

    func exists(_ path: String) -> Bool { access(full(path), F_OK) == 0 }

    /// The names of the directories and links below a path, sorted; none when it is not there.
    func names(_ path: String) throws(SystemCallError) -> [String] {
        guard exists(path) else { return [] }
        return try OpenFile.directory(full(path)).names().sorted()
    }

    /// Makes a directory, whose parents are there.
    func make(_ path: String) throws(SystemCallError) {
        guard mkdir(full(path), 0o700) == 0 || errno == EEXIST else { throw .last("mkdir", path) }
    }

    /// Removes a directory; the kernel takes its attributes away.
    func remove(_ path: String) throws(SystemCallError) {
        guard rmdir(full(path)) == 0 || errno == ENOENT else { throw .last("rmdir", path) }
    }

    /// Makes a link to another place of the tree.
    func link(_ path: String, to target: String) throws(SystemCallError) {
        guard symlink(full(target), full(path)) == 0 || errno == EEXIST else { throw .last("symlink", path) }
    }

    /// Removes a link.
    func unlink(_ path: String) throws(SystemCallError) {
        guard Glibc.unlink(full(path)) == 0 || errno == ENOENT else { throw .last("unlink", path) }
    }

    /// What an attribute holds, without the line break behind it; nil when there is no such attribute.
    func value(_ path: String) throws(SystemCallError) -> String? {
        let descriptor = open(full(path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw .last("open", path) }
            return nil
        }
        let bytes = try OpenFile(descriptor: descriptor, name: path).read(at: 0, count: 4096)
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") && $0 != 0 }, as: UTF8.self)
    }

    /// Gives an attribute a value, in one write, as the kernel wants it.
    func set(_ path: String, _ value: String) throws(SystemCallError) {
        let descriptor = open(full(path), O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open", path) }
        let attribute = OpenFile(descriptor: descriptor, name: path)
        let bytes = Array(value.utf8)
        let written = attribute.withDescriptor { Glibc.write($0, bytes, bytes.count) }
        // Never the value: it may be a secret.
        guard written == bytes.count else { throw .last("write", path) }
    }

    private func full(_ path: String) -> String { "\(root)/\(path)" }
}

extension DriverError {
    /// What a failed change of configfs means.
    init(configFS error: SystemCallError, doing action: String) {
        let (code, disposition): (Code, Disposition) =
            switch error.number {
            case EACCES, EPERM, EROFS, EADDRNOTAVAIL: (.invalidConfiguration, .permanent)
            case ENODEV where error.subject.hasSuffix("/iser"): (.invalidConfiguration, .permanent)
            case EBUSY, EAGAIN, EADDRINUSE, ENOMEM: (.busy, .transient)
            case ENOENT, ENODEV, ENXIO: (.notFound, .permanent)
            default: (.backend, .permanent)
            }
        let correction: String? =
            switch error.number {
            case EACCES, EPERM, EROFS: "Run the service with the capability CAP_SYS_ADMIN and the right to write to /sys/kernel/config."
            case ENODEV where error.subject.hasSuffix("/iser"), EADDRNOTAVAIL where error.subject.hasSuffix("/iser"):
                "No RDMA device of this host has the address: look at target_ip_address, `rdma link` and `ip address`."
            case EADDRNOTAVAIL: "This host does not have the address: look at target_ip_address and `ip address`."
            case EADDRINUSE: "Another program listens there: change target_ip_address or target_port, or stop it."
            default: nil
            }
        self.init(
            code,
            disposition,
            "\(action) failed: \(error.reason) (\(error.call) of \(error.subject) in configfs).",
            correction: correction
        )
    }
}
