import CSystem
import Dispatch
import Foundation
import GoldenSets
import InferenceCore
import Records
import Suites
import Support
import Synchronization
import Worker

/// Evaluates models on their golden sets, in parallel workers on all cores.
struct ShardedEvaluation {
    /// A shard smaller than this does not pay for loading the model again.
    static let smallestShard = 32

    /// Of outputs that are kept only to be compared: at most so many samples of a golden set, and so many bytes a shard.
    static let comparedSamples = 256
    static let comparedBytes = 64 << 20

    /// The predictions of a cell's workers.
    struct Predictions {
        /// One row per sample, in the golden set's order, by the output's name.
        var outputs: [String: OutputTable]
        /// Other outputs, of some samples.
        var others: [String: SampledOutput]
        /// Of all its workers together.
        var seconds: Double
    }

    var plan: Plan
    var workers: WorkerStarter
    var folder: TemporaryFolder
    var cores: Int
    private let turn = SerialWorkerLock()

    init(plan: Plan, workers: WorkerStarter, folder: TemporaryFolder, cores: Int) {
        self.plan = plan
        self.workers = workers
        self.folder = folder
        self.cores = cores
    }

    /// Into how many parts a cell's samples are split.
    static func shardCount(samples: Int, threads: Int, cores: Int) -> Int {
        max(1, min(cores / max(threads, 1), samples / smallestShard))
    }

    func shardCount(of cell: PlannedCell) -> Int { slices(of: cell).count }

    private func slices(of cell: PlannedCell) -> [Range<Int>] {
        let set = plan.goldenSets[cell.goldenSet].set
        // The cores of a worker that the suite names are perhaps another machine's, and not known here.
        let count =
            cell.runtime.worker == nil
            ? Self.shardCount(samples: set.sampleCount, threads: cell.options.threads, cores: cores) : 1
        return Self.slices(of: set, count: count)
    }

