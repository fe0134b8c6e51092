public import ScoriaDriver
public import ScoriaSystem

#if canImport(Glibc)
    import Glibc
#endif

extension DriverError {
    /// What a failed system call means to a driver's caller.
    ///
    /// `action` says what was being done, to what and where, as the beginning of a sentence: `Creating volume X in pool /srv/pool`.
    /// `mayHaveHappened` is for calls behind the point at which the result became visible.
    public init(_ error: SystemCallError, doing action: String, mayHaveHappened: Bool = false) {
        let meaning = Meaning(of: error.number)
        self.init(
            meaning.code,
            mayHaveHappened ? .ambiguous : meaning.disposition,
            "\(action) failed: \(error.reason) (\(error.call) of \(error.subject)).",
            correction: meaning.correction
        )
    }

    private struct Meaning {
        var code: Code
        var disposition: Disposition
        var correction: String?

        init(of number: Int32) {
            switch number {
            case ENOSPC, EDQUOT:
                code = .outOfSpace
                disposition = .permanent
                correction = "Delete volumes or snapshots, or make the pool's file system (or its quota) larger."
            case EROFS:
                code = .unavailable
                disposition = .permanent
                correction =
                    "The pool's file system is mounted read-only, often after a disk error: see the kernel's log, repair it, remount it."
            case EIO:
                code = .backend
                disposition = .permanent
                correction = "The disk failed to read or write: see the kernel's log and check the disk."
            case ENOENT, ENOTDIR, ESTALE:
                code = .notFound
                disposition = .permanent
                correction = "Look whether somebody removed it from the pool by hand."
            case EACCES, EPERM:
                code = .invalidConfiguration
                disposition = .permanent
                correction = "Give the service's user the right to read and write the pool."
            case ELOOP:
                code = .corrupted
                disposition = .permanent
                correction = "A symbolic link lies where a file of the pool belongs: find out who put it there, and remove it."
            case EFBIG, EOVERFLOW:
                code = .backend
                disposition = .permanent
                correction = "The pool's file system cannot hold a file that large: use a smaller volume, or a pool on XFS."
            case EMFILE, ENFILE, ENOMEM, EAGAIN, EBUSY, ETXTBSY:
                code = .unavailable
                disposition = .transient
                correction = nil
            default:
                code = .backend
                disposition = .permanent
                correction = nil
            }
        }
    }
}
