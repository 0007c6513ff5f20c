import Foundation
import Records

/// The wording of verdicts and reports about evaluations that were reused or repeated.
public enum EvaluationText {
    /// "run 1a2b3c4d of 2026-11-21"
    public static func source(run: String, evaluatedAt: Date) -> String {
        let day = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()
        return "run \(run.prefix(8)) of \(evaluatedAt.formatted(day))"
    }

    /// The finding that evaluating the same thing again gave other predictions; nil when it did not, or was evaluated once.
    public static func difference(_ cell: CellRecord, in run: RunRecord) -> String? {
        guard let repetition = cell.accuracy?.origin?.repetition, repetition.isDifferent else { return nil }
        let earlier =
            repetition.run == run.id
            ? "another evaluation in this run"
            : "those of " + source(run: repetition.run, evaluatedAt: repetition.evaluatedAt)
        let count = cell.accuracy?.predictions.count ?? 0
        let samples = run.goldenSet(of: cell)?.counted(count) ?? VerdictText.count(count, "sample", "samples")
        let classes =
            repetition.differingPredictions == 0
            ? "the predicted classes are the same"
            : "\(repetition.differingPredictions) with another predicted class"
        return "the predictions of \(cell.name) differ from \(earlier), though model, runtime, options, golden set "
            + "and processor are the same: \(repetition.differingSamples) of \(samples), \(classes); "
            + "the model or the runtime is not deterministic, and its evaluations are not reused any more"
    }

    /// For a verdict's details: what the predictions rest on when this run did not evaluate them, and what contradicts them.
    static func details(_ cells: [CellRecord], in run: RunRecord) -> [String] {
        cells.flatMap { cell -> [String] in
            var lines = [difference(cell, in: run)].compactMap { $0 }
            if let origin = cell.accuracy?.origin, let earlier = origin.reusedFromRun {
                let source = source(run: earlier, evaluatedAt: origin.evaluatedAt)
                lines.append(
                    "the predictions of \(cell.name) are those of \(source), reused: nothing that could change them has changed"
                )
            }
            return lines
        }
    }
}
