import Records
import Statistics

/// Whether a cell's predictions and its golden set's labels have anything to do with each other, and which simple mistake in the labels
/// would explain it where they have not.
///
/// A model that everybody calls good and that is right no more often than a guess is rarely a bad model: its labels count from
/// another first class, or its inputs are not what it was trained on. What is then measured against the labels means nothing.
public struct GroundTruthCheck: Sendable, Equatable {
    public struct Collapse: Sendable, Equatable {
        public var prediction: Int
        /// Of all predictions.
        public var share: Double
    }

    /// By the predicted class; nil without classes, or where one label is all there is.
    public var classes: ChanceTest.Outcome?
    /// By the area under the ROC curve; nil where there is none.
    public var area: ChanceTest.Outcome?
    /// Correct predictions; nil without classes.
    public var right: Proportion?
    /// The area under the ROC curve; nil where there is none.
    public var areaUnderCurve: Double?
    /// The share of the most frequent label: what naming it every time is right on.
    public var guess: Double?
    /// The class that nearly every prediction is, though labels are not; nil where there is none.
    public var collapse: Collapse?
    /// The label of every sample, where all have the same.
    public var onlyLabel: Int32?
    /// The change of the labels that makes the predictions right; nil where none does.
    public var explanation: LabelTrials.Finding?

    /// The change of an input that makes the predictions right; nil where none does, or none was tried.
    public var inputExplanation: InputExplanation?

    /// By the metric of a task without classes of samples; empty where its answers define none.
    public var qualities: [Metric: PredictionQuality] = [:]
    /// The reading of answers or labels that makes them go together; nil where none does.
    public var readingExplanation: ReadingTrials.Outcome?
    /// Boxes of which one side counts pixels and the other does not; nil where both are of a kind.
    public var unitsExplanation: ReadingTrials.Outcome?
    /// The line that makes labels of predicted numbers; nil where there is none, or the numbers are good as they are.
    public var lineExplanation: ReadingTrials.Outcome?

    public struct InputExplanation: Sendable, Equatable {
        public var input: String
        public var change: InputChange
        /// Correct predictions after the change, and before, on the samples that were tried.
        public var right: Proportion
        public var before: Proportion
        /// Of the values as they are.
        public var low: Double
        public var high: Double
        /// What makes the change in a suite, under the input of a variant; nil where nothing there does.
        public var repair: String?
    }

    /// Predictions have collapsed when this share of them is one class, and labels are not.
    public static let collapsedShare = 0.95
    /// Above this no change of the labels is looked for.
    private static let goodEnough = 0.98

    /// Nil for a cell without predictions, or of a task without labels of samples.
    public init?(of cell: CellRecord, on goldenSet: GoldenSetRecord) {
        guard let accuracy = cell.accuracy else { return nil }
        // The labels of an embedding's samples are groups of its own.
        guard ["classification", "binary", "anomaly"].contains(goldenSet.task) else {
            qualities = PredictionQuality.all(of: accuracy, on: goldenSet)
            guard !qualities.isEmpty else { return nil }
            readingExplanation = accuracy.readingTrials.flatMap(PredictionQuality.explanation)
            unitsExplanation = accuracy.readingTrials?.outcomes.first { $0.reading.isOfUnits }
            if qualities[.determination]?.outcome == .atOrBelow {
                lineExplanation = accuracy.readingTrials.flatMap(PredictionQuality.line)
            }
            return
        }
        guard let first = goldenSet.labels.first else { return nil }
        if goldenSet.labels.allSatisfy({ $0 == first }) { onlyLabel = first }
        let independent = goldenSet.sequences.last.map { Int($0) + 1 }
        judgeArea(accuracy, goldenSet)
        guard
            let counts = ConfusionCounts(
                labels: goldenSet.labels, predictions: accuracy.predictions, classCount: goldenSet.classNames.count),
            let right = Proportion(successes: counts.right, trials: counts.total)
        else { return }
        self.right = right
        guess = Double(counts.mostFrequentLabel.count) / Double(counts.total)
        classes = ChanceTest.classes(counts, independent: independent)
        if classes == .atOrBelow, ranksTell(accuracy, counts) { classes = .above }
        let mostFrequent = counts.mostFrequentPrediction
        let share = Double(mostFrequent.count) / Double(counts.total)
        if counts.total >= 20, share >= Self.collapsedShare,
            Double(counts.labels[mostFrequent.prediction]) / Double(counts.total) < share - 0.2
        {
            collapse = Collapse(prediction: mostFrequent.prediction, share: share)
        }
        guard right.share < Self.goodEnough else { return }
        let trials = LabelTrials.count + (accuracy.inputTrials?.outcomes.count ?? 0)
        inputExplanation = accuracy.inputTrials.flatMap { Self.explain($0, guess: guess ?? 1, trials: trials) }
        explanation = LabelTrials.explanation(
            labels: goldenSet.labels, predictions: accuracy.predictions, classCount: counts.classCount,
            trials: trials)
    }

