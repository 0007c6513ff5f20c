import Foundation
import Records
import Trends

/// Histories of made-up but lifelike nights: the same numbers on every machine.
public enum SampleTrends {
    public static let start = Date(timeIntervalSince1970: 1_767_150_000)

    /// 120 nights, eleven of them missing: the machine warms up at 50, a regression at 80, most of it mended at 104.
    public static func series(
        _ variant: String = "int8-qdq", metric: Metric = .latencyP50, base: Double = 1_580_000,
        model: String = "filetype"
    ) -> TrendSeries {
        let levels: [(Range<Int>, Double)] = [(0..<36, 1), (36..<69, 0.97), (69..<93, 1.061), (93..<109, 0.985)]
        let points = (0..<120).filter { !(40...50).contains($0) }.enumerated().map { index, night in
            let level = levels.first { $0.0.contains(index) }?.1 ?? 1
            let isOutlier = index == 20 || index == 77
            return point(
                night, base * level * (1 + 0.006 * wave(index)) * (isOutlier ? 1.6 : 1),
                runtimeVersion: night < 36 ? "1.20.1" : "1.31.1")
        }
        return TrendSeries(
            cell: CellAddress(suite: "nightly", model: model, variant: variant, runtimeLabel: "ort"), metric: metric,
            machine: TrendMachine(hostName: "bench-1", fingerprint: "f0"), points: points,
            events: [
                TrendEvent(position: 36, kind: .runtime, text: "onnxruntime 1.20.1 -> 1.31.1"),
                TrendEvent(position: 93, kind: .model, text: "model file 3f21aa -> 88d0c1"),
            ],
            levels: levels.map {
                TrendLevel(range: $0.0, value: base * $0.1, low: base * $0.1 * 0.988, high: base * $0.1 * 1.012)
            },
            changes: [
                change(36, 36, 36, 1, 0.97, base, .improvement), change(69, 67, 70, 0.97, 1.061, base, .regression),
                change(93, 92, 94, 1.061, 0.985, base, .improvement),
            ], noise: 0.006)
    }

    public static func change(
        _ position: Int, _ earliest: Int, _ latest: Int, _ before: Double, _ after: Double, _ base: Double,
        _ verdict: TrendChange.Verdict
    ) -> TrendChange {
        let size = after / before - 1
        return TrendChange(
            position: position, earliest: earliest, latest: latest, before: base * before, after: base * after,
            size: size,
            low: size - 0.004, high: size + 0.004, confidence: 0.95, pValue: 1e-9, delay: 4, verdict: verdict,
            commits: ["5b9284a4d1c0ffee", "91c02d77aa000001"])
    }

    public static func point(_ night: Int, _ value: Double, runtimeVersion: String = "1.31.1") -> HistoryPoint {
        HistoryPoint(
            run: String(format: "00000000-0000-4000-8000-%012d", night), kind: .nightly,
            startedAt: start.addingTimeInterval(Double(night) * 86_400), value: value, hostName: "bench-1",
            machineFingerprint: "f0", gitCommit: String(format: "%040x", night * 7919 + 17), pawlVersion: "0.1.0",
            runtimeVersion: runtimeVersion, modelDigest: "3f21aa")
    }

    /// Between -2 and 2, evenly spread and without a pattern that one sees.
    public static func wave(_ index: Int) -> Double {
        let share = (Double(index) * 0.754_877_666_2 + 0.5).truncatingRemainder(dividingBy: 1)
        return log((share + 0.01) / (1.01 - share)) / 2.3
    }
}
