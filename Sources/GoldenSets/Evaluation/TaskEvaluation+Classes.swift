import Foundation
import InferenceCore
import Records

/// Tasks whose answer is a class.
extension TaskEvaluation {
    static func classification(
        _ task: GoldenTask.Classification, _ outputs: NamedOutputs, _ set: GoldenSet
    ) throws(GoldenSetError) -> TaskEvaluation {
        let scores = try classScores(outputs.table(task.output), on: set)
        let judged = try ClassificationEvaluation.evaluate(
            scores: scores, kind: task.scores, labels: set.labels, topK: task.topK, sampleNames: set.sampleNames)
        var evaluation = TaskEvaluation()
        evaluation.predictions = judged.predictions
        evaluation.labelRanks = judged.labelRanks
        evaluation.metrics = [
            .accuracy: judged.accuracy, .topKAccuracy: judged.topKAccuracy, .macroF1: judged.macroF1,
        ]
        let isRight = zip(judged.predictions, set.labels).map(==)
        let units = set.units
        if !set.sequences.isEmpty {
            // Samples of a sequence are not independent: intervals are taken over sequences.
            evaluation.add(.accuracy, MeanMetric.estimate(isRight, units: units))
            evaluation.add(
                .topKAccuracy, MeanMetric.estimate(judged.labelRanks.map { $0 < Int32(task.topK) }, units: units))
            evaluation.add(
                .macroF1,
                MacroF1Metric.estimate(
                    labels: set.labels, predictions: judged.predictions, classCount: set.classNames.count, units: units)
            )
        }
        let confidences = (0..<scores.rows).map { row in
            scores.withRow(row) { confidence(of: $0, task.scores) }
        }
        evaluation.add(
            .calibrationError,
            ExpectedCalibrationError.estimate(confidences: confidences, isRight: isRight, units: units))
        return evaluation
    }

    /// A score a class.
    ///
    /// - Throws: `GoldenSetError.unusableScores`; where the model has one class more than the golden set, with the share of
    ///   right answers that a background class in front would explain.
    private static func classScores(
        _ table: OutputTable, on set: GoldenSet
    ) throws(GoldenSetError) -> ScoreMatrix {
        let classes = set.classNames.count
        do {
            return try table.matrix(columns: classes)
        } catch {
            guard let wide = try? table.matrix(columns: classes + 1), wide.rows == set.labels.count else { throw error }
            let answers = (0..<wide.rows).map { wide.withRow($0) { Int32(ScoreMatrix.argmax($0)) } }
            let shares = [Int32(0), 1].map { offset in
                Quantity.text(
                    Double(zip(answers, set.labels).count { $0 == $1 + offset }) / Double(wide.rows), .proportion)
            }
            throw .unusableScores(
                reason: "the model answered \(classes + 1) scores to a sample, one more than the golden set has classes"
                    + "; with labels plus 1, for a background class in front, it is \(shares[1]) right, as they are "
                    + shares[0],
                hint: "name the additional class in the file of classes: as its first line for a background class, "
                    + "with 'offset: 1' under 'labels' in golden.yaml, else as its last")
        }
    }

    static func binary(
        _ task: GoldenTask.Binary, _ outputs: NamedOutputs, _ set: GoldenSet
    ) throws(GoldenSetError) -> TaskEvaluation {
        let probabilities = try probabilities(task, outputs, set)
        let units = set.units
        var evaluation = TaskEvaluation()
        evaluation.predictions = probabilities.map { $0 >= task.threshold ? 1 : 0 }
        let isRight = zip(evaluation.predictions, set.labels).map(==)
        if set.sequences.isEmpty {
            evaluation.metrics[.accuracy] = Double(isRight.count { $0 }) / Double(isRight.count)
        } else {
            evaluation.add(.accuracy, MeanMetric.estimate(isRight, units: units))
        }
        let ranking = BinaryRanking(scores: probabilities, labels: set.labels.map { $0 == 1 })
        evaluation.add(.areaUnderCurve, ranking.auc(units))
        evaluation.add(.averagePrecision, ranking.averagePrecision(units))
        evaluation.add(
            .calibrationError,
            ExpectedCalibrationError.estimate(
                confidences: probabilities.map { max($0, 1 - $0) },
                isRight: zip(probabilities, set.labels).map {
                    ($0 >= 0.5) == ($1 == 1)
                }, units: units))
        return evaluation
    }

