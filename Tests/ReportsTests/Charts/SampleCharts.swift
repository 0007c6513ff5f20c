import Foundation
import Gating
import Records
import Reports

/// Charts of made-up but lifelike measurements: the same numbers on every machine.
enum SampleCharts {
    static let latency = LatencyChart(
        model: "filetype",
        rows: [
            row("fp32", .reference, median: 3_470_000, p99: 3_920_000),
            row("fp16", .undecided, median: 3_510_000, p99: 4_050_000),
            row("int8-qdq", .passed, median: 1_580_000, p99: 1_790_000),
            row("int8-dynamic", .failed, median: 16_300_000, p99: 18_100_000),
        ])!

    static let tradeOff = TradeOffChart(
        model: "filetype",
        points: [
            point("fp32", .reference, 3_470_000, 0.9501, 3_163_737),
            point("fp16", .undecided, 3_510_000, 0.9501, 1_606_414),
            point("int8-qdq", .passed, 1_580_000, 0.9511, 1_165_291),
            point("int8-dynamic", .failed, 16_300_000, 0.9511, 835_251),
        ])!

    static let footprint = FootprintChart(
        model: "filetype",
        rows: [
            .init(name: "fp32", standing: .reference, modelBytes: 3_163_737, peakMemoryBytes: 38_200_000),
            .init(name: "fp16", standing: .undecided, modelBytes: 1_606_414, peakMemoryBytes: 41_900_000),
            .init(name: "int8-qdq", standing: .passed, modelBytes: 1_165_291, peakMemoryBytes: 31_400_000),
            .init(name: "int8-dynamic", standing: .failed, modelBytes: 835_251, peakMemoryBytes: nil),
        ])!

    /// Five cats became dogs, and a fox is right again.
    static let confusion = confusion("filetype/int8-dynamic", ["cat", "dog", "fox"])!

    static func confusion(_ name: String, _ classes: [String]) -> ConfusionDifferenceChart? {
        let labels: [Int32] = [0, 0, 0, 0, 0, 0, 2]
        func cell(_ variant: String, _ predictions: [Int32]) -> CellRecord {
            CellRecord(
                id: 0, model: "filetype", variant: variant, runtimeLabel: "ort",
                modelFile: ModelFileRecord(path: "m", digest: "", bytes: 1),
                runtime: RuntimeRecord(name: "o", version: "1", libraryDigest: "", provider: "cpu", options: [:]),
                goldenSetDigest: "g", accuracy: AccuracyRecord(predictions: predictions, metrics: [:], seconds: 0))
        }
        return ConfusionDifferenceChart(
            cell: name, role: "reference",
            difference: ConfusionDifference(
                baseline: cell("fp32", [0, 0, 0, 0, 0, 0, 0]), candidate: cell("int8-dynamic", [1, 1, 1, 1, 1, 0, 2]),
                on: GoldenSetRecord(
                    id: "g", version: "1", digest: "g", task: "classification", sampleNames: labels.map { "s\($0)" },
                    labels: labels, classNames: classes)))
    }

    static func point(
        _ name: String, _ standing: ChartStanding, _ median: Double, _ quality: Double, _ bytes: Double
    ) -> TradeOffChart.Point {
        .init(name: name, standing: standing, medianNanoseconds: median, quality: quality, modelBytes: bytes)
    }

    /// A skewed distribution around `median` with a tail beyond `p99`, from a fixed sequence.
    static func row(
        _ name: String, _ standing: ChartStanding, median: Double, p99: Double, count: Int = 600
    ) -> LatencyChart.Row {
        let ratio = log(p99 / median)
        let values = (0..<count).map { index -> Double in
            let share = (Double(index) * 0.754_877_666_2 + 0.5).truncatingRemainder(dividingBy: 1)
            let logit = log((share + 0.002) / (1.002 - share)) / 4.6
            return (median * exp(logit * ratio * (logit < 0 ? 0.35 : 1))).rounded()
        }
        return .init(
            name: name, standing: standing, valuesNanoseconds: values, medianNanoseconds: median, p99Nanoseconds: p99)
    }
}
