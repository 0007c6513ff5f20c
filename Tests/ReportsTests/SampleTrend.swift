import Foundation
import Records
import Trends

/// A trend with one of everything that reports word.
enum SampleTrend {
    static let start = Date(timeIntervalSinceReferenceDate: 790_000_000)

    static var report: TrendReport { report(name: "voice") }

    /// - Parameter name: of a model, and part of every other text that comes from outside.
    static func report(name: String) -> TrendReport {
        TrendReport(
            suite: name == "voice" ? "nightly" : name, since: start, until: start.addingTimeInterval(30 * 86_400),
            series: [
                slower(name), lessAccurate(name), larger(name), faster(name), moved(name),
                series("ocr", "fp32", .latencyP50, level: 2_000_000, noise: 0.042),
                series("ocr", "fp32", .peakMemory, level: 61_000_000, noise: 0.002),
                series("ocr", "int8", .klDivergence, level: 0.02, noise: 0.0004),
                series("ocr", "young", .latencyP50, level: 2_000_000, noise: nil, points: 4), fresh(name),
            ],
            notes: [
                "3 runs on another machine not shown (\(name), 0badcafe): --machine NAME shows one, --all-machines puts all into one series"
            ], runs: 12)
    }

    private static func points(_ values: [Double], name: String = "bench-1") -> [HistoryPoint] {
        values.enumerated().map { day, value in
            HistoryPoint(
                HistoryFacts(
                    run: "run-\(day)", recording: day + 1, kind: .nightly,
                    startedAt: start.addingTimeInterval(Double(day) * 86_400), hostName: name,
                    machineFingerprint: "f00d", gitCommit: "abcdef0123\(day)", gitIsDirty: day == 5,
                    pawlVersion: "0.1.0", runtimeVersion: "1.31.1", modelDigest: "d0"),
                value: value)
        }
    }

    private static func series(
        _ model: String, _ variant: String, _ metric: Metric, level: Double, noise: Double?, points count: Int = 12,
        values: [Double]? = nil
    ) -> TrendSeries {
        let spread = level * (noise ?? 0)
        let values = values ?? (0..<count).map { day -> Double in level + spread * Double(day % 3 - 1) }
        return TrendSeries(
            cell: CellAddress(suite: "nightly", model: model, variant: variant, runtimeLabel: "ort"), metric: metric,
            machine: TrendMachine(hostName: "bench-1", fingerprint: "f00d"), points: points(values),
            levels: [TrendLevel(range: 0..<values.count, value: level, low: level * 0.9, high: level * 1.1)],
            noise: noise, minimumChange: 0.01)
    }

    private static func stepped(_ model: String, _ variant: String, _ metric: Metric, _ change: TrendChange)
        -> TrendSeries
    {
        let values = (0..<12).map { $0 < change.position ? change.before : change.after }
        var series = series(model, variant, metric, level: change.before, noise: 0.008, values: values)
        series.levels = [
            TrendLevel(range: 0..<change.position, value: change.before, low: change.before, high: change.before),
            TrendLevel(range: change.position..<12, value: change.after, low: change.after, high: change.after),
        ]
        series.events = change.events
        series.changes = [change]
        return series
    }

    private static func slower(_ name: String) -> TrendSeries {
        stepped(
            name, "int8", .latencyP50,
            TrendChange(
                position: 9, earliest: 8, latest: 9, before: 10_000_000, after: 10_500_000, size: 0.05, low: 0.041,
                high: 0.059, confidence: 0.95, pValue: 0.0004, delay: 3, verdict: .regression,
                events: [TrendEvent(position: 9, kind: .model, text: "model \(name) -> 99d0e4b1")],
                commits: ["abcdef0123-7", "bcdef01234", "\(name)-dirty"], isNew: true))
    }

    private static func lessAccurate(_ name: String) -> TrendSeries {
        stepped(
            name, "int8", .accuracy,
            TrendChange(
                position: 4, earliest: 4, latest: 4, before: 0.95, after: 0.93, size: -0.02, low: -0.022, high: -0.018,
                confidence: 0.95, pValue: 0.001, delay: 1, verdict: .regression, commits: ["abcdef01"],
                acceptedBy: "main@3"))
    }

    private static func larger(_ name: String) -> TrendSeries {
        stepped(
            name, "fp16", .fallbackOperators,
            TrendChange(
                position: 4, earliest: 4, latest: 4, before: 0, after: 2, size: 2, low: 2, high: 2, confidence: 1,
                pValue: 0, delay: 1, verdict: .regression, isRecovered: true))
    }

    private static func faster(_ name: String) -> TrendSeries {
        stepped(
            name, "fp32", .throughput,
            TrendChange(
                position: 5, earliest: 5, latest: 6, before: 100, after: 120, size: 0.2, low: 0.18, high: 0.22,
                confidence: 0.95, pValue: 0.002, delay: 2, verdict: .improvement,
                events: [TrendEvent(position: 5, kind: .runtime, text: "onnxruntime 1.20.1 -> onnxruntime 1.31.1")],
                commits: ["aaaaaaaa", "bbbbbbbb"], isAnchorCorrected: true))
    }

    private static func fresh(_ name: String) -> TrendSeries {
        stepped(
            "ocr", "fp16", .latencyP50,
            TrendChange(
                position: 11, earliest: 11, latest: 11, before: 43_500, after: 72_000, size: 0.655, low: 0.4,
                high: 0.95,
                confidence: 0.95, pValue: 0.02, delay: 1, verdict: .regression,
                events: [TrendEvent(position: 11, kind: .model, text: "model \(name) -> 01")],
                commits: ["abcdef01", "abcdef02"], isNew: true, certainty: .probable))
    }

    private static func moved(_ name: String) -> TrendSeries {
        stepped(
            "anchor", "k100", .latencyP50,
            TrendChange(
                position: 5, earliest: 5, latest: 5, before: 2_000_000, after: 2_200_000, size: 0.1, low: 0.09,
                high: 0.11, confidence: 0.95, pValue: 0.002, delay: 2, verdict: .machine))
    }
}