    /// Evaluates cells whole; each shard is a step of the progress.
    ///
    /// - Parameter compared: cells whose other outputs are wanted too.
    /// - Returns: by cell id; a cell that failed is missing, and its failure recorded. Empty after an interruption.
    func evaluate(
        _ cells: [PlannedCell], comparing compared: Set<Int>, into progress: CellProgress
    ) -> [Int: Predictions] {
        let shards = cells.flatMap { self.shards(of: $0, isCompared: compared.contains($0.id)) }
        let predictions = Mutex<[Int: [ShardOutputs]]>([:])
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
                    predictions.withLock { $0[shard.cell.id, default: []].append(scores) }
                case .failure(let failure):
                    progress.fail(shard.cell.id, failure.cellFailure(phase: "evaluate"))
                }
                progress.report(.stepFinished(label: shard.cell.name))
            }
        }
        guard !workers.interruption.wasTriggered else { return [:] }
        return gather(predictions.withLock { $0 }, of: cells, into: progress)
    }

    private func gather(
        _ parts: [Int: [ShardOutputs]], of cells: [PlannedCell], into progress: CellProgress
    ) -> [Int: Predictions] {
        var predictions: [Int: Predictions] = [:]
        for cell in cells where !progress.hasFailed(cell.id) {
            let parts = (parts[cell.id] ?? []).sorted { $0.ordinal < $1.ordinal }
            do {
                let wanted = plan.goldenSets[cell.goldenSet].set.manifest.outputs
                var outputs: [String: OutputTable] = [:]
                for (index, output) in wanted.enumerated() {
                    outputs[output.key] = OutputTable(
                        concatenating: try parts.map { try OutputTable.open(path: $0.paths[index], rows: $0.rows) })
                }
                predictions[cell.id] = Predictions(
                    outputs: outputs, others: try Self.others(parts), seconds: parts.reduce(0) { $0 + $1.seconds })
            } catch {
                progress.fail(cell.id, .evaluation(error))
            }
        }
        return predictions
    }

    private static func others(_ parts: [ShardOutputs]) throws(GoldenSetError) -> [String: SampledOutput] {
        var others: [String: SampledOutput] = [:]
        for name in Set(parts.flatMap { $0.kept.map(\.name) }) {
            var tables: [OutputTable] = []
            var samples: [Int] = []
            for output in parts.flatMap(\.kept) where output.name == name {
                tables.append(try OutputTable.open(path: output.path, rows: output.samples.count))
                samples += output.samples
            }
            others[name] = SampledOutput(OutputTable(concatenating: tables), samples: samples)
        }
        return others
    }

    /// A slice of one cell's golden set, evaluated by one worker.
    private struct Shard {
        var cell: PlannedCell
        var ordinal: Int
        var samples: Range<Int>
        var outputs: [EvaluateToFilesCall.Output]
        var kept: KeptTensors?
    }

    /// Nearly equal stretches of samples that cut no sequence in two; fewer than `count` where there are few sequences.
    static func slices(of set: GoldenSet, count: Int) -> [Range<Int>] {
        var ends = (1..<max(count, 1)).map { part in
            var end = set.sampleCount * part / count
            while end < set.sampleCount, !set.feed.beginsSequence(end) { end += 1 }
            return end
        }
        ends.append(set.sampleCount)
        var slices: [Range<Int>] = []
        for end in ends {
            let start = slices.last?.upperBound ?? 0
            if end > start { slices.append(start..<end) }
        }
        return slices
    }

    private struct ShardOutputs: Sendable {
        var ordinal: Int
        /// In the order of the manifest's outputs.
        var paths: [String]
        var rows: Int
        var kept: [KeptTensors.Output]
        var seconds: Double
    }

    private func shards(of cell: PlannedCell, isCompared: Bool) -> [Shard] {
        let set = plan.goldenSets[cell.goldenSet].set
        let stride = max(1, (set.sampleCount + Self.comparedSamples - 1) / Self.comparedSamples)
        let whole = set.manifest.outputs.filter { $0.reduction == .none }.map(\.name)
        return slices(of: cell).enumerated().map { part, samples in
            Shard(
                cell: cell, ordinal: part, samples: samples,
                outputs: set.manifest.outputs.enumerated().map { index, output in
                    EvaluateToFilesCall.Output(
                        output, path: folder.file("output-\(cell.id)-\(part)-\(index)"),
                        texts: set.texts(ofOutput: output.name))
                },
                kept: isCompared
                    ? KeptTensors(
                        pathPrefix: folder.file("kept-\(cell.id)-\(part)"), stride: stride,
                        byteLimit: Self.comparedBytes, except: whole) : nil)
        }
    }

    /// Workers that the suite names evaluate one after another: a small device has no room for several at once, and an sshd
    /// refuses a crowd of connections.
    private final class SerialWorkerLock: Sendable {
        private let mutex = Mutex<Void>(())

        func take<Value: Sendable>(_ work: () -> Value) -> Value { mutex.withLock { _ in work() } }
    }

    private func evaluate(_ shard: Shard) -> Result<ShardOutputs, WorkerFailure> {
        shard.cell.runtime.worker == nil ? predict(shard) : turn.take { predict(shard) }
    }

    private func predict(_ shard: Shard) -> Result<ShardOutputs, WorkerFailure> {
        Result { () throws(WorkerFailure) in
            let start = pawl_monotonic_raw_nanoseconds()
            let worker = try workers.start(for: shard.cell)
            defer { worker.shutDown() }
            let loaded = try workers.load(shard.cell, of: plan, in: worker, rotationLimit: 0)
            let conversation = EvaluationClient(
                worker: worker, names: OutputNames(of: shard.cell, for: worker, model: loaded.outputs),
                timeoutSeconds: workers.timeoutSeconds)
            let (rows, kept) = try conversation.evaluate(shard.samples, outputs: shard.outputs, kept: shard.kept)
            return ShardOutputs(
                ordinal: shard.ordinal, paths: shard.outputs.map(\.path), rows: rows, kept: kept,
                seconds: Double(pawl_monotonic_raw_nanoseconds() - start) / 1e9)
        }
    }
}
