import Records
import TaskMetrics

/// Other ways to read answers that are texts, boxes or masks: a short list of what golden sets get wrong.
extension TaskEvaluation {
    /// Answers at least this good need no explanation.
    private static let goodEnough = 0.9

    /// CTC's blank as the first and as the last symbol.
    static func blankTrials(
        _ task: GoldenTask.Sequence, _ rows: [[Int32]], _ alphabet: [String], _ set: GoldenSet, errorRate: Double
    ) -> AnswerTrials? {
        guard task.decoding == .ctc, errorRate > 1 - goodEnough else { return nil }
        let outcomes = [0, alphabet.count - 1].filter { $0 != task.blank }.compactMap {
            blank -> AnswerTrials.Outcome? in
            let texts = rows.compactMap {
                try? CTCDecoding.greedy(indices: $0, blank: Int32(blank), alphabet: alphabet)
            }
            guard texts.count == set.texts.count else { return nil }
            let errors = SequenceErrors(
                references: set.texts, hypotheses: texts, ignoringSpaces: task.ignoresSpaces)
            return errors.characterErrorRate(units: set.units).map {
                AnswerTrials.Outcome(reading: .blank(blank), value: $0.value)
            }
        }
        return outcomes.isEmpty
            ? nil : AnswerTrials(metric: .characterErrorRate, value: errorRate, outcomes: outcomes)
    }

    /// Every order of the four numbers of a box; and whether one side's coordinates are relative and the other's are not.
    ///
    /// - Parameters:
    ///   - detections: as `golden.yaml` has them read, each with its four numbers as they came.
    ///   - value: their mean average precision at 0.5.
    static func boxTrials(
        _ task: GoldenTask.Detection, _ detections: [(box: DetectedBox, numbers: [Double])], _ truth: [GroundTruthBox],
        _ set: GoldenSet, value: Double
    ) -> AnswerTrials? {
        guard value < goodEnough, !detections.isEmpty, !truth.isEmpty else { return nil }
        var outcomes = GoldenTask.Detection.BoxFormat.allCases.filter { $0 != task.outputFormat }.compactMap {
            format -> AnswerTrials.Outcome? in
            let boxes = detections.map { detection in
                var box = detection.box
                box.box = format.box(detection.numbers)
                return box
            }
            let matches = DetectionMatches(
                groundTruth: truth, detections: boxes, samples: set.sampleCount, classCount: set.classNames.count,
                thresholds: [DetectionMatches.cocoThresholds[0]])
            return matches.meanAveragePrecision(units: JackknifeUnits(samples: set.sampleCount, limit: 1)).map {
                AnswerTrials.Outcome(reading: .boxFormat(format.rawValue), value: $0.value)
            }
        }
        let answered = detections.flatMap(\.numbers).max() ?? 0
        let labelled = truth.map { max($0.box.x + $0.box.width, $0.box.y + $0.box.height) }.max() ?? 0
        // Relative coordinates may reach a little beyond the image; pixels of an image of two pixels are none.
        if min(answered, labelled) <= 2, max(answered, labelled) > 8 {
            outcomes.append(
                .init(
                    reading: .boxUnits(largestAnswered: answered, largestLabelled: labelled), value: value))
        }
        return AnswerTrials(metric: .meanAveragePrecision50, value: value, outcomes: outcomes)
    }

    /// The most frequent class everywhere, labels one higher or lower, and masks whose rows and columns are swapped.
    ///
    /// - Parameters:
    ///   - pairs: pixels by label and answered class, label after label.
    ///   - transposed: the same with the masks' rows and columns swapped; nil where they are not square.
    static func maskTrials(
        _ pairs: [Int], transposed: [Int]?, classCount: Int, value: Double
    ) -> AnswerTrials? {
        let labelled = (0..<classCount).map { label in pairs[label * classCount..<(label + 1) * classCount].reduce(0, +)
        }
        guard let most = labelled.max(), most > 0 else { return nil }
        let present = labelled.count { $0 > 0 }
        // Of one class alone nothing can be guessed wrongly.
        guard present > 1 else { return nil }
        let guess = Double(most) / Double(labelled.reduce(0, +)) / Double(present)
        var trials = AnswerTrials(metric: .meanIntersectionOverUnion, value: value, guess: guess)
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
            let answer = (label + shift + classCount) % classCount
            let right = pairs[label * classCount + answer]
            let labelled = pairs[label * classCount..<(label + 1) * classCount].reduce(0, +)
            let predicted = (0..<classCount).reduce(0) { $0 + pairs[$1 * classCount + answer] }
            let union = labelled + predicted - right
            return union > 0 ? Double(right) / Double(union) : nil
        }
        return shares.isEmpty ? 0 : shares.reduce(0, +) / Double(shares.count)
    }
}
