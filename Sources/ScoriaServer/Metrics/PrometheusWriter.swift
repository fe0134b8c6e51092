/// Writes metrics in the Prometheus text format 0.0.4.
struct PrometheusWriter {
    private(set) var text = ""

    /// Writes one metric with all its label sets.
    mutating func write(name: String, help: String?, family: MetricFamily) {
        guard !family.series.isEmpty else { return }
        let helpText = (help ?? "No description.").split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\")
        text += "# HELP \(name) \(helpText.split(separator: "\n").joined(separator: "\\n"))\n"
        text += "# TYPE \(name) \(family.kind.rawValue)\n"
        for (labels, series) in family.series.sorted(by: { $0.key.text < $1.key.text }) {
            write(name: name, labels: labels.text, series: series)
        }
    }

    private mutating func write(name: String, labels: String, series: MetricSeries) {
        switch series {
        case .counter(let counter): line(name, labels, "\(counter.value)")
        case .fractionCounter(let counter): line(name, labels, Self.number(counter.value))
        case .gauge(let gauge): line(name, labels, Self.number(gauge.value))
        case .value(let value): line(name, labels, Self.number(value))
        case .histogram(let histogram): write(name: name, labels: labels, histogram: histogram)
        }
    }

    private mutating func write(name: String, labels: String, histogram: PrometheusHistogram) {
        let snapshot = histogram.snapshot
        let prefix = labels.isEmpty ? "" : labels + ","
        var count: Int64 = 0
        for (bound, inBucket) in zip(histogram.buckets + [.infinity], snapshot.counts) {
            count += inBucket
            line(name + "_bucket", prefix + "le=\"\(Self.number(bound))\"", "\(count)")
        }
        line(name + "_sum", labels, Self.number(snapshot.sum))
        line(name + "_count", labels, "\(count)")
    }

    private mutating func line(_ name: String, _ labels: String, _ value: String) {
        text += name
        if !labels.isEmpty {
            text += "{"
            text += labels
            text += "}"
        }
        text += " "
        text += value
        text += "\n"
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        if value == value.rounded(), abs(value) < 1e15 { return "\(Int64(value))" }
        return "\(value)"
    }
}
