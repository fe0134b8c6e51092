public import CoreMetrics
internal import Synchronization

/// Keeps every metric of the process and writes them in the Prometheus text format.
///
/// It is the factory that swift-metrics is bootstrapped with, so that the floors below record without knowing of Prometheus. A
/// label set is looked up once, when the metric object is made; recording then touches only that object. Each metric keeps at most
/// ``seriesLimit`` label sets: whatever comes beyond them is counted in `scoria_metrics_dropped_total` and nowhere else, so that
/// no caller can fill the memory.
public final class PrometheusRegistry: MetricsFactory {
    private struct State {
        var families: [String: MetricFamily] = [:]
        var collectors: [@Sendable () async -> [CollectedMetric]] = []
    }

    private let state = Mutex(State())
    private let descriptions: [String: MetricDescription]
    private let seriesLimit: Int
    private let dropped = PrometheusCounter()

    /// A registry without metrics.
    ///
    /// `descriptions` give help texts and buckets by the name under which a metric is written.
    public init(descriptions: [MetricDescription] = MetricDescription.known, seriesLimit: Int = 2000) {
        self.descriptions = Dictionary(descriptions.map { ($0.name, $0) }, uniquingKeysWith: { _, last in last })
        self.seriesLimit = seriesLimit
        state.withLock { $0.families[Self.droppedName] = MetricFamily(kind: .counter, series: [MetricLabels([]): .counter(dropped)]) }
    }

    private static let droppedName = "scoria_metrics_dropped_total"

    /// Adds a source of metrics that are read when somebody asks, such as counts of rows.
    public func addCollector(_ collector: @escaping @Sendable () async -> [CollectedMetric]) {
        state.withLock { $0.collectors.append(collector) }
    }

    /// All metrics in the Prometheus text format 0.0.4, sorted by name and labels.
    public func text() async -> String {
        let (recorded, collectors) = state.withLock { ($0.families, $0.collectors) }
        var families = recorded
        for collector in collectors {
            for metric in await collector() { add(metric, to: &families) }
        }
        var writer = PrometheusWriter()
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            writer.write(name: name, help: family.help ?? descriptions[name]?.help, family: family)
        }
        return writer.text
    }

    private func add(_ metric: CollectedMetric, to families: inout [String: MetricFamily]) {
        let kind: MetricKind = metric.isCounter ? .counter : .gauge
        let name = MetricNames.metric(metric.name)
        var family = families[name] ?? MetricFamily(kind: kind)
        guard family.kind == kind else { return }
        family.help = metric.help
        for sample in metric.samples { family.series[MetricLabels(sample.labels)] = .value(sample.value) }
        families[name] = family
    }

    /// The recorder of a label set: the one that is there, or a new one; nil when the metric is full or of another kind.
    private func recorder<Recorder>(
        name: String,
        dimensions: [(String, String)],
        kind: MetricKind,
        existing: (MetricSeries) -> Recorder?,
        make: () -> (Recorder, MetricSeries)
    ) -> Recorder? {
        let labels = MetricLabels(dimensions)
        return state.withLock { state in
            if let series = state.families[name]?.series[labels] { return existing(series) }
            var family = state.families.removeValue(forKey: name) ?? MetricFamily(kind: kind)
            defer { state.families[name] = family }
            guard family.kind == kind, family.series.count < seriesLimit else { return nil }
            let (recorder, series) = make()
            family.series[labels] = series
            return recorder
        }
    }

    private func countDropped<Recorder>(_ recorder: Recorder) -> Recorder {
        dropped.increment(by: 1)
        return recorder
    }

    private func histogram(name: String, dimensions: [(String, String)]) -> PrometheusHistogram {
        let buckets = descriptions[name]?.buckets ?? MetricDescription.durationBuckets
        let found = recorder(name: name, dimensions: dimensions, kind: .histogram) {
            $0.histogram
        } make: {
            let histogram = PrometheusHistogram(buckets: buckets)
            return (histogram, .histogram(histogram))
        }
        return found ?? countDropped(PrometheusHistogram(buckets: []))
    }

    private func gauge(name: String, dimensions: [(String, String)]) -> PrometheusGauge {
        let found = recorder(name: name, dimensions: dimensions, kind: .gauge) {
            $0.gauge
        } make: {
            let gauge = PrometheusGauge(name: name, labels: MetricLabels(dimensions))
            return (gauge, .gauge(gauge))
        }
        return found ?? countDropped(PrometheusGauge(name: name, labels: MetricLabels(dimensions)))
    }

    private func remove(_ gauge: PrometheusGauge) {
        state.withLock { state in
            guard state.families[gauge.name]?.series[gauge.labels]?.gauge === gauge else { return }
            state.families[gauge.name]?.series[gauge.labels] = nil
        }
    }
}

extension PrometheusRegistry {
    /// A counter; `_total` is added to the name when it is missing.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        let name = MetricNames.metric(label, suffix: "_total")
        let found = recorder(name: name, dimensions: dimensions, kind: .counter) {
            $0.counter
        } make: {
            let counter = PrometheusCounter()
            return (counter, .counter(counter))
        }
        return found ?? countDropped(PrometheusCounter())
    }

    /// A counter of fractions; `_total` is added to the name when it is missing.
    public func makeFloatingPointCounter(label: String, dimensions: [(String, String)]) -> any FloatingPointCounterHandler {
        let name = MetricNames.metric(label, suffix: "_total")
        let found = recorder(name: name, dimensions: dimensions, kind: .counter) {
            $0.fractionCounter
        } make: {
            let counter = PrometheusFractionCounter()
            return (counter, .fractionCounter(counter))
        }
        return found ?? countDropped(PrometheusFractionCounter())
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        gauge(name: MetricNames.metric(label), dimensions: dimensions)
    }

    /// A histogram when values are to be aggregated, else a gauge.
    public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        let name = MetricNames.metric(label)
        return aggregate ? histogram(name: name, dimensions: dimensions) : gauge(name: name, dimensions: dimensions)
    }

    /// A histogram in seconds; `_seconds` is added to the name when it is missing.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(name: MetricNames.metric(label, suffix: "_seconds"), dimensions: dimensions)
    }

    // Counters and histograms stay when one of their users lets go: others may hold the same one, and a counter that disappears
    // and comes back looks like a restart. A gauge of something that is gone would be a lie, so it goes.

    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    public func destroyMeter(_ handler: any MeterHandler) {
        if let gauge = handler as? PrometheusGauge { remove(gauge) }
    }

    public func destroyRecorder(_ handler: any RecorderHandler) {
        if let gauge = handler as? PrometheusGauge { remove(gauge) }
    }
}
