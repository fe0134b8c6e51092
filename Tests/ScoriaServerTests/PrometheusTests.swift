import CoreMetrics
import ScoriaServer
import Testing

@Suite struct PrometheusTests {
    @Test func everyKindIsWrittenInTheTextFormat() async {
        let registry = PrometheusRegistry(descriptions: [
            MetricDescription("requests_total", "Requests."),
            MetricDescription("wait_seconds", "Waits.", buckets: [0.1, 1]),
        ])
        let counter = registry.makeCounter(label: "requests", dimensions: [("route", "/v3"), ("code", "200")])
        counter.increment(by: 2)
        counter.increment(by: 3)
        registry.makeMeter(label: "pool.free_gb", dimensions: []).set(12.5)
        registry.makeFloatingPointCounter(label: "work_total", dimensions: []).increment(by: 0.25)
        let timer = registry.makeTimer(label: "wait", dimensions: [("step", "clone")])
        for nanoseconds: Int64 in [50_000_000, 100_000_000, 500_000_000, 2_000_000_000] { timer.recordNanoseconds(nanoseconds) }
        #expect(
            await registry.text() == """
                # HELP pool_free_gb No description.
                # TYPE pool_free_gb gauge
                pool_free_gb 12.5
                # HELP requests_total Requests.
                # TYPE requests_total counter
                requests_total{code="200",route="/v3"} 5
                # HELP scoria_metrics_dropped_total No description.
                # TYPE scoria_metrics_dropped_total counter
                scoria_metrics_dropped_total 0
                # HELP wait_seconds Waits.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{step="clone",le="0.1"} 2
                wait_seconds_bucket{step="clone",le="1"} 3
                wait_seconds_bucket{step="clone",le="+Inf"} 4
                wait_seconds_sum{step="clone"} 2.65
                wait_seconds_count{step="clone"} 4
                # HELP work_total No description.
                # TYPE work_total counter
                work_total 0.25

                """
        )
    }

    @Test func labelsAndHelpCannotBreakALine() async {
        let registry = PrometheusRegistry(descriptions: [MetricDescription("odd_total", "Two\nlines and a \\.")])
        registry.makeCounter(label: "odd", dimensions: [("1st label", "a\"b\\c\nd")]).increment(by: 1)
        let text = await registry.text()
        #expect(text.contains("# HELP odd_total Two\\nlines and a \\\\.\n"))
        #expect(text.contains("odd_total{_1st_label=\"a\\\"b\\\\c\\nd\"} 1\n"))
    }

    @Test func equalLabelSetsAreOneSeriesInWhateverOrder() async {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "c", dimensions: [("a", "1"), ("b", "2")]).increment(by: 1)
        registry.makeCounter(label: "c", dimensions: [("b", "2"), ("a", "1")]).increment(by: 1)
        #expect(await registry.text().contains("c_total{a=\"1\",b=\"2\"} 2\n"))
    }

    @Test func labelSetsBeyondTheLimitAreDroppedAndCounted() async {
        let registry = PrometheusRegistry(seriesLimit: 2)
        for id in 1...5 { registry.makeCounter(label: "c", dimensions: [("id", "\(id)")]).increment(by: 1) }
        let text = await registry.text()
        #expect(text.split(separator: "\n").count { $0.hasPrefix("c_total{") } == 2)
        #expect(text.contains("scoria_metrics_dropped_total 3\n"))
    }

    @Test func aNameHasOneKind() async {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "x_total", dimensions: []).increment(by: 1)
        registry.makeMeter(label: "x_total", dimensions: [("a", "1")]).set(7.0)
        #expect(!(await registry.text().contains("} 7")))
    }

    @Test func countersNeverFall() async {
        let registry = PrometheusRegistry()
        let counter = registry.makeCounter(label: "c", dimensions: [])
        counter.increment(by: 5)
        counter.increment(by: -3)
        registry.destroyCounter(counter)
        #expect(await registry.text().contains("c_total 5\n"))
    }

    @Test func aGaugeOfSomethingThatIsGoneGoes() async {
        let registry = PrometheusRegistry()
        let gauge = registry.makeMeter(label: "g", dimensions: [])
        gauge.set(1.0)
        registry.destroyMeter(gauge)
        #expect(!(await registry.text().contains("\ng 1")))
    }

    @Test func collectorsAreReadWhenAsked() async {
        let registry = PrometheusRegistry()
        registry.addCollector {
            [CollectedMetric("volumes", "Volumes by status.", samples: [.init(3, labels: [("status", "available")]), .init(.infinity)])]
        }
        let text = await registry.text()
        #expect(text.contains("# HELP volumes Volumes by status.\n# TYPE volumes gauge\nvolumes +Inf\nvolumes{status=\"available\"} 3\n"))
    }

    @Test func theProcessTellsOfItself() throws {
        let metrics = ProcessMetrics.collect()
        #expect(metrics.map(\.name).contains("process_resident_memory_bytes"))
        #expect(metrics.count == 4)
        #expect(metrics.allSatisfy { $0.samples.allSatisfy { $0.value > 0 } })
    }

    @Test func recordingFromManyTasksLosesNothing() async {
        let registry = PrometheusRegistry()
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    let counter = registry.makeCounter(label: "c", dimensions: [("k", "v")])
                    let timer = registry.makeTimer(label: "t", dimensions: [])
                    for _ in 0..<1000 {
                        counter.increment(by: 1)
                        timer.recordNanoseconds(1)
                    }
                }
            }
        }
        let text = await registry.text()
        #expect(text.contains("c_total{k=\"v\"} 8000\n"))
        #expect(text.contains("t_seconds_count 8000\n"))
    }
}
