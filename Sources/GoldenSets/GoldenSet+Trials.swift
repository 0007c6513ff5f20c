import InferenceCore
import Statistics

extension GoldenSet {
    /// Labels held against the classes that a model answered; nil for tasks without classes of samples.
    public func confusion(of evaluation: TaskEvaluation) -> ConfusionCounts? {
        ConfusionCounts(labels: labels, predictions: evaluation.predictions, classCount: classNames.count)
    }
}

extension SampleFeed {
    /// The input whose samples take up most bytes, the first of equals; nil without one.
    public var largestInput: String? {
        arrays.max {
            ($0.value.bytes(ofSamples: 0..<1).count, $1.key) < ($1.value.bytes(ofSamples: 0..<1).count, $0.key)
        }?
        .key
    }

    /// A sample of an input, without a batch dimension; nil for a name that no file has.
    ///
    /// - Precondition: there is such a sample.
    public func tensor(ofInput name: String, sample: Int) -> Tensor? {
        arrays[name].map { $0.tensor(ofSample: sample, shape: $0.shape(ofSample: sample)) }
    }
}

extension TaskEvaluation {
    /// The class of each row of a task's outputs, whatever the labels are; rows need not be all of the golden set's samples.
    ///
    /// - Throws: `GoldenSetError.unusableScores` for tasks without classes of samples, and for outputs that do not fit.
    public static func predictions(
        of outputs: [String: OutputTable], on set: GoldenSet
    ) throws(GoldenSetError) -> [Int32] {
        switch set.manifest.task {
        case .classification(let task):
            guard let table = outputs[task.output] else { break }
            guard task.scores != nil else { return try classes(in: table, of: set, named: []) }
            let scores = try table.matrix(columns: set.classNames.count)
            return (0..<scores.rows).map { scores.withRow($0) { Int32(ScoreMatrix.argmax($0)) } }
        case .binary(let task):
            guard let table = outputs[task.output] else { break }
            return try (0..<table.rows).map { (row) throws(GoldenSetError) in
                let positive = try table.withRow(row) { $0.map(Double.init) }.positiveProbability(task.scores)
                return positive >= task.threshold ? 1 : 0
            }
        default: break
        }
        throw .unusableScores(reason: "the task asks for no class of a sample", hint: nil)
    }
}
