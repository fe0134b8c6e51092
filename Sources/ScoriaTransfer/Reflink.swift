import CLinux
public import ScoriaSystem

#if canImport(Glibc)
    import Glibc
#endif

/// Copies of files that share their blocks until one is written to (XFS with reflink, btrfs, bcachefs).
///
/// The time follows the number of extents of the source, not its size; the kernel writes the source's dirty pages back first and holds
/// writers off meanwhile, so the copy shows one moment even of a file in use.
public enum Reflink {
    /// Makes `destination` share all blocks of `source`; false when the file system cannot.
    ///
    /// Other failures, such as a full disk, are thrown. Blocks: for ``BlockingWork``.
    public static func clone(_ source: OpenFile, to destination: OpenFile) throws(SystemCallError) -> Bool {
        while destination.withDescriptor({ to in source.withDescriptor { scoria_clone_file(to, $0) } }) != 0 {
            switch errno {
            case EINTR: continue
            case EOPNOTSUPP, EXDEV, EINVAL, ENOTTY, ENOSYS: return false
            default: throw .last("clone", source.name)
            }
        }
        return true
    }

    /// Whether files in `directory` can share blocks: tried out with two empty files that have no names.
    ///
    /// False when the file system has no unnamed files (those that can share blocks have them), and when it is too full to tell. Blocks:
    /// for ``BlockingWork``.
    public static func isSupported(in directory: OpenFile) throws(SystemCallError) -> Bool {
        do throws(SystemCallError) {
            return try clone(directory.openUnnamedFile(), to: directory.openUnnamedFile())
        } catch {
            guard [EOPNOTSUPP, EISDIR, ENOSPC, EDQUOT].contains(error.number) else { throw error }
            return false
        }
    }
}
