import Foundation
import InferenceCore
import Records
import TaskMetrics

/// Tasks whose output is a class.
extension TaskEvaluation {
    static func classification(
        _ task: GoldenTask.Classification, _ outputs: NamedOutputs, _ set: GoldenSet
    ) throws(GoldenSetError) -> TaskEvaluation {
        guard let kind = task.scores else { return try named(outputs.classes(of: task), set) }
        let scores = try classScores(outputs.classScores(of: task, kind), on: set)
        let judged = try ClassificationEvaluation.evaluate(
            scores: scores, kind: kind, labels: set.labels, topK: task.topK, sampleNames: set.judgedNames)
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
            scores.withRow(row) { confidence(of: $0, kind) }
        }
        evaluation.keep(confidences: confidences)
        evaluation.add(
            .calibrationError,
            ExpectedCalibrationError.estimate(confidences: confidences, isRight: isRight, units: units))
        return evaluation
    }

    /// Of a model that outputs the class itself.
    private static func named(_ predictions: [Int32], _ set: GoldenSet) throws(GoldenSetError) -> TaskEvaluation {
        var evaluation = TaskEvaluation()
        evaluation.predictions = predictions
        let units = set.units
        let accuracy = MeanMetric.estimate(zip(predictions, set.labels).map(==), units: units)
        let macroF1 = MacroF1Metric.estimate(
            labels: set.labels, predictions: predictions, classCount: set.classNames.count, units: units)
        guard set.sequences.isEmpty else {
            evaluation.add(.accuracy, accuracy)
            evaluation.add(.macroF1, macroF1)
            return evaluation
        }
        // Samples that stand alone are counted.
        evaluation.metrics = [.accuracy: accuracy.value, .macroF1: macroF1.value]
        return evaluation
    }

    /// The class that each row names, counted from 0.
    ///
    /// - Parameter names: of the rows' samples, for errors; fewer where rows are not all of the golden set's.
    /// - Throws: `GoldenSetError.unusableScores` for several numbers, and for one that is no class.
    static func classes(
        in table: OutputTable, of set: GoldenSet, named names: [String]
    ) throws(GoldenSetError) -> [Int32] {
        let numbers = ClassNumbers(set.classNames)
        var classes: [Int32] = []
        classes.reserveCapacity(table.rows)
        for row in 0..<table.rows {
            let values = table.withRow(row) { Array($0) }
            let sample = names.indices.contains(row) ? " to sample '\(names[row])'" : ""
            guard values.count == 1 else {
                throw .unusableScores(
                    reason: "the model returned \(values.count) numbers\(sample), and 'scores: labels' wants one class",
                    hint:
                        "where the output holds a score a class, write 'scores: probabilities' or 'logits' in golden.yaml"
                )
            }
            guard let number = Int32(exactly: values[0]), let index = numbers.index(of: number) else {
                throw .unusableScores(
                    reason:
                        "the model returned \(values[0].formattedAsClass)\(sample), which is no class of the golden set",
                    hint:
                        "classes whose names are all whole numbers are meant by those, all others are counted from 0; name every "
                        + "class that the model knows in the file of classes")
            }
            classes.append(Int32(index))
        }
        return classes
    }

    /// A score a class.
    ///
    /// - Throws: `GoldenSetError.unusableScores`; where the model has one class more than the golden set, with the share of
    ///   correct predictions that a background class in front would explain.
    private static func classScores(
        _ table: OutputTable, on set: GoldenSet
    ) throws(GoldenSetError) -> ScoreMatrix {
        let classes = set.classNames.count
        do {
            return try table.matrix(columns: classes)
        } catch {
            guard let wide = try? table.matrix(columns: classes + 1), wide.rows == set.labels.count else { throw error }
            let predictions = (0..<wide.rows).map { wide.withRow($0) { Int32(ScoreMatrix.argmax($0)) } }
            let shares = [Int32(0), 1].map { offset in
                Quantity.text(
                    Double(zip(predictions, set.labels).count { $0 == $1 + offset }) / Double(wide.rows), .proportion)
            }
            throw .unusableScores(
                reason:
                    "the model returned \(classes + 1) scores for a sample, one more than the golden set has classes"
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
        evaluation.keep(
            confidences: zip(probabilities, evaluation.predictions).map { $1 == 1 ? $0 : 1 - $0 })
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
        let probabilities = try probabilities(task, table, named: set.sampleNames)
        guard set.groups != nil else { return probabilities }
        return try self.probabilities(task, set.judged(table), named: set.judgedNames)
    }

    private static func probabilities(
        _ task: GoldenTask.Binary, _ table: OutputTable, named names: [String]
    ) throws(GoldenSetError) -> [Double] {
        var probabilities: [Double] = []
        probabilities.reserveCapacity(table.rows)
        for row in 0..<table.rows {
            let positive = try table.withRow(row) { $0.map(Double.init) }.positiveProbability(task.scores)
            guard (-0.01...1.01).contains(positive) else {
                // Both classes are ruled out, or it is no probability.
                guard !positive.isNaN else {
                    throw .nonFiniteScores(count: 1, total: table.rows, firstSamples: [names[row]])
                }
                throw .notProbabilities(sample: names[row], score: Float(positive))
            }
            probabilities.append(min(max(positive, 0), 1))
        }
        return probabilities
    }

    static func anomaly(
        _ task: GoldenTask.Anomaly, _ outputs: NamedOutputs, _ set: GoldenSet
    ) throws(GoldenSetError) -> TaskEvaluation {
        var scores: [Double]
        if let input = task.reconstructs {
            scores = try set.reconstructionErrors(of: input, by: outputs.finite(task.output))
        } else {
            scores = try outputs.numbers(task.output)
            if task.isNormality { scores = scores.map { -$0 } }
        }
        if let groups = set.groups { scores = groups.means(scores) }
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
                reason: "the model returned \(count) scores for a sample, 1 or 2 are wanted",
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

extension Float {
    /// "7", or "0.25" where it is no whole number.
    fileprivate var formattedAsClass: String { Int32(exactly: self).map(String.init) ?? "\(self)" }
}
