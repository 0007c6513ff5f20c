import CSystem
import Diagnostics
import Dispatch
import Files
import Foundation
import GoldenSets
import InferenceCore
import Measures
import Planning
import Processes
import Records
import Synchronization
import Worker

/// Evaluates every cell on its golden set, in parallel workers on all cores, then computes the task metrics.
struct AccuracyPass {
    /// A shard smaller than this does not pay for loading the model again.
    static let smallestShard = 32

    /// A slice of one cell's golden set, evaluated by one worker.
    private struct Shard {
        var cell: PlannedCell
        var ordinal: Int
        var samples: Range<Int>
        var scoresPath: String
    }

    private let plan: Plan
    private let workers: WorkerStarter
    private let folder: TemporaryFolder
    private let shards: [Shard]
    private let cores: Int

    init(plan: Plan, workers: WorkerStarter, folder: TemporaryFolder, cores: Int) {
        self.plan = plan
        self.workers = workers
        self.folder = folder
        self.cores = cores
        shards = plan.cells.flatMap { cell in
            let count = plan.goldenSets[cell.goldenSet].set.sampleCount
            let parts = max(1, min(cores / max(cell.options.threads, 1), count / Self.smallestShard))
            return (0..<parts).map { part in
                Shard(
                    cell: cell, ordinal: part, samples: (count * part / parts)..<(count * (part + 1) / parts),
                    scoresPath: folder.file("scores-\(cell.id)-\(part)"))
            }
        }
    }

    var stepCount: Int { shards.count }

    func run(into progress: CellProgress) {
        let answers = Mutex<[Int: [ShardScores]]>([:])
        let next = Atomic<Int>(0)
        let widest = plan.cells.map(\.options.threads).max() ?? 1
        DispatchQueue.concurrentPerform(iterations: max(1, cores / max(widest, 1))) { _ in
            while true {
                let position = next.add(1, ordering: .relaxed).oldValue
                guard position < shards.count else { return }
                let shard = shards[position]
                guard !progress.hasFailed(shard.cell.id) else {
                    progress.report(.stepFinished(label: shard.cell.name))
                    continue
                }
                switch evaluate(shard) {
                case .success(let scores):
                    answers.withLock { $0[shard.cell.id, default: []].append(scores) }
                case .failure(let failure):
                    progress.fail(shard.cell.id, failure.cellFailure(phase: "evaluate"))
                }
                progress.report(.stepFinished(label: shard.cell.name))
            }
        }
        guard !workers.interruption.wasTriggered else { return }
        computeMetrics(answers.withLock { $0 }, into: progress)
    }

    private struct ShardScores: Sendable {
        var ordinal: Int
        var path: String
        var rows: Int
        var columns: Int
        var seconds: Double
    }

    private func evaluate(_ shard: Shard) -> Result<ShardScores, WorkerFailure> {
        Result { () throws(WorkerFailure) in
            let start = pawl_monotonic_raw_nanoseconds()
            let worker = try workers.start()
            defer { worker.shutDown() }
            _ = try worker.call(
                workers.loadCall(for: shard.cell, in: plan, rotationLimit: 0), timeoutSeconds: workers.timeoutSeconds)
            let reply = try worker.call(
                EvaluateCall(
                    first: shard.samples.lowerBound, count: shard.samples.count,
                    outputName: plan.goldenSets[shard.cell.goldenSet].set.manifest.output.name,
                    scoresPath: shard.scoresPath),
                timeoutSeconds: workers.timeoutSeconds)
            return ShardScores(
                ordinal: shard.ordinal, path: shard.scoresPath, rows: reply.rows, columns: reply.columns,
                seconds: Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9)
        }
    }

    private func computeMetrics(_ answers: [Int: [ShardScores]], into progress: CellProgress) {
        var matrices: [Int: ScoreMatrix] = [:]
        for cell in plan.cells where !progress.hasFailed(cell.id) {
            let parts = (answers[cell.id] ?? []).sorted { $0.ordinal < $1.ordinal }
            do {
                let scores = try ScoreMatrix(
                    concatenating: parts.map { try ScoreMatrix.open(path: $0.path, rows: $0.rows, columns: $0.columns) }
                )
                let set = plan.goldenSets[cell.goldenSet].set
                let evaluation = try ClassificationEvaluation.evaluate(scores: scores, on: set)
                let seconds = parts.reduce(0) { $0 + $1.seconds }
                matrices[cell.id] = scores
                progress.update(cell.id) { record in
                    record.secondsSpent += seconds
                    record.accuracy = AccuracyRecord(evaluation, topK: set.manifest.topK, seconds: seconds)
                }
            } catch {
                progress.fail(cell.id, .evaluation(error))
            }
        }
        for cell in plan.cells where matrices[cell.id] != nil {
            compare(cell, matrices: matrices, into: progress)
        }
    }

    /// Agreement and divergence against the reference of the same side, and against the other checkout's variant.
    private func compare(_ cell: PlannedCell, matrices: [Int: ScoreMatrix], into progress: CellProgress) {
        let reference = plan.cells.first { $0.side == cell.side && $0.model == cell.model && $0.isReference }
        let baseline =
            cell.side == .candidate
            ? plan.cells.first { $0.side == .baseline && $0.model == cell.model && $0.variant == cell.variant } : nil
        let set = plan.goldenSets[cell.goldenSet].set
        for (other, metrics, divergences) in [
            (reference, \AccuracyRecord.metrics, \AccuracyRecord.divergences),
            (baseline, \AccuracyRecord.metricsAgainstBaseline, \AccuracyRecord.divergencesFromBaseline),
        ] {
            guard let other, other.id != cell.id, other.goldenSet == cell.goldenSet, let theirs = matrices[other.id],
                let ours = matrices[cell.id]
            else { continue }
            do {
                let comparison = try ClassificationComparison.compare(candidate: ours, reference: theirs, on: set)
                progress.update(cell.id) { record in
                    record.accuracy?[keyPath: metrics][.agreement] = comparison.agreement
                    record.accuracy?[keyPath: metrics][.klDivergence] = comparison.meanDivergence
                    record.accuracy?[keyPath: divergences] = comparison.divergences
                }
            } catch {
                progress.fail(cell.id, .evaluation(error))
            }
        }
    }
}

extension CellFailure {
    /// The worker did its part, but its answers cannot be scored.
    fileprivate static func evaluation(_ error: any Error) -> CellFailure {
        let words = (error as? any DiagnosableError)?.diagnostics.first
        return CellFailure(
            kind: .error, phase: "evaluate", message: words?.message ?? "\(error)", hint: words?.hint)
    }
}

extension AccuracyRecord {
    fileprivate init(_ evaluation: ClassificationEvaluation, topK: Int, seconds: Double) {
        self.init(
            predictions: evaluation.predictions, labelRanks: evaluation.labelRanks,
            metrics: [
                .accuracy: evaluation.accuracy, .topKAccuracy: evaluation.topKAccuracy, .macroF1: evaluation.macroF1,
            ],
            seconds: seconds, topK: topK)
    }
}
