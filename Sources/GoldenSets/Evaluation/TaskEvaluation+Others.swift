import Records
import TaskMetrics

/// Tasks whose output is a text, a vector, numbers, boxes or a mask.
extension TaskEvaluation {
    static func sequence(
        _ task: GoldenTask.Sequence, _ outputs: NamedOutputs, _ set: GoldenSet
    ) throws(GoldenSetError) -> TaskEvaluation {
        guard case .alphabet(let alphabet) = set.groundTruth else {
            preconditionFailure("a sequence set has an alphabet")
        }
        var texts: [String] = []
        let rows = try outputs.indices(task.output)
        for indices in rows {
            let blank = Int32(task.blank)
            do {
                switch task.decoding {
                case .ctc: texts.append(try CTCDecoding.greedy(indices: indices, blank: blank, alphabet: alphabet))
                case .indices:
                    texts.append(try CTCDecoding.indices(indices, blank: blank, alphabet: alphabet))
                }
            } catch {
                throw .unusableScores(reason: error.reason, hint: error.hint)
            }
        }
        let errors = SequenceErrors(references: set.texts, hypotheses: texts, ignoringSpaces: task.ignoresSpaces)
        let units = set.units
        var evaluation = TaskEvaluation()
        evaluation.texts = texts
        evaluation.add(.exactMatch, MeanMetric.estimate(errors.isExact, units: units))
        evaluation.add(.characterErrorRate, errors.characterErrorRate(units: units))
        evaluation.add(.wordErrorRate, errors.wordErrorRate(units: units))
        evaluation.trials = evaluation.metrics[.characterErrorRate].map {
            ReadingTrials(
                metric: .characterErrorRate, value: $0, telling: errors.characterLengths.count { $0 > 0 },
                outcomes: blankTrials(task, rows, alphabet, set, errorRate: $0))
        }
        return evaluation
    }

    static func embedding(
        _ task: GoldenTask.Embedding, _ outputs: NamedOutputs, _ set: GoldenSet
    ) throws(GoldenSetError) -> TaskEvaluation {
        let table = try outputs.finite(task.output)
        let rows = try table.matrix(columns: table.shape(ofRow: 0).reduce(1, *))
        var evaluation = TaskEvaluation()
        if !set.labels.isEmpty {
            evaluation.add(
                .recallAtK,
                Retrieval.recall(groups: set.labels, k: task.topK, units: set.units) { rows.withRow($0, $1) })
        }
        if case .similarities(let pairs, let values) = set.groundTruth {
            let cosines = pairs.map { one, other in
                rows.withRow(Int(one)) { first in
                    rows.withRow(Int(other)) { second in
                        var fidelity = TensorFidelity()
                        fidelity.add(reference: first, candidate: second)
                        return fidelity.cosineSimilarities[0]
                    }
                }
            }
            evaluation.add(
                .spearman, RankCorrelation.spearman(cosines, values, units: JackknifeUnits(samples: pairs.count)))
        }
        return evaluation
    }

    static func regression(
        _ task: GoldenTask.Regression, _ outputs: NamedOutputs, _ set: GoldenSet
    ) throws(GoldenSetError) -> TaskEvaluation {
        guard case .numbers(let right, let columns) = set.groundTruth else {
            preconditionFailure("a regression set has numbers")
        }
        let rows = try outputs.finite(task.output).matrix(columns: columns)
        var predictions = (0..<rows.rows).flatMap { row in rows.withRow(row) { $0.map(Double.init) } }
        if let groups = set.groups { predictions = groups.means(predictions, columns: columns) }
        let units = set.units
        var evaluation = TaskEvaluation()
        evaluation.add(
            .meanAbsoluteError,
            RegressionMetric.mae(labels: right, predictions: predictions, outputs: columns, units: units))
        evaluation.add(
            .rootMeanSquareError,
            RegressionMetric.rmse(labels: right, predictions: predictions, outputs: columns, units: units))
        evaluation.add(
            .determination, RegressionMetric.r2(labels: right, predictions: predictions, outputs: columns, units: units)
        )
        evaluation.trials = evaluation.metrics[.determination].map {
            numberTrials(labels: right, predictions: predictions, outputs: columns, units: units, value: $0)
        }
        return evaluation
    }

