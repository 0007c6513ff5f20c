import Records
import TaskMetrics

/// What tells predictions from guessing that are no classes of samples, and other ways to read them: a short list of what golden sets get wrong.
extension TaskEvaluation {
    /// Predictions at least this good need no explanation.
    private static let goodEnough = 0.9

    /// CTC's blank as the first and as the last symbol.
    static func blankTrials(
        _ task: GoldenTask.Sequence, _ rows: [[Int32]], _ alphabet: [String], _ set: GoldenSet, errorRate: Double
    ) -> [ReadingTrials.Outcome] {
        guard task.decoding == .ctc, errorRate > 1 - goodEnough else { return [] }
        return [0, alphabet.count - 1].filter { $0 != task.blank }.compactMap {
            blank -> ReadingTrials.Outcome? in
            let texts = rows.compactMap {
                try? CTCDecoding.greedy(indices: $0, blank: Int32(blank), alphabet: alphabet)
            }
            guard texts.count == set.texts.count else { return nil }
            let errors = SequenceErrors(
                references: set.texts, hypotheses: texts, ignoringSpaces: task.ignoresSpaces)
            return errors.characterErrorRate(units: set.units).map {
                ReadingTrials.Outcome(reading: .blank(blank), value: $0.value)
            }
        }
    }

    /// Every order of the four numbers of a box, classes one higher and lower, and whether one side's coordinates are relative and the
    /// other's are not.
    ///
    /// - Parameters:
    ///   - detections: as `golden.yaml` has them read, each with its four numbers as they came.
    ///   - value: their mean average precision at 0.5.
    static func boxTrials(
        _ task: GoldenTask.Detection, _ detections: [(box: DetectedBox, numbers: [Double])], _ truth: [GroundTruthBox],
        _ set: GoldenSet, value: Double
    ) -> [ReadingTrials.Outcome] {
        guard value < goodEnough, !detections.isEmpty, !truth.isEmpty else { return [] }
        let classCount = set.classNames.count
        var outcomes: [ReadingTrials.Outcome] = []
        func consider(_ reading: OutputReading, _ boxes: [DetectedBox]) {
            let matches = DetectionMatches(
                groundTruth: truth, detections: boxes, samples: set.sampleCount, classCount: classCount,
                thresholds: [DetectionMatches.cocoThresholds[0]])
            let found = matches.meanAveragePrecision(units: JackknifeUnits(samples: set.sampleCount, limit: 1))
            if let found { outcomes.append(.init(reading: reading, value: found.value)) }
        }
        for format in GoldenTask.Detection.BoxFormat.allCases where format != task.outputFormat {
            consider(
                .boxFormat(format.rawValue),
                detections.map { detection in
                    var box = detection.box
                    box.box = format.box(detection.numbers)
                    return box
                })
        }
        for shift in classCount > 1 ? [1, -1] : [] {
            consider(
                .labelsShifted(shift),
                detections.compactMap { detection in
                    var box = detection.box
                    box.classIndex -= shift
                    return 0..<classCount ~= box.classIndex ? box : nil
                })
        }
        let predicted = detections.flatMap(\.numbers).max() ?? 0
        let labelled = truth.map { max($0.box.x + $0.box.width, $0.box.y + $0.box.height) }.max() ?? 0
        // Relative coordinates may reach a little beyond the image; pixels of an image of two pixels are none.
        if min(predicted, labelled) <= 2, max(predicted, labelled) > 8 {
            outcomes.append(
                .init(
                    reading: .boxUnits(largestPredicted: predicted, largestLabelled: labelled), value: value))
        }
        return outcomes
    }

    /// An output whose labels vary by less than this part of their mean is as good as constant: R² says nothing there.
    private static let leastVariation = 0.01

