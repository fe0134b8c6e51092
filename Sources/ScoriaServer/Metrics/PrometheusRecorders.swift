internal import CoreMetrics
internal import Synchronization

/// A count that only grows.
final class PrometheusCounter: CounterHandler {
    private let count = Atomic<Int64>(0)

    var value: Int64 { count.load(ordering: .relaxed) }

    /// Adds an amount; a negative one is left out, since a counter that falls looks like a restart.
    func increment(by amount: Int64) {
        if amount > 0 { count.wrappingAdd(amount, ordering: .relaxed) }
    }

    func reset() { count.store(0, ordering: .relaxed) }
}

/// A sum that only grows.
final class PrometheusFractionCounter: FloatingPointCounterHandler {
    private let sum = Mutex(0.0)

    var value: Double { sum.withLock { $0 } }

    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        sum.withLock { $0 += amount }
    }

    func reset() { sum.withLock { $0 = 0 } }
}

/// A value of the moment.
final class PrometheusGauge: MeterHandler, RecorderHandler {
    let name: String
    let labels: MetricLabels
    private let current = Mutex(0.0)

    init(name: String, labels: MetricLabels) {
        self.name = name
        self.labels = labels
    }

    var value: Double { current.withLock { $0 } }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { current.withLock { $0 = value } }
    func increment(by amount: Double) { current.withLock { $0 += amount } }
    func decrement(by amount: Double) { current.withLock { $0 -= amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }
}

/// How often values fell into which range.
final class PrometheusHistogram: TimerHandler, RecorderHandler {
    /// What has been recorded so far.
    struct Snapshot {
        /// One for each bucket and a last one for all that is larger; not yet added up.
        var counts: [Int64]
        var sum = 0.0
    }

    /// The upper bounds, ascending.
    let buckets: [Double]
    private let recorded: Mutex<Snapshot>

    init(buckets: [Double]) {
        self.buckets = buckets
        recorded = Mutex(Snapshot(counts: Array(repeating: 0, count: buckets.count + 1)))
    }

    var snapshot: Snapshot { recorded.withLock { $0 } }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        // The first bounds are the most frequent, so that a walk beats halving.
        let index = buckets.firstIndex { value <= $0 } ?? buckets.count
        recorded.withLock { recorded in
            recorded.counts[index] += 1
            recorded.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
