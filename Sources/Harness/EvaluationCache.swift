import Foundation
import GoldenSets
import InferenceCore
import ModelFormats
import Records
import Statistics
import Suites
import Support

/// The evaluations of earlier runs that fit a plan's cells, and which of them are reused.
struct EvaluationCache {
    /// An evaluation is used instead of a new one at most this often.
    static let maximumReuses = 50

    /// By cell id; nil where a key cannot be had.
    let keys: [Int: String]
    /// The newest evaluation of each cell that can be trusted, by cell id.
    let evaluations: [Int: CachedEvaluations.Evaluation]
    /// Cells that need no evaluation: a subset of `evaluations`' keys.
    let reusable: Set<Int>
    /// Warnings about evaluations that were found and not trusted.
    let warnings: [String]

    /// - Parameters:
    ///   - keys: by cell id.
    ///   - recall: looks a key up among earlier runs.
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
                "\(cell.name): the evaluation stored by run \($0) is damaged and not used"
            }
            guard let latest = history.latest else { continue }
            let set = plan.goldenSets[cell.goldenSet].set
            guard latest.origin.key == key, Self.isSound(latest, on: set) else {
                warnings.append(
                    "\(cell.name): the evaluation stored by run \(latest.run) does not fit the golden set and is not used"
                )
                continue
            }
            evaluations[cell.id] = latest
            if history.isKnownToDiffer, period != nil {
                warnings.append(
                    "\(cell.name): its predictions differed before though nothing had changed; its evaluations are not reused"
                )
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

    /// Whether stored predictions can be what a model returned to this golden set: counts fit, all is finite, the metrics are the
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

/// One digest over everything that can change a model's predictions: evaluations with the same key must give the same scores.
///
/// It holds, each with its length so that no two lists of parts read the same:
///
/// - the digest of all files of the model: another model;
/// - the runtime's name and version and the SHA-256 of its library: other kernels, also when a build is replaced under the same
///   version;
/// - which of the model's tensors were taken for which, and how values are converted on the way;
/// - provider, threads, graph optimisation, arena, memory pattern, provider options and free-form entries: each may choose other
///   kernels, or the order in which sums are taken;
/// - the SHA-256 of the golden set's manifest, which holds those of its data: other inputs, labels or classes;
/// - into how many shards the samples are split: a runtime that keeps state between inferences sees others before a sample;
/// - the processor's model and the digest of its instruction-set flags, and the architecture: runtimes choose kernels by them;
/// - the distribution and the C library's version: runtimes call its exp and tanh;
/// - variables of the environment that such libraries read;
/// - Pawl's version and `TaskEvaluation.version`: another way to feed samples or to make metrics of scores.
///
/// What is left out cannot change a prediction: names in the suite, paths, the kernel, the memory, the time.
struct EvaluationCacheKey {
    /// Variables that numerical libraries, OpenMP, the C library and its loader read.
    static let variablePrefixes = [
        "BLIS_", "DNNL_", "GLIBC_TUNABLES", "GOMP_", "KMP_", "LD_", "MKL_", "MLAS_", "OMP_", "ONEDNN_", "OPENBLAS_",
        "ORT_",
    ]

    var cell: PlannedCell
    var goldenSetDigest: String
    var shards: Int
    var machine: EnvironmentRecord
    var pawlVersion: String
    /// Of the worker's environment, all of them.
    var variables: [String: String]

    /// Lower-case hexadecimal; nil when something that can change a prediction is out of Pawl's sight.
    ///
    /// Such are a worker that is not Pawl's own (it may run anywhere, on anything), a model that may read files that Pawl does
    /// not see, an option that names a file, a provider other than the CPU (its driver and device are unknown here), and a
    /// processor that the system does not describe.
    var digest: String? {
        guard cell.runtime.worker == nil, cell.modelContent.isComplete, cell.options.provider.lowercased() == "cpu",
            !cell.options.recorded(for: cell.runtime.name).values.contains(where: { $0.contains("/") }),
            let processor = text("cpu", "model"), let flags = text("cpu", "flags_digest")
        else { return nil }
        var parts = [
            ("model", cell.modelFile.digest), ("runtime", cell.runtime.name), ("version", cell.runtime.version),
            ("library", cell.runtime.libraryDigest), ("provider", cell.options.provider),
            ("golden set", goldenSetDigest), ("shards", "\(shards)"), ("processor", processor), ("flags", flags),
            ("architecture", text("cpu", "architecture") ?? ""),
            ("distribution", text("kernel", "distribution") ?? ""), ("c library", text("kernel", "c_library") ?? ""),
            ("pawl", pawlVersion), ("evaluation", "\(TaskEvaluation.version)"),
        ]
        parts += cell.recordedOptions.sorted { $0.key < $1.key }.map { ("option \($0.key)", $0.value) }
        parts += cell.conversions.sorted { $0.key < $1.key }.map { ("conversion \($0.key)", $0.value) }
        parts += variables.filter { name, _ in Self.variablePrefixes.contains { name.hasPrefix($0) } }
            .sorted { $0.key < $1.key }.map { ("variable \($0.key)", $0.value) }
        return SHA256.hexadecimal(
            of: parts.map { "\($0.utf8.count):\($0)\($1.utf8.count):\($1)\n" }.joined())
    }

    private func text(_ group: String, _ key: String) -> String? {
        guard case .text(let text) = machine[group, key] else { return nil }
        return text
    }
}

extension RepeatedEvaluation {
    /// Holds fresh predictions against earlier ones; nil when one of the two keeps no digests of its samples.
    ///
    /// - Parameter run: of the earlier ones.
    init?(of fresh: AccuracyRecord, _ earlier: AccuracyRecord, run: String) {
        guard let ours = fresh.origin, let theirs = earlier.origin,
            ours.sampleDigests.count == theirs.sampleDigests.count
        else { return nil }
        let samples = zip(ours.sampleDigests, theirs.sampleDigests).count { $0 != $1 }
        self.init(
            run: run, evaluatedAt: theirs.evaluatedAt,
            // The digest of all scores has the last word: it sees what 64 bits a sample might miss.
            differingSamples: ours.scoresDigest == theirs.scoresDigest ? 0 : max(samples, 1),
            differingPredictions: zip(fresh.predictions, earlier.predictions).count { $0 != $1 }
                + zip(fresh.texts, earlier.texts).count { $0 != $1 })
    }
}
