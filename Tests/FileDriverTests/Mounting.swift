import Glibc
import Testing

/// Whether this process may mount, which half of these suites needs.
enum Mounting {
    static let isPossible: Bool = {
        guard geteuid() == 0, access("/dev/loop-control", R_OK | W_OK) == 0 else {
            print("WARNING: NOT TESTED ON XFS AND ON FULL FILE SYSTEMS: this needs root and /dev/loop-control")
            return false
        }
        return true
    }()

    static let advice: Comment = "needs root and /dev/loop-control, to mount XFS images"
}
