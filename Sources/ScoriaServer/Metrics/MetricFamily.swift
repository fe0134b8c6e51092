/// What Prometheus calls the type of a metric.
enum MetricKind: String {
    case counter
    case gauge
    case histogram
}

/// All label sets of one metric.
struct MetricFamily {
    let kind: MetricKind
    /// What a collector said of it; the descriptions have the others.
    var help: String?
    var series: [MetricLabels: MetricSeries]

    init(kind: MetricKind, series: [MetricLabels: MetricSeries] = [:]) {
        self.kind = kind
        self.series = series
    }
}

/// One label set of a metric, with what records it.
enum MetricSeries {
    case counter(PrometheusCounter)
    case fractionCounter(PrometheusFractionCounter)
    case gauge(PrometheusGauge)
    case histogram(PrometheusHistogram)
    /// A value that was read just now.
    case value(Double)

    var counter: PrometheusCounter? {
        if case .counter(let counter) = self { return counter }
        return nil
    }

    var fractionCounter: PrometheusFractionCounter? {
        if case .fractionCounter(let counter) = self { return counter }
        return nil
    }

    var gauge: PrometheusGauge? {
        if case .gauge(let gauge) = self { return gauge }
        return nil
    }

    var histogram: PrometheusHistogram? {
        if case .histogram(let histogram) = self { return histogram }
        return nil
    }
}

/// The labels of one series as they are written, without the braces: `a="1",b="2"`.
///
/// Kept as text, sorted by name, so that equal sets are equal whatever order they come in, and writing is copying.
struct MetricLabels: Hashable, Sendable {
    let text: String

    init(_ labels: [(String, String)]) {
        text =
            labels
            .map { (MetricNames.label($0.0), $0.1) }
            .sorted { $0.0 < $1.0 }
            .map { "\($0.0)=\"\(MetricNames.escaped($0.1))\"" }
            .joined(separator: ",")
    }
}

/// The letters that Prometheus allows.
enum MetricNames {
    /// The name under which a metric is written, with the suffix that its unit or kind asks for.
    static func metric(_ label: String, suffix: String = "") -> String {
        let name = permitted(label, colonAllowed: true)
        return name.hasSuffix(suffix) ? name : name + suffix
    }

    /// A label's name; `le` belongs to histograms.
    static func label(_ name: String) -> String {
        let name = permitted(name, colonAllowed: false)
        return name == "le" ? "exported_le" : name
    }

    /// A label's value between quotes.
    static func escaped(_ value: String) -> String {
        guard value.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n") })
        else { return value }
        return value.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }

    private static func permitted(_ name: String, colonAllowed: Bool) -> String {
        let text = String(
            name.unicodeScalars.map { scalar -> Character in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", "_": Character(scalar)
                case ":" where colonAllowed: ":"
                default: "_"
                }
            }
        )
        guard let first = text.first, !first.isNumber else { return "_" + text }
        return text
    }
}
