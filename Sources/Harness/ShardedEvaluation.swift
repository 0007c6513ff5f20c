import CSystem
import Dispatch
import Files
import Foundation
import GoldenSets
import InferenceCore
import Planning
import Processes
import Records
import Synchronization
import Worker

/// Lets models answer their golden sets, in parallel workers on all cores.
struct ShardedEvaluation {
    /// A shard smaller than this does not pay for loading the model again.
    static let smallestShard = 32

    /// What a cell's workers answered.
    struct Answers {
        /// One row per sample, in the golden set's order.
        var scores: ScoreMatrix
        /// Of all its workers together.
        var seconds: Double
    }

    var plan: Plan
    var workers: WorkerStarter
    var folder: TemporaryFolder
    var cores: Int

    /// Into how many parts a cell's samples are split.
    static func shardCount(samples: Int, threads: Int, cores: Int) -> Int {
        max(1, min(cores / max(threads, 1), samples / smallestShard))
    }

    func shardCount(of cell: PlannedCell) -> Int {
        Self.shardCount(
            samples: plan.goldenSets[cell.goldenSet].set.sampleCount, threads: cell.options.threads, cores: cores)
    }

    /// Evaluates cells whole; each shard is a step of the progress.
    ///
    /// - Returns: by cell id; a cell that failed is missing, and its failure recorded. Empty after an interruption.
    func evaluate(_ cells: [PlannedCell], into progress: CellProgress) -> [Int: Answers] {
        let shards = cells.flatMap(shards)
        let answers = Mutex<[Int: [ShardScores]]>([:])
        let next = Atomic<Int>(0)
        let widest = cells.map(\.options.threads).max() ?? 1
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
        guard !workers.interruption.wasTriggered else { return [:] }
        return gather(answers.withLock { $0 }, of: cells, into: progress)
    }

    private func gather(
        _ parts: [Int: [ShardScores]], of cells: [PlannedCell], into progress: CellProgress
    ) -> [Int: Answers] {
        var answers: [Int: Answers] = [:]
        for cell in cells where !progress.hasFailed(cell.id) {
            let parts = (parts[cell.id] ?? []).sorted { $0.ordinal < $1.ordinal }
            do {
                let scores = try ScoreMatrix(
                    concatenating: parts.map { try ScoreMatrix.open(path: $0.path, rows: $0.rows, columns: $0.columns) }
                )
                answers[cell.id] = Answers(scores: scores, seconds: parts.reduce(0) { $0 + $1.seconds })
            } catch {
                progress.fail(cell.id, .evaluation(error))
            }
        }
        return answers
    }

    /// A slice of one cell's golden set, evaluated by one worker.
    private struct Shard {
        var cell: PlannedCell
        var ordinal: Int
        var samples: Range<Int>
        var scoresPath: String
    }

    private struct ShardScores: Sendable {
        var ordinal: Int
        var path: String
        var rows: Int
        var columns: Int
        var seconds: Double
    }

    private func shards(of cell: PlannedCell) -> [Shard] {
        let count = plan.goldenSets[cell.goldenSet].set.sampleCount
        let parts = shardCount(of: cell)
        return (0..<parts).map { part in
            Shard(
                cell: cell, ordinal: part, samples: (count * part / parts)..<(count * (part + 1) / parts),
                scoresPath: folder.file("scores-\(cell.id)-\(part)"))
        }
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
}