    /// Of the positive class, clamped to 0 ... 1.
    ///
    /// - Throws: `GoldenSetError.notProbabilities` for what is said to be one and is none.
    private static func probabilities(
        _ task: GoldenTask.Binary, _ outputs: NamedOutputs, _ set: GoldenSet
    ) throws(GoldenSetError) -> [Double] {
        let table = try outputs.finite(task.output, allowsMasks: task.scores == .logits)
        var probabilities: [Double] = []
        probabilities.reserveCapacity(table.rows)
        for row in 0..<table.rows {
            let positive = try table.withRow(row) { $0.map(Double.init) }.positiveProbability(task.scores)
            guard (-0.01...1.01).contains(positive) else {
                // Both classes are ruled out, or it is no probability.
                guard !positive.isNaN else {
                    throw .nonFiniteScores(count: 1, total: table.rows, firstSamples: [set.sampleNames[row]])
                }
                throw .notProbabilities(sample: set.sampleNames[row], score: Float(positive))
            }
            probabilities.append(min(max(positive, 0), 1))
        }
        return probabilities
    }

    static func anomaly(
        _ task: GoldenTask.Anomaly, _ outputs: NamedOutputs, _ set: GoldenSet
    ) throws(GoldenSetError) -> TaskEvaluation {
        let scores: [Double]
        if let input = task.reconstructs {
            scores = try set.reconstructionErrors(of: input, by: outputs.finite(task.output))
        } else {
            scores = try outputs.numbers(task.output)
        }
        let ranking = BinaryRanking(scores: scores, labels: set.labels.map { $0 == 1 })
        let units = set.units
        var evaluation = TaskEvaluation()
        evaluation.add(.areaUnderCurve, ranking.auc(units))
        evaluation.add(
            .partialAreaUnderCurve,
            ranking.partialAUC(maximumFalsePositiveRate: task.maximumFalsePositiveRate, units))
        evaluation.add(.averagePrecision, ranking.averagePrecision(units))
        return evaluation
    }

    /// The highest class's probability.
    private static func confidence(of scores: UnsafeBufferPointer<Float>, _ kind: ScoreKind) -> Double {
        let highest = Double(scores[ScoreMatrix.argmax(scores)])
        switch kind {
        case .probabilities: return min(max(highest, 0), 1)
        case .logits: return 1 / scores.reduce(0) { $0 + exp(Double($1) - highest) }
        }
    }
}

extension [Double] {
    /// Of a sample's scores, one for the positive class or one for each: the probability of the positive class. What is said to be
    /// a probability is taken as it is; NaN where logits rule both classes out.
    ///
    /// - Throws: `GoldenSetError.unusableScores` for another number of scores.
    func positiveProbability(_ kind: ScoreKind) throws(GoldenSetError) -> Double {
        guard count == 1 || count == 2 else {
            throw .unusableScores(
                reason: "the model answered \(count) scores to a sample, 1 or 2 are wanted",
                hint: "a binary task's output says one score for the positive class, or one for each class")
        }
        let positive = self[count - 1]
        guard kind == .logits else { return positive }
        return 1 / (1 + exp(-(count == 1 ? positive : positive - self[0])))
    }
}

extension GoldenSet {
    /// Mean squared difference between an input and what a model made of it, one a sample, in real units.
    fileprivate func reconstructionErrors(
        of input: String, by table: OutputTable
    ) throws(GoldenSetError) -> [Double] {
        guard let array = feed.arrays[input] else {
            throw .unusableScores(
                reason: "'of' names input '\(input)', which the golden set does not have",
                hint: "inputs: \(feed.inputNames.joined(separator: ", "))")
        }
        let quantization = inputQuantizations[input]
        var errors: [Double] = []
        errors.reserveCapacity(table.rows)
        for row in 0..<table.rows {
            let original: [Float]
            do {
                let shape = array.shape(ofSample: row)
                // Channels are counted with the batch's axis, which samples have not.
                let sample = array.tensor(ofSample: row, shape: quantization?.axis == nil ? shape : [1] + shape)
                original = try (quantization.map { try sample.dequantized(by: $0) } ?? sample).floatValues()
            } catch {
                throw .unusableScores(reason: "input '\(input)' is no array of numbers", hint: nil)
            }
            let error: Double? = table.withRow(row) { made in
                guard made.count == original.count, !original.isEmpty else { return nil }
                let sum = zip(made, original).reduce(0.0) { sum, pair in
                    let difference = Double(pair.0) - Double(pair.1)
                    return sum + difference * difference
                }
                return sum / Double(original.count)
            }
            guard let error else {
                throw .unusableScores(
                    reason: "the model's output is not of the size of input '\(input)', which it reconstructs",
                    hint: "correct 'of' under 'output' in golden.yaml")
            }
            errors.append(error)
        }
        return errors
    }
}
