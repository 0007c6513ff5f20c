import Records
import Statistics

/// How good predictions are that are no classes of samples, beside what predictions come to that have nothing to do with them.
///
/// Each task is judged by one metric, for all of its metrics; an embedding's retrieval and correlation by their own.
public struct PredictionQuality: Sendable, Equatable {
    /// The one that is looked at.
    public var metric: Metric
    public var value: Double
    /// What predictions that have nothing to do with the samples come to.
    public var guess: Double
    public var outcome: ChanceTest.Outcome?
    /// Whether there are enough units, and enough of them with something to be right about, for anybody to be accused.
    public var isEnough: Bool
    /// Whether a regression's labels are as good as constant, so that nothing is better than their mean.
    public var isWithoutSpread = false

    /// A mean average precision at IoU 0.5 up to this is what no detector that works comes to: boxes and labels do not go together.
    ///
    /// What boxes at random come to depends on how large the objects are; of objects that cover a tenth of an image it is below this.
    public static let detectionFloor = 0.01

    /// Those that are looked at, in the order in which they tell most.
    static let telling: [Metric] = [
        .determination, .meanAveragePrecision50, .meanIntersectionOverUnion, .characterErrorRate, .recallAtK, .spearman,
    ]

    /// By every metric that it decides over; empty where the predictions define none.
    static func all(of accuracy: AccuracyRecord, on set: GoldenSetRecord) -> [Metric: PredictionQuality] {
        var qualities: [Metric: PredictionQuality] = [:]
        func judge(_ metric: Metric, guess: Double?, telling: Int? = nil, over metrics: [Metric]) {
            guard let guess, let quality = PredictionQuality(metric, of: accuracy, guess: guess, telling: telling)
            else { return }
            for decided in metrics where accuracy.metrics[decided] != nil { qualities[decided] = quality }
        }
        switch set.task {
        case "regression":
            judge(.determination, guess: 0, over: [.determination, .meanAbsoluteError, .rootMeanSquareError])
        case "detection":
            judge(
                .meanAveragePrecision50, guess: detectionFloor, over: [.meanAveragePrecision50, .meanAveragePrecision])
        case "segmentation":
            judge(
                .meanIntersectionOverUnion, guess: accuracy.readingTrials?.guess,
                over: [.meanIntersectionOverUnion, .pixelAccuracy])
        case "sequence":
            judge(.characterErrorRate, guess: 1, over: [.characterErrorRate, .wordErrorRate, .exactMatch])
        case "embedding":
            judge(
                .recallAtK, guess: recall(groups: set.labels, k: accuracy.topK),
                telling: groupSizes(set.labels).reduce(0, +), over: [.recallAtK])
            judge(.spearman, guess: 0, over: [.spearman])
        default: break
        }
        return qualities
    }

