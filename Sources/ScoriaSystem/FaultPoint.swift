#if FAULT_POINTS
    import Glibc
    import Synchronization
#endif

/// Named places at which a test can kill the process.
///
/// Compiled to nothing in release builds.
///
/// `SCORIA_FAULT=<name>[:<count>]` in the environment kills the process with SIGKILL when the point of that name is reached for
/// the `count`-th time (the first, if not given). `SCORIA_FAULT_TRACE=<file>` appends each reached name as a line, so that the crash suite can enumerate them.
public enum FaultPoint {
    /// Says that the process is at the point of this name.
    @inline(__always)
    public static func reach(_ name: @autoclosure () -> String) {
        #if FAULT_POINTS
            if let armed { armed.reach(name()) }
        #endif
    }

    #if FAULT_POINTS
        private static let armed = Armed()

        private final class Armed: Sendable {
            private let target: String?
            private let remaining: Mutex<Int>
            private let trace: Int32

            init?() {
                let fault = getenv("SCORIA_FAULT").map { String(cString: $0) }
                let traceFile = getenv("SCORIA_FAULT_TRACE").map { String(cString: $0) }
                guard fault != nil || traceFile != nil else { return nil }
                let parts = fault?.split(separator: ":") ?? []
                target = parts.first.map(String.init)
                remaining = Mutex(parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
                trace = traceFile.map { open($0, O_WRONLY | O_CREAT | O_APPEND, 0o600) } ?? -1
            }

            func reach(_ name: String) {
                if trace >= 0 {
                    let line = name + "\n"
                    _ = line.withCString { write(trace, $0, strlen($0)) }
                }
                guard name == target else { return }
                let isDue = remaining.withLock { count in
                    count -= 1
                    return count == 0
                }
                if isDue { kill(getpid(), SIGKILL) }
            }
        }
    #endif
}
