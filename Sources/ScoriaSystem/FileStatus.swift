public import ScoriaModel

#if canImport(Glibc)
    import Glibc
#endif

/// What lies under a name: its kind, size and last change.
public struct FileStatus: Sendable, Hashable {
    /// A regular file: no directory, symbolic link, FIFO, socket or device.
    public let isRegular: Bool
    public let isDirectory: Bool
    /// The apparent size: holes count.
    public let size: ByteCount
    /// The space in use, which counts blocks shared with clones in full.
    public let allocated: ByteCount
    /// How many names the file has.
    public let linkCount: Int
    /// When the bytes last changed, in nanoseconds since 1970.
    public let modified: Int64

    init(_ status: stat) {
        let kind = status.st_mode & S_IFMT
        isRegular = kind == S_IFREG
        isDirectory = kind == S_IFDIR
        size = ByteCount(Int64(status.st_size))
        allocated = ByteCount(Int64(status.st_blocks) * 512)
        linkCount = Int(status.st_nlink)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }
}