    /// Nil where the predictions have no such value, or its spread is unknown.
    private init?(_ metric: Metric, of accuracy: AccuracyRecord, guess: Double, telling: Int?) {
        guard let value = accuracy.metrics[metric], value.isFinite, let units = accuracy.unitValues[metric],
            units.count > 1
        else { return nil }
        (self.metric, self.value, self.guess) = (metric, value, guess)
        let trials = accuracy.readingTrials.flatMap { $0.metric == metric ? $0 : nil }
        isEnough = min(units.count, telling ?? trials?.telling ?? units.count) >= ChanceTest.fewestUnits
        let count = Double(units.count)
        let mean = units.reduce(0, +) / count
        let error = (units.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count * (count - 1))).squareRoot()
        switch metric {
        case .meanAveragePrecision50:
            outcome = value > Self.detectionFloor ? .above : .atOrBelow
        case .determination:
            outcome = ChanceTest.metric(value, guess: guess, standardError: error, units: units.count)
            if let trials, outcome != .above {
                isWithoutSpread = trials.best == nil
                // Of several outputs one that is told from its mean is enough, at the level of as many tests.
                outcome =
                    trials.best.map {
                        ChanceTest.metric(
                            $0.value, guess: guess, standardError: $0.standardError, units: units.count,
                            tests: $0.outputs)
                    } ?? .undecided
            }
        case .meanIntersectionOverUnion:
            outcome = ChanceTest.metric(value, guess: guess, standardError: error, units: units.count)
            // What finds a rare class is worth something, though the most frequent one everywhere has a higher mean.
            if let dealt = trials?.dealt,
                ChanceTest.metric(value, guess: dealt, standardError: error, units: units.count) == .above
            {
                outcome = .above
            }
        case .characterErrorRate:
            // What an empty prediction leaves to do is all; the share that is read is the rest.
            outcome = ChanceTest.metric(1 - value, guess: 1 - guess, standardError: error, units: units.count)
        case .spearman:
            // Of unrelated ranks the standard error is 1 / √(n - 1).
            outcome = ChanceTest.metric(
                value, guess: guess, standardError: max(error, 1 / (count - 1).squareRoot()), units: units.count)
        default: outcome = ChanceTest.metric(value, guess: guess, standardError: error, units: units.count)
        }
        if outcome == .atOrBelow, !isEnough { outcome = .undecided }
    }

    /// Whether so few samples there are, and so few of them well, that it could be guessing.
    var isNearChance: Bool {
        outcome == .undecided
            && (metric == .meanAveragePrecision50 || goodness(value) < ChanceTest.useful(above: goodness(guess)))
    }

    /// From what is lost without a prediction, 0, to perfect, 1.
    private func goodness(_ value: Double) -> Double { Self.goodness(value, metric) }

    private static func goodness(_ value: Double, _ metric: Metric) -> Double {
        metric.direction == .lowerIsBetter ? max(1 - value, 0) : value
    }

    func isTwiceAsGood(_ other: Double) -> Bool { goodness(other) >= 2 * goodness(value) }

    /// The line that makes labels of predictions that are no better than the labels' mean: of as many samples as are judged, labels of
    /// other samples lie as near to one less than once in a thousand times.
    static func line(_ trials: ReadingTrials) -> ReadingTrials.Outcome? {
        trials.outcomes.first { if case .line = $0.reading { $0.value >= 0.5 } else { false } }
    }

    /// The best reading, where it makes the part of the way to perfect that `LabelTrials` claims; of equals the first.
    static func explanation(_ trials: ReadingTrials) -> ReadingTrials.Outcome? {
        let plain = goodness(trials.value, trials.metric)
        let claimed = LabelTrials.claimed(guess: trials.guess ?? 0, plain: plain)
        var best: ReadingTrials.Outcome?
        for outcome in trials.outcomes where outcome.reading.isAlternative {
            let value = goodness(outcome.value, trials.metric)
            if value >= claimed, value > best.map({ goodness($0.value, trials.metric) }) ?? 0 { best = outcome }
        }
        return best
    }

    /// Recall at k of neighbours at random: how likely one of the k that are drawn from all others is of the sample's group, averaged
    /// over the samples that are not alone in it. Nil where all are.
    ///
    /// - Complexity: O(groups · k).
    static func recall(groups: [Int32], k: Int) -> Double? {
        let sizes = groupSizes(groups)
        let asked = sizes.reduce(0, +)
        guard asked > 0 else { return nil }
        let others = groups.count - 1
        let found = sizes.reduce(0.0) { sum, size in
            let strangers = others - (size - 1)
            let missed = (0..<min(k, others)).reduce(1.0) { missed, drawn in
                missed * Double(max(strangers - drawn, 0)) / Double(others - drawn)
            }
            return sum + Double(size) * (1 - missed)
        }
        return found / Double(asked)
    }

    /// Of the groups of more than one sample.
    private static func groupSizes(_ groups: [Int32]) -> [Int] {
        Dictionary(groups.map { ($0, 1) }, uniquingKeysWith: +).values.filter { $0 > 1 }
    }
}

extension OutputReading {
    var isOfUnits: Bool { if case .boxUnits = self { true } else { false } }

    /// Whether it is another way to read the same predictions, rather than a finding of its own.
    var isAlternative: Bool {
        switch self {
        case .boxUnits, .line: false
        case .boxFormat, .blank, .labelsShifted, .masksTransposed: true
        }
    }
}
