import CSystem
import Foundation
import GoldenSets
import InferenceCore
import Records
import Statistics
import Suites
import Support
import Worker

/// Runs a model again on a few samples whose inputs are changed, where its predictions have little to do with the labels: unscaled,
/// inverted or turned inputs are common, and only trying tells.
struct InputTrialPass {
    /// Samples of a model whose predictions are at chance, or have fallen far below its reference's; and of one that could be better.
    static let samples = 256
    static let fewSamples = 128
    /// Trials of a model that could be better must not take longer than this on a machine that does nothing else, nor those of the
    /// others than four times as long.
    static let quickSeconds = 15.0
    /// Predictions at least this good need no explanation.
    static let goodEnough = 0.9
    /// A cell that lost this much against its reference has fallen.
    static let fallen = 0.2
    private static let byteLimit = 64 << 20

    var plan: Plan
    var workers: WorkerStarter
    var folder: TemporaryFolder

    /// - Parameters:
    ///   - judged: what the cell predicted.
    ///   - reference: the accuracy of the model's reference; nil for itself.
    ///   - seconds: what evaluating all samples took.
    /// - Returns: nil where nothing needs an explanation, where it would take too long, and where there is nothing to try.
    func run(_ cell: PlannedCell, _ judged: TaskEvaluation, reference: Double?, seconds: Double) -> InputTrials? {
        let set = plan.goldenSets[cell.goldenSet].set
        guard let counts = set.confusion(of: judged), counts.presentLabels > 1, !set.feed.carriesState else {
            return nil
        }
        let share = Double(counts.right) / Double(counts.total)
        let isAtChance = ChanceTest.classes(counts) == .atOrBelow
        let isBroken = isAtChance || reference.map { $0 - share >= Self.fallen } ?? false
        guard isBroken || share < Self.goodEnough, let input = set.feed.largestInput else { return nil }
        let limit = min(isBroken ? Self.samples : Self.fewSamples, set.sampleCount)
        guard let excerpt = SampleSubset(of: set, input: input, limit: limit, byteLimit: Self.byteLimit) else {
            return nil
        }
        let changes = InputChange.trials(
            shape: excerpt.shape, elementType: excerpt.elementType, low: excerpt.low, high: excerpt.high)
        // Of too few samples not even all correct predictions would be claimed.
        let guess = Double(counts.mostFrequentLabel.count) / Double(counts.total)
        let best = Proportion(successes: excerpt.judged.count, trials: excerpt.judged.count)?
            .lowerBound(alpha: ChanceTest.accusationAlpha / Double(LabelTrials.count + changes.count))
        guard let best, best >= LabelTrials.claimed(guess: guess, plain: share) else { return nil }
        // What other programs take is no part of what the trials cost.
        let crowding = Self.crowding
        let estimate = seconds * Double(excerpt.samples.count * changes.count) / Double(set.sampleCount)
        let allowed = Self.quickSeconds * (isBroken ? 4 : 1) * crowding
        guard !changes.isEmpty, estimate <= allowed else { return nil }
        var outcomes: [InputTrials.Outcome] = []
        let deadline = pawl_monotonic_raw_nanoseconds() + UInt64(2 * allowed * 1e9)
        for (index, change) in changes.enumerated() {
            guard !workers.interruption.wasTriggered, pawl_monotonic_raw_nanoseconds() < deadline else { break }
            guard let right = try? right(cell, set, excerpt, change, index) else { continue }
            outcomes.append(
                InputTrials.Outcome(
                    change: change, right: right,
                    repair: change.repair(shape: excerpt.shape, elementType: excerpt.elementType)))
        }
        guard !outcomes.isEmpty else { return nil }
        return InputTrials(
            input: input, samples: excerpt.judged.count,
            right: excerpt.judged.count { judged.predictions[$0] == set.labels[$0] }, low: excerpt.low,
            high: excerpt.high, outcomes: outcomes)
    }

    /// How much longer things take than on a machine that does nothing else: programs that want to run, by the core; 1 to 20.
    private static var crowding: Double {
        var load = [0.0]
        guard getloadavg(&load, 1) == 1, load[0].isFinite else { return 1 }
        return min(max(load[0] / Double(max(pawl_allowed_core_count(), 1)), 1), 20)
    }

