import Foundation
import Records
import Statistics
import Trends

/// Histories made of levels, and a search that finds them: steps of the value, without noise.
enum SteppedHistory {
    static let start = Date(timeIntervalSinceReferenceDate: 800_000_000)
    static let now = start.addingTimeInterval(200 * 86_400)

    static func facts(_ day: Int) -> HistoryFacts {
        HistoryFacts(
            run: "run-\(day)", recording: day + 1, kind: .nightly,
            startedAt: start.addingTimeInterval(Double(day) * 86_400),
            hostName: "bench-1", machineFingerprint: "f00d", gitCommit: "commit\(day)", gitIsDirty: false,
            pawlVersion: "0.1.0", kernelRelease: "6.1.0", distribution: "Debian 12", runtimeName: "onnxruntime",
            runtimeVersion: "1.31.1", runtimeLibraryDigest: "cafe", runtimeProvider: "cpu", runtimeOptions: "{}",
            modelDigest: "d0", goldenSetDigest: "9999")
    }

    static func cell(_ variant: String, model: String = "m") -> CellAddress {
        CellAddress(suite: "demo", model: model, variant: variant, runtimeLabel: "ort")
    }

    /// A point a day.
    static func series(
        _ variant: String, metric: Metric = .latencyP50, _ values: [Double],
        change: (inout HistoryFacts, Int) -> Void = { _, _ in }
    ) -> SuiteHistory.Series {
        SuiteHistory.Series(
            cell: cell(variant), metric: metric,
            points: values.enumerated().map { day, value in
                var facts = facts(day)
                change(&facts, day)
                return HistoryPoint(facts, value: value)
            })
    }

    /// The history with the runs that the points name.
    static func history(_ series: SuiteHistory.Series...) -> SuiteHistory {
        var runs: [String: SuiteHistory.Run] = [:]
        for point in series.flatMap(\.points) {
            let facts = point.facts
            runs[facts.run] = SuiteHistory.Run(
                id: facts.run, recording: facts.recording, kind: facts.kind, status: facts.status,
                startedAt: facts.startedAt, hostName: facts.hostName, machineFingerprint: facts.machineFingerprint)
        }
        return SuiteHistory(runs: runs.values.sorted { $0.recording < $1.recording }, series: series)
    }

    static func report(
        _ history: SuiteHistory, only variants: Set<String>? = nil,
        options change: (inout TrendOptions) -> Void = { _ in }
    ) -> TrendReport {
        var options = TrendOptions(since: start, until: now)
        change(&options)
        return TrendAnalysis(options: options, search: search).report(history, suite: "demo") {
            variants?.contains($0.variant) ?? true
        }
    }

    /// Every step of more than the minimum is a shift that is found with the third value; a gulf ends a segment.
    static let search: LevelSearch = { question in
        let series = question.series, breaks = question.gulfs, minimumSize = question.minimumSize
        var segments: [LevelSegmentation.Segment] = []
        var shifts: [LevelShift] = []
        var first = 0
        for position in series.values.indices.dropFirst() {
            let size = series.values[position] - series.values[position - 1]
            let isShift = abs(size) > max(minimumSize, 1e-9)
            guard isShift || breaks.contains(position) else { continue }
            segments.append(.init(range: first..<position, level: series.values[first]))
            first = position
            guard isShift else { continue }
            shifts.append(
                LevelShift(
                    position: position, earliest: position, latest: position, size: size,
                    sizeInterval: Interval(low: size - 0.001, high: size + 0.001, confidence: 0.95), pValue: 0.001,
                    delay: 3, isAtKnownBreak: question.events.contains(position)))
        }
        segments.append(.init(range: first..<series.count, level: series.values[first]))
        return LevelSegmentation(shifts: shifts, segments: segments, noise: 0.002, serialCorrelation: 0)
    }
}

/// Whether a number is what it should be but for rounding; none is not.
func isNear(_ number: Double?, _ expected: Double) -> Bool { number.map { abs($0 - expected) < 1e-9 } ?? false }

/// `count` times the value.
func level(_ value: Double, _ count: Int) -> [Double] { Array(repeating: value, count: count) }