    static func segmentation(
        _ task: GoldenTask.Segmentation, _ outputs: NamedOutputs, _ set: GoldenSet
    ) throws(GoldenSetError) -> TaskEvaluation {
        guard case .masks(let masks) = set.groundTruth else { preconditionFailure("a segmentation set has masks") }
        var counts = SegmentationCounts(
            classCount: set.classNames.count, ignoredLabel: task.ignore.map(Int32.init), units: set.units)
        let pixels = masks.elementCount / masks.shape[0]
        let (height, width, classCount) = (masks.shape[1], masks.shape[2], set.classNames.count)
        var pairs = [Int](repeating: 0, count: classCount * classCount)
        // Which classes an image has.
        var present: [[Bool]] = []
        var transposed = height == width ? pairs : nil
        for (sample, predictions) in try outputs.indices(task.output).enumerated() {
            let labels = (0..<pixels).map { Int32(truncatingIfNeeded: masks.integer(at: sample * pixels + $0)) }
            do {
                try counts.add(labels: labels, predictions: predictions)
            } catch {
                throw .unusableScores(reason: error.reason, hint: error.hint)
            }
            var seen = [Bool](repeating: false, count: classCount)
            // Labels and predictions that count are classes: that was checked when they were counted.
            for (pixel, prediction) in predictions.enumerated() where labels[pixel] != counts.ignoredLabel {
                pairs[Int(labels[pixel]) * classCount + Int(prediction)] += 1
                seen[Int(labels[pixel])] = true
            }
            present.append(seen)
            for pixel in labels.indices where transposed != nil {
                let (label, other) = (labels[pixel], pixel % width * width + pixel / width)
                let prediction = Int(predictions[other])
                guard label != counts.ignoredLabel, 0..<classCount ~= prediction else { continue }
                transposed?[Int(label) * classCount + prediction] += 1
            }
        }
        var evaluation = TaskEvaluation()
        evaluation.add(.meanIntersectionOverUnion, counts.meanIoU)
        evaluation.add(.pixelAccuracy, counts.pixelAccuracy)
        evaluation.trials = evaluation.metrics[.meanIntersectionOverUnion].flatMap {
            maskTrials(pairs, transposed: transposed, classCount: classCount, present: present, value: $0)
        }
        return evaluation
    }

    static func detection(
        _ task: GoldenTask.Detection, _ outputs: NamedOutputs, _ set: GoldenSet
    ) throws(GoldenSetError) -> TaskEvaluation {
        guard case .boxes(let truth) = set.groundTruth else { preconditionFailure("a detection set has boxes") }
        let detections = try detections(task, outputs, set)
        let matches = DetectionMatches(
            groundTruth: truth, detections: detections.map(\.box), samples: set.sampleCount,
            classCount: set.classNames.count)
        let units = set.units
        var evaluation = TaskEvaluation()
        evaluation.add(.meanAveragePrecision, matches.meanAveragePrecision(units: units))
        evaluation.add(.meanAveragePrecision50, matches.meanAveragePrecision(at: 0..<1, units: units))
        evaluation.trials = evaluation.metrics[.meanAveragePrecision50].map {
            ReadingTrials(
                metric: .meanAveragePrecision50, value: $0,
                telling: Set(truth.filter { !$0.isCrowd }.map(\.sample)).count,
                outcomes: boxTrials(task, detections, truth, set, value: $0))
        }
        return evaluation
    }

    /// Each with its four numbers as they came.
    private static func detections(
        _ task: GoldenTask.Detection, _ outputs: NamedOutputs, _ set: GoldenSet
    ) throws(GoldenSetError) -> [(box: DetectedBox, numbers: [Double])] {
        let boxes = try outputs.finite(task.boxesOutput), scores = try outputs.finite(task.scoresOutput)
        let labels = try outputs.indices(task.labelsOutput)
        let counts = try task.countOutput.map { (name) throws(GoldenSetError) in try outputs.indices(name) }
        var detections: [(box: DetectedBox, numbers: [Double])] = []
        for sample in 0..<set.sampleCount {
            let numbers = boxes.withRow(sample) { $0.map(Double.init) }
            let confidences = scores.withRow(sample) { $0.map(Double.init) }
            let count = counts?[sample].first.map { Int($0) } ?? confidences.count
            guard numbers.count == 4 * confidences.count, labels[sample].count == confidences.count,
                (0...confidences.count).contains(count)
            else {
                throw .unusableScores(
                    reason:
                        "the model returned \(numbers.count) box coordinates, \(confidences.count) scores, "
                        + "\(labels[sample].count) labels and a count of \(count) to sample '\(set.sampleNames[sample])'",
                    hint:
                        "'output' in golden.yaml must name the outputs with four numbers, a score and a label for each box"
                )
            }
            for index in 0..<count {
                let label = Int(labels[sample][index])
                guard set.classNames.indices.contains(label) else {
                    throw .unusableScores(
                        reason:
                            "the model found class \(label) in sample '\(set.sampleNames[sample])', and there are \(set.classNames.count)",
                        hint: "labels count from 0; a background class needs a name too")
                }
                let four = Array(numbers[index * 4..<index * 4 + 4])
                let found = DetectedBox(
                    sample: sample, classIndex: label, box: task.outputFormat.box(four), score: confidences[index])
                detections.append((found, four))
            }
        }
        return detections
    }
}