    /// The rule of `LabelTrials.explanation`, for changes of inputs; of equals the first that was tried.
    private static func explain(_ trials: InputTrials, guess: Double, trials count: Int) -> InputExplanation? {
        guard let best = trials.outcomes.max(by: { $0.right < $1.right }),
            let first = trials.outcomes.first(where: { $0.right == best.right }),
            let before = Proportion(successes: trials.right, trials: trials.samples),
            let right = Proportion(successes: first.right, trials: trials.samples),
            right.lowerBound(alpha: ChanceTest.accusationAlpha / Double(count))
                >= LabelTrials.claimed(guess: guess, plain: before.share)
        else { return nil }
        return InputExplanation(
            input: trials.input, change: first.change, right: right, before: before, low: trials.low, high: trials.high,
            repair: first.repair)
    }

    private mutating func judgeArea(_ accuracy: AccuracyRecord, _ goldenSet: GoldenSetRecord) {
        guard let value = accuracy.metrics[.areaUnderCurve], value.isFinite,
            let units = accuracy.unitValues[.areaUnderCurve], units.count > 1
        else { return }
        let count = Double(units.count)
        let mean = units.reduce(0, +) / count
        let variance = units.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count * (count - 1))
        let positives = goldenSet.labels.count { $0 == 1 }
        areaUnderCurve = value
        area = ChanceTest.area(
            value, standardError: variance.squareRoot(), positives: positives,
            negatives: goldenSet.labels.count - positives, units: units.count)
    }

    /// Whether labels stand among the first k predictions more often than the k most frequent labels would: a model may know something and
    /// still be wrong at first.
    private func ranksTell(_ accuracy: AccuracyRecord, _ counts: ConfusionCounts) -> Bool {
        guard accuracy.labelRanks.count == counts.total, accuracy.topK < counts.classCount,
            let within = Proportion(
                successes: accuracy.labelRanks.count { $0 < accuracy.topK }, trials: counts.total)
        else { return false }
        let guess = counts.labels.sorted(by: >).prefix(accuracy.topK).reduce(0, +)
        return within.lowerBound(alpha: ChanceTest.significance) > Double(guess) / Double(counts.total)
    }

    /// Whether so few samples were evaluated, and so few of them correctly, that it could be guessing.
    public var isNearChance: Bool {
        if qualities.values.contains(where: \.isNearChance) { return true }
        guard classes == .undecided, let right, let guess else { return false }
        return right.share < ChanceTest.useful(above: guess)
    }

    /// Whether a quality metric would say nothing, because the predictions do not go with the labels: they are at or
    /// below chance, or a simple change of labels or inputs makes at least twice as many of them right.
    public func contradicts(_ metric: Metric) -> Bool {
        guard metric.origin == .groundTruth else { return false }
        if let explanation, let right, explanation.right.share >= 2 * right.share { return true }
        if let found = inputExplanation, found.right.share >= 2 * found.before.share { return true }
        if let found = readingExplanation, let quality = qualities[metric], quality.isEnough,
            quality.isTwiceAsGood(found.value)
        {
            return true
        }
        return outcome(of: metric) == .atOrBelow
    }

    /// Whether a quality metric is at or below chance here; nil where nothing can be said.
    ///
    /// What only ranks samples is judged by the area, the rest by the classes.
    public func outcome(of metric: Metric) -> ChanceTest.Outcome? {
        switch metric {
        case .areaUnderCurve, .partialAreaUnderCurve, .averagePrecision: area
        case .accuracy, .topKAccuracy, .macroF1, .calibrationError: classes
        default: qualities[metric]?.outcome
        }
    }

    /// The first metric that is judged here and meets a condition, in the order in which they tell most.
    func firstMetric(where condition: (Metric) -> Bool) -> Metric? {
        let metrics: [Metric] =
            qualities.isEmpty
            ? [.accuracy, .areaUnderCurve] : PredictionQuality.telling.filter { qualities[$0] != nil }
        return metrics.first(where: condition)
    }
}
