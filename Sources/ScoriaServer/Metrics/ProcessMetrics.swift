internal import Glibc

/// The metrics of the process itself, by the names that dashboards know.
public enum ProcessMetrics {
    /// What the kernel says of this process now.
    @Sendable public static func collect() -> [CollectedMetric] {
        var metrics: [CollectedMetric] = []
        func add(_ name: String, _ help: String, isCounter: Bool = false, _ value: Double?) {
            guard let value else { return }
            metrics.append(CollectedMetric(name, help, isCounter: isCounter, samples: [.init(value)]))
        }
        add("process_cpu_seconds_total", "Processor time of the process.", isCounter: true, processorSeconds())
        add("process_resident_memory_bytes", "Memory of the process that is in RAM.", residentBytes())
        add("process_open_fds", "Open file descriptors.", openDescriptors())
        add("process_max_fds", "Largest number of open file descriptors.", descriptorLimit())
        return metrics
    }

    private static func processorSeconds() -> Double? {
        var usage = rusage()
        guard getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return nil }
        return [usage.ru_utime, usage.ru_stime].reduce(0) { $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6 }
    }

    /// The second figure of `/proc/self/statm`, in pages.
    private static func residentBytes() -> Double? {
        guard let file = fopen("/proc/self/statm", "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = fread(&bytes, 1, bytes.count, file)
        let figures = bytes[..<count].split(separator: UInt8(ascii: " "))
        guard figures.count > 1, let pages = Double(String(decoding: figures[1], as: UTF8.self)) else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func openDescriptors() -> Double? {
        guard let directory = opendir("/proc/self/fd") else { return nil }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // Without `.`, `..` and the descriptor that this reads with.
        return Double(count - 3)
    }

    private static func descriptorLimit() -> Double? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Double(limit.rlim_cur)
    }
}