    /// The output that is predicted best, and of a single one the line that makes labels of predictions.
    ///
    /// Of several outputs one alone shows that labels and samples belong together, whatever R² the others bring to the mean.
    static func numberTrials(
        labels: [Double], predictions: [Double], outputs: Int, units: JackknifeUnits, value: Double
    ) -> ReadingTrials {
        let rows = labels.count / outputs
        var trials = ReadingTrials(metric: .determination, value: value, telling: 0)
        var varying = 0
        for output in 0..<outputs {
            let right = (0..<rows).map { labels[$0 * outputs + output] }
            let found = (0..<rows).map { predictions[$0 * outputs + output] }
            let mean = right.reduce(0, +) / Double(rows)
            let variance = right.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rows)
            guard variance.squareRoot() >= leastVariation * mean.magnitude,
                let estimate = RegressionMetric.r2(labels: right, predictions: found, units: units)
            else { continue }
            varying += 1
            let usual = Dictionary(right.map { ($0, 1) }, uniquingKeysWith: +).values.max() ?? 0
            trials.telling = max(trials.telling ?? 0, rows - usual)
            if estimate.value > trials.best?.value ?? -.infinity {
                trials.best = .init(value: estimate.value, standardError: estimate.variance.squareRoot(), outputs: 1)
            }
            if outputs == 1, value < goodEnough, let line = line(from: found, to: right) { trials.outcomes = [line] }
        }
        trials.best?.outputs = varying
        return trials
    }

    /// The least squares line; nil where all predictions are equal.
    private static func line(from predictions: [Double], to labels: [Double]) -> ReadingTrials.Outcome? {
        let count = Double(labels.count)
        let (x, y) = (predictions.reduce(0, +) / count, labels.reduce(0, +) / count)
        var (xx, xy, yy) = (0.0, 0.0, 0.0)
        for (prediction, label) in zip(predictions, labels) {
            xx += (prediction - x) * (prediction - x)
            xy += (prediction - x) * (label - y)
            yy += (label - y) * (label - y)
        }
        guard xx > 0, yy > 0 else { return nil }
        return .init(reading: .line(scale: xy / xx, offset: y - xy / xx * x), value: xy * xy / (xx * yy))
    }

    /// The most frequent class everywhere, labels one higher or lower, and masks whose rows and columns are swapped.
    ///
    /// - Parameters:
    ///   - pairs: pixels by label and predicted class, label after label.
    ///   - transposed: the same with the masks' rows and columns swapped; nil where they are not square.
    ///   - present: which classes an image has, an image an entry.
    static func maskTrials(
        _ pairs: [Int], transposed: [Int]?, classCount: Int, present images: [[Bool]], value: Double
    ) -> ReadingTrials? {
        let labelled = (0..<classCount).map { label in pairs[label * classCount..<(label + 1) * classCount].reduce(0, +)
        }
        guard let most = labelled.max(), most > 0 else { return nil }
        let present = labelled.count { $0 > 0 }
        // Of one class alone nothing can be guessed wrongly.
        guard present > 1 else { return nil }
        let total = Double(labelled.reduce(0, +))
        let dealt = (0..<classCount).compactMap { index -> Double? in
            let label = Double(labelled[index]) / total
            let prediction = Double((0..<classCount).reduce(0) { $0 + pairs[$1 * classCount + index] }) / total
            // Shares that have nothing to do with each other: both of a pixel by their product.
            return label + prediction > 0 ? label * prediction / (label + prediction - label * prediction) : nil
        }
        let usual = labelled.firstIndex(of: most) ?? 0
        var trials = ReadingTrials(
            metric: .meanIntersectionOverUnion, value: value, guess: Double(most) / total / Double(present),
            dealt: dealt.reduce(0, +) / Double(dealt.count),
            telling: images.count { image in image.indices.contains { image[$0] && $0 != usual } })
        guard value < goodEnough else { return trials }
        for shift in classCount == 2 ? [1] : [1, -1] {
            trials.outcomes.append(
                .init(reading: .labelsShifted(shift), value: meanIoU(pairs, classCount: classCount, shift: shift)))
        }
        if let transposed {
            trials.outcomes.append(.init(reading: .masksTransposed, value: meanIoU(transposed, classCount: classCount)))
        }
        return trials
    }

    private static func meanIoU(_ pairs: [Int], classCount: Int, shift: Int = 0) -> Double {
        let shares = (0..<classCount).compactMap { label -> Double? in
            let prediction = (label + shift + classCount) % classCount
            let right = pairs[label * classCount + prediction]
            let labelled = pairs[label * classCount..<(label + 1) * classCount].reduce(0, +)
            let predicted = (0..<classCount).reduce(0) { $0 + pairs[$1 * classCount + prediction] }
            let union = labelled + predicted - right
            return union > 0 ? Double(right) / Double(union) : nil
        }
        return shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
    }
}
