import Gating
import Records

/// Verdicts worded and sized as the judge's, without its hours: three of four repeat as long as a model's file does.
enum SyntheticVerdicts {
    static func verdicts(of run: RunRecord) -> [Verdict] {
        var verdicts: [Verdict] = []
        for cell in run.cells where !cell.isReference {
            guard let reference = run.counterpart(of: cell, for: .reference) else { continue }
            verdicts += [latency(cell, reference), accuracy(cell, reference), agreement(cell), size(cell, reference)]
        }
        return verdicts
    }

    private static func latency(_ cell: CellRecord, _ reference: CellRecord) -> Verdict {
        let times = [cell, reference].map { Double($0.launches[0].firstInferenceNanoseconds) / 2 }
        let effect = times[0] / times[1] - 1
        let percent = Quantity.text(effect, .proportion)
        return Verdict(
            gate: 0, metric: .latencyP50, against: .reference, rule: "latency p50 at most +3 % above the reference",
            file: "Suites/nightly.yaml", line: 90, column: 5, cell: cell.id, state: effect > 0.03 ? .failed : .passed,
            headline: "passes: latency p50 \(percent) (interval \(percent) .. \(percent)), allowed +3 %",
            details: [
                "latency p50: \(Quantity.text(times[0], .time)), the reference \(Quantity.text(times[1], .time))",
                "8 of at most 32 launches, 4.2 s of measuring, interval at 94.7 % confidence over looks at 8, 12, 16, 24, 32",
                "t tests against the margin: of failing, p 1.00 (needs below 4.3e-09); of passing, p below 0.0001 (needs below 8.9e-05)",
                "robust: Hodges-Lehmann \(percent), signed ranks of failing, p 1.00; of passing, p 0.0039",
                "would have failed a true +1.8 % with 80 % power by 32 launches (spread between launches 2.72 %)",
            ],
            evidence: .init(
                baselineValue: times[1], candidateValue: times[0], effect: effect, low: effect - 0.0123456789,
                high: effect + 0.0123456789, confidence: 0.9466666666666667, limit: 0.03,
                minimalDetectableEffect: 0.018492012321955967, launches: 8), secondsSpent: 4.25)
    }

    private static func accuracy(_ cell: CellRecord, _ reference: CellRecord) -> Verdict {
        let values = [cell, reference].map { $0.accuracy?.metrics[.accuracy] ?? 0 }
        return Verdict(
            gate: 1, metric: .accuracy, against: .reference, rule: "accuracy at most 1 point below the reference",
            file: "Suites/nightly.yaml", line: 82, column: 5, cell: cell.id, state: .passed,
            headline: "passes: accuracy \(Quantity.text(values[0] - values[1], .proportion)), allowed -1 point",
            details: [
                "accuracy \(values[0]), the reference \(values[1]); equal answers 99.45 %",
                "3 lost and 3 gained of 1000 samples; McNemar mid-p 1.00; interval by Tango",
                "lost: samples/part-0/item-7.bin, samples/part-0/item-91.bin, samples/part-0/item-404.bin",
            ],
            evidence: .init(
                baselineValue: values[1], candidateValue: values[0], effect: values[1] - values[0],
                low: -0.010251357053580115, high: 0.00445774032775037, confidence: 0.9483333333333333, limit: 0.01,
                minimalDetectableEffect: 0.024910553476603804, samples: 1000))
    }

    private static func agreement(_ cell: CellRecord) -> Verdict {
        Verdict(
            gate: 2, metric: .agreement, against: .reference, rule: "agreement with the reference at least 97 %",
            file: "Suites/nightly.yaml", line: 86, column: 5, cell: cell.id, state: .passed,
            headline: "passes: agreement 98.00 % (interval 97.21 % .. 98.62 %), needed 97 %",
            details: ["980 of 1000 samples; exact bounds by Clopper and Pearson"],
            evidence: .init(
                candidateValue: 0.98, effect: 0.98, low: 0.972094312, high: 0.986210345, confidence: 0.9483333333333333,
                limit: 0.97, samples: 1000))
    }

    private static func size(_ cell: CellRecord, _ reference: CellRecord) -> Verdict {
        let sizes = [cell, reference].map { Double($0.modelFile.bytes) }
        return Verdict(
            gate: 3, metric: .modelSize, against: .reference, rule: "model size at most 1 times the reference",
            file: "Suites/nightly.yaml", line: 91, column: 5, cell: cell.id, state: .passed,
            headline: "passes: model size \(sizes[0] / sizes[1])x, allowed 1x",
            details: ["\(Quantity.text(sizes[0], .bytes)), the reference \(Quantity.text(sizes[1], .bytes))"],
            evidence: .init(
                baselineValue: sizes[1], candidateValue: sizes[0], effect: sizes[0] / sizes[1],
                low: sizes[0] / sizes[1], high: sizes[0] / sizes[1], confidence: 1, limit: 1))
    }
}
