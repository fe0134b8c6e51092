import Glibc
import ScoriaDriver
import ScoriaModel
import ScoriaScheduler

/// Measures placements over many pools with the default filters and weighers, and prints one JSON object a line.
///
/// Run by `Benchmarks/run` in a release build. Pools are prepared once, as the service does with each report.
@main
struct SchedulerBenchmark {
    static func main() {
        for count in [1000, 10_000] {
            let before = residentBytes()
            let pools = pools(count)
            let memory = residentBytes() - before
            for (name, request) in requests {
                let times = measure(request, among: pools)
                let median = times[times.count / 2]
                let slow = times[times.count * 99 / 100]
                print(
                    #"{"pools": \#(count), "request": "\#(name)", "rounds": \#(times.count), "p50_ms": \#(median), "p99_ms": \#(slow), "#
                        + #""bytes_per_pool": \#(memory / count)}"#
                )
            }
        }
    }

    /// A request that most pools take, one that none takes, and one that goes by extra specs.
    private static let requests: [(String, PlacementRequest)] = [
        ("most fit", PlacementRequest(size: GibiByteCount(10), availabilityZones: ["nova"])),
        ("none fits", PlacementRequest(size: GibiByteCount(1_000_000))),
        (
            "by type",
            PlacementRequest(
                size: GibiByteCount(10),
                extraSpecs: ["multiattach": "<is> True", "disk": "<or> nvme <or> ssd", "level": ">= 3", "volume_backend_name": "fast"]
            )
        ),
    ]

    private static func pools(_ count: Int) -> [PoolCandidate] {
        let kinds = ["ssd", "hdd", "nvme"]
        return (0..<count / 10).flatMap { backend -> [PoolCandidate] in
            let statistics = BackendStatistics(
                backendName: backend.isMultiple(of: 3) ? "slow" : "fast",
                vendorName: "Open Source",
                driverVersion: "1.0",
                storageProtocol: "iSCSI",
                pools: (0..<10).map { number in
                    let total = Double(500 + (backend * 7 + number * 13) % 1000)
                    var pool = PoolStatistics(name: "pool\(number)", totalCapacity: .gibibytes(total), freeCapacity: .gibibytes(total / 2))
                    pool.provisionedCapacity = total / 3
                    pool.reservedPercentage = number % 3 * 5
                    pool.supportsThin = number.isMultiple(of: 2)
                    pool.supportsMultiattach = true
                    pool.extra = ["disk": .string(kinds[(backend + number) % 3]), "level": .integer(Int64(number))]
                    return pool
                }
            )
            return PoolCandidate.candidates(
                backend: BackendAddress(host: "node\(backend)", backend: "storage"),
                availabilityZone: backend.isMultiple(of: 20) ? "east" : "nova",
                service: .init(),
                statistics: statistics
            )
        }
    }

    /// Milliseconds of each of many placements, the shortest first.
    private static func measure(_ request: PlacementRequest, among pools: [PoolCandidate]) -> [Double] {
        let scheduler = Scheduler()
        let clock = ContinuousClock()
        var chosen = 0
        let times = (0..<220).map { _ in
            let duration = clock.measure { if scheduler.place(request, among: pools).pool != nil { chosen += 1 } }
            return Double(duration.components.attoseconds) / 1e15 + Double(duration.components.seconds) * 1000
        }
        // The first ones warm up.
        return times.dropFirst(20).sorted()
    }

    /// What the process has in memory at present.
    private static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, 128, file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
    }
}