    /// Correct predictions on the excerpt after a change.
    private func right(
        _ cell: PlannedCell, _ set: GoldenSet, _ excerpt: SampleSubset, _ change: InputChange, _ index: Int
    ) throws -> Int {
        let prefix = "trial-\(cell.id)-\(index)"
        let files = try excerpt.write(to: folder, prefix: prefix) { change.apply(to: $0, shape: excerpt.shape) }
        defer { for input in files.inputs.values { try? FileManager.default.removeItem(atPath: input.path) } }
        let worker = try workers.start(for: cell)
        defer { worker.shutDown() }
        guard worker.sharesFiles else {
            throw WorkerFailure(kind: .error, message: "the worker sees no files of trials")
        }
        let loaded = try workers.load(cell, of: plan, in: worker, rotationLimit: 0, excerpt: files)
        let conversation = EvaluationClient(
            worker: worker, names: OutputNames(of: cell, for: worker, model: loaded.outputs),
            timeoutSeconds: workers.timeoutSeconds)
        let outputs = set.manifest.task.outputs.enumerated().map { position, output in
            EvaluateToFilesCall.Output(
                output, path: folder.file("\(prefix)-output-\(position)"), texts: set.texts(ofOutput: output.name))
        }
        let (rows, _) = try conversation.evaluate(0..<files.count, outputs: outputs, kept: nil)
        var tables: [String: OutputTable] = [:]
        for output in outputs {
            let table = try OutputTable.open(path: output.path, rows: rows)
            tables[output.name] = try excerpt.judged(table)
        }
        let predictions = try TaskEvaluation.predictions(of: tables, on: set)
        return zip(excerpt.judged, predictions).count { set.labels[$0] == $1 }
    }
}

/// Some samples of a golden set, to be written with one input changed.
struct SampleSubset {
    let set: GoldenSet
    let input: String
    let samples: [Int]
    /// What is judged of these samples: themselves, or the groups that they make up, whole.
    let judged: [Int]
    /// Of the input of every sample.
    let shape: [Int]
    let elementType: ElementType
    /// Of the input's values in these samples.
    let low: Double
    let high: Double

    private static let fewestGroups = 32

    /// A row for each that is judged, of a table with a row for each of these samples.
    func judged(_ table: OutputTable) throws(GoldenSetError) -> OutputTable {
        guard set.groups != nil else { return table }
        var next = 0
        let groups = judged.map { group -> ArraySlice<Int> in
            let size = set.samples(ofJudged: group).count
            defer { next += size }
            return Array(next..<next + size)[...]
        }
        return try table.averaged(over: groups, named: judged.map { set.judgedNames[$0] })
    }

    /// Evenly spread samples; nil where they differ in shape, are no numbers, or are all one.
    init?(of set: GoldenSet, input: String, limit: Int, byteLimit: Int) {
        guard let spec = set.feed.sampleSpec(ofInput: input), spec.elementType != .bool else { return nil }
        let bytes = max(set.feed.inputByteCount(ofSamples: 0..<1), 1)
        // Groups are taken whole: as many as have that many samples on average, and at least a few of them.
        let size = max(1, set.sampleCount / set.judgedCount)
        let wanted = set.groups == nil ? limit : max(limit / size, Self.fewestGroups)
        let count = min(wanted, set.judgedCount, max(byteLimit / (bytes * size), 1))
        // Of those that lie apart, so that golden sets in the order of their classes show all of them.
        judged = (0..<count).map { $0 * set.judgedCount / count }
        samples = judged.flatMap { set.samples(ofJudged: $0) }
        (self.set, self.input, shape, elementType) = (set, input, spec.shape, spec.elementType)
        var low = Float.infinity, high = -Float.infinity
        for sample in samples {
            guard let tensor = set.feed.tensor(ofInput: input, sample: sample), tensor.shape == spec.shape,
                let values = try? tensor.floatValues()
            else { return nil }
            for value in values where value.isFinite {
                low = min(low, value)
                high = max(high, value)
            }
        }
        guard low < high else { return nil }
        (self.low, self.high) = (Double(low), Double(high))
    }

    /// Writes the samples, the one input changed, and says where they lie.
    func write(to folder: TemporaryFolder, prefix: String, _ change: ([Float]) -> [Float]) throws -> SampleFiles {
        var inputs: [String: SampleFiles.Input] = [:]
        for (position, name) in set.feed.inputNames.enumerated() {
            var data = Data()
            var shapes: [[Int]] = []
            var type = elementType
            for sample in samples {
                guard let tensor = set.feed.tensor(ofInput: name, sample: sample) else { continue }
                type = tensor.elementType
                shapes.append(tensor.shape)
                guard name == input else {
                    data.append(contentsOf: tensor.bytes)
                    continue
                }
                let values = change(try tensor.floatValues())
                let changed = Tensor(elementType: .float32, shape: tensor.shape, copying: values)
                let typed =
                    type.integerRange == nil
                    ? try changed.cast(to: type)
                    : try changed.quantized(by: TensorQuantization(scale: 1, zeroPoint: 0), as: type)
                data.append(contentsOf: typed.bytes)
            }
            let path = folder.file("\(prefix)-input-\(position)")
            try AtomicFile.write(data, to: path)
            let isUniform = shapes.allSatisfy { $0 == shapes.first }
            inputs[name] = SampleFiles.Input(
                path: path, offset: 0, elementType: type, shape: isUniform ? shapes.first : nil,
                shapes: isUniform ? nil : shapes)
        }
        return SampleFiles(count: samples.count, inputs: inputs)
    }
}
