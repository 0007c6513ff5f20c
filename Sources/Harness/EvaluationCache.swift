import Foundation
import GoldenSets
import Records
import Statistics
import Suites

/// What former runs know of a plan's cells, and which of it is used again.
struct EvaluationCache {
    /// An evaluation is used instead of a new one at most this often.
    static let maximumReuses = 50

    /// By cell id; nil where a key cannot be had.
    let keys: [Int: String]
    /// The newest evaluation of each cell that can be trusted, by cell id.
    let evaluations: [Int: CachedEvaluations.Evaluation]
    /// Cells that need no evaluation: a subset of `evaluations`' keys.
    let reusable: Set<Int>
    /// What was found and not trusted, in words.
    let warnings: [String]

    /// - Parameters:
    ///   - keys: by cell id.
    ///   - recall: looks a key up among former runs.
    ///   - period: how old an evaluation may be, in seconds; nil reuses none.
    ///   - now: an evaluation from later is not trusted: the clock was wrong then, or is now.
    ///   - seed: draws the cell that is evaluated although it need not be.
    init(
        plan: Plan, keys: [Int: String], lookUp: (String) -> CachedEvaluations, period: Double?, now: Date, seed: UInt64
    ) {
        var evaluations: [Int: CachedEvaluations.Evaluation] = [:]
        var reusable: [Int] = []
        var warnings: [String] = []
        for cell in plan.cells {
            guard let key = keys[cell.id] else { continue }
            let history = lookUp(key)
            warnings += history.damagedRuns.map {
                "\(cell.name): the answers stored by run \($0) are damaged; they are not used"
            }
            guard let latest = history.latest else { continue }
            let set = plan.goldenSets[cell.goldenSet].set
            guard latest.origin.key == key, Self.isSound(latest, on: set) else {
                warnings.append(
                    "\(cell.name): the answers stored by run \(latest.run) do not fit the golden set; they are not used"
                )
                continue
            }
            evaluations[cell.id] = latest
            if history.isKnownToDiffer, period != nil {
                warnings.append(
                    "\(cell.name): its answers differed before though nothing had changed; they are not reused")
            }
            let age = now.timeIntervalSince(latest.origin.evaluatedAt)
            if let period, age >= 0, age < period, history.reuses < Self.maximumReuses, !history.isKnownToDiffer {
                reusable.append(cell.id)
            }
        }
        if reusable.count > 1 {
            var generator = SeededGenerator(seed: seed)
            reusable.remove(at: Int.random(in: reusable.indices, using: &generator))
        }
        self.keys = keys
        self.evaluations = evaluations
        self.reusable = Set(reusable)
        self.warnings = warnings
    }

    /// Whether stored answers can be what a model answered to this golden set: counts fit, all is finite, the metrics are the
    /// task's, and the accuracy is that of the predictions.
    private static func isSound(_ evaluation: CachedEvaluations.Evaluation, on set: GoldenSet) -> Bool {
        let accuracy = evaluation.accuracy
        let known = Set(set.manifest.metrics)
        guard evaluation.origin.sampleDigests.count == set.judgedCount,
            accuracy.topK == set.manifest.task.topK ?? GoldenSetManifest.defaultTopK,
            [accuracy.metrics, accuracy.metricsAgainstBaseline].allSatisfy({ metrics in
                metrics.allSatisfy { known.contains($0.key) && $0.value.isFinite }
            }),
            accuracy.texts.count == set.texts.count
        else { return false }
        guard set.manifest.ownMetrics.contains(.accuracy) else { return accuracy.predictions.isEmpty }
        let right = zip(accuracy.predictions, set.labels).count { $0 == $1 }
        let share = Double(right) / Double(set.judgedCount)
        return accuracy.predictions.count == set.judgedCount
            && accuracy.predictions.allSatisfy { $0 >= 0 && $0 < set.classNames.count }
            // The mean over sequences is summed up in another order.
            && accuracy.metrics[.accuracy].map { abs($0 - share) < 1e-9 } ?? false
    }
}
