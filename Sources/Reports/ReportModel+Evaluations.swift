import Foundation
import Gating
import Records

extension ReportModel {
    /// Which predictions were not evaluated in this run, and which were evaluated again to see that they are still the same; a line
    /// each, none when every prediction is this run's and was the first.
    var evaluationNotes: [String] {
        [reuseNote, repetitionNote].compactMap { $0 }
    }

    private var reuseNote: String? {
        let reused = run.cells.compactMap { cell in
            cell.accuracy?.origin.flatMap { origin in origin.reusedFromRun.map { (run: $0, at: origin.evaluatedAt) } }
        }
        guard let oldest = reused.min(by: { $0.at < $1.at }) else { return nil }
        let runs = Set(reused.map(\.run)).count
        let source = EvaluationText.source(run: oldest.run, evaluatedAt: oldest.at)
        return "predictions of \(reused.count) of \(run.cells.count) cells reused from "
            + (runs == 1 ? source : "\(runs) runs, the oldest \(source)")
    }

    private var repetitionNote: String? {
        let repeated = run.cells.filter { cell in
            cell.accuracy?.origin?.repetition.map { !$0.isDifferent && $0.run != run.id } ?? false
        }
        guard !repeated.isEmpty else { return nil }
        return "evaluated again, with the same predictions as before: " + repeated.map(\.name).joined(separator: ", ")
    }
}
