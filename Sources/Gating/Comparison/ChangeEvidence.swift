import Foundation
import Records
import Statistics

/// What two cells' records say about a change of each metric.
struct ChangeEvidence {
    var first: CellRecord
    var second: CellRecord
    /// Of both, when it is the same one.
    var goldenSet: GoldenSetRecord?

    private static let noRawValues = "the raw values have aged out"
    private static let otherSamples = "they were evaluated on different golden sets"

    func change(of metric: Metric, _ before: Double?, _ after: Double?, history: [RunMean]) -> MetricChange {
        guard let before, let after else {
            return MetricChange(metric, before, after, noInterval: "only one of the runs has it")
        }
        do {
            switch metric.origin {
            case .measurement: return try measured(metric, before, after, history)
            case .groundTruth, .comparison: return try taskMetric(metric, before, after)
            }
        } catch {
            return MetricChange(metric, before, after, noInterval: isWithoutRawValues ? Self.noRawValues : "\(error)")
        }
    }

    private func measured(
        _ metric: Metric, _ before: Double, _ after: Double, _ history: [RunMean]
    ) throws(ComparisonError) -> MetricChange {
        switch metric {
        case .modelSize, .plannedArena, .deviceMemory, .fallbackOperators:
            return MetricChange(exact: metric, before, after)
        case .peakMemory:
            let change = try MemoryChange(stored: first, candidate: second)
            let interval = change.test.interval(confidence: CellComparison.confidence)
            let mean = change.baselineMean
            guard mean > 0 else {
                return MetricChange(metric, before, after, noInterval: "there is nothing to relate it to")
            }
            // Of the same launches as the change: a median beside a change of means would not agree with it.
            return MetricChange(
                metric, mean, change.candidateMean, change: change.test.mean / mean,
                interval: interval.scaled(by: 1 / mean))
        default:
            guard !isWithoutRawValues else { return MetricChange(metric, before, after, noInterval: Self.noRawValues) }
            let (test, figures) = try time(metric, history)
            let interval = test.interval(confidence: CellComparison.confidence)
            return MetricChange(
                metric, figures.baseline, figures.candidate, change: expm1(test.mean),
                interval: Interval(
                    low: expm1(interval.low), high: expm1(interval.high), confidence: interval.confidence))
        }
    }

    private func time(
        _ metric: Metric, _ history: [RunMean]
    ) throws(ComparisonError) -> (SatterthwaiteTest, ChangeFigures) {
        if history.count >= StoredLatencyChange.minimumHistory {
            let change = try StoredLatencyChange(metric, baseline: first, candidate: second, history: history)
            return (change.test, change.figures)
        }
        let (before, after) = (try first.level(of: metric), try second.level(of: metric))
        guard let test = SatterthwaiteTest(from: before, to: after) else {
            throw .tooFewLaunches(usable: 0, needed: 2)
        }
        return (test, ChangeFigures(logarithmOfBaseline: before.mean, ofCandidate: after.mean))
    }

    private func taskMetric(_ metric: Metric, _ before: Double, _ after: Double) throws(ComparisonError) -> MetricChange
    {
        guard first.goldenSetDigest == second.goldenSetDigest, let goldenSet else {
            return MetricChange(metric, before, after, noInterval: Self.otherSamples)
        }
        if before == after, scoresAreEqual(for: metric) { return MetricChange(metric, before, after, finding: .same) }
        switch metric {
        case .accuracy, .topKAccuracy, .exactMatch:
            let pair = try AccuracyChange(baseline: first, candidate: second, goldenSet: goldenSet, metric: metric).pair
            guard pair.onlyBaseline + pair.onlyCandidate > 0 else {
                return MetricChange(metric, before, after, finding: .same)
            }
            return MetricChange(
                metric, before, after, change: -pair.drop,
                interval: pair.interval(confidence: CellComparison.confidence).scaled(by: -1))
        case .macroF1:
            let change = try MacroF1Change(baseline: first, candidate: second, goldenSet: goldenSet)
            guard !change.contributions.isEmpty else { return MetricChange(metric, before, after, finding: .same) }
            guard
                let bounds = StudentizedBootstrap(
                    change.drop, seed: 0, smallestAlpha: (1 - CellComparison.confidence) / 2)
            else { throw .emptyGoldenSet }
            return MetricChange(
                metric, before, after, change: -bounds.value,
                interval: bounds.interval(confidence: CellComparison.confidence).scaled(by: -1))
        default: return try bySamples(metric, before, after, goldenSet)
        }
    }

    /// From each unit's contribution to the metric.
    private func bySamples(
        _ metric: Metric, _ before: Double, _ after: Double, _ goldenSet: GoldenSetRecord
    ) throws(ComparisonError) -> MetricChange {
        let shortfall = try MetricShortfall(from: first, to: second, metric, on: goldenSet)
        guard !shortfall.contributions.isEmpty, let test = OneSampleTTest(shortfall.values) else {
            return MetricChange(metric, before, after, finding: .same)
        }
        let sign: Double = metric.direction == .higherIsBetter ? -1 : 1
        let scale =
            switch MetricChange.scale(of: metric) {
            case .difference: sign
            case .relative: before > 0 ? sign / before : .nan
            }
        return MetricChange(
            metric, before, after, change: scale * shortfall.value,
            interval: test.interval(confidence: CellComparison.confidence).scaled(by: scale))
    }

    /// Equal scores, bit for bit, differ in nothing that the predictions alone decide; nor, compared with equal references, in the rest.
    private func scoresAreEqual(for metric: Metric) -> Bool {
        guard let one = first.accuracy?.origin, let other = second.accuracy?.origin else { return false }
        return one.scoresDigest == other.scoresDigest
            && (metric.origin == .groundTruth
                || one.referenceScoresDigest != nil && one.referenceScoresDigest == other.referenceScoresDigest)
    }

    private var isWithoutRawValues: Bool {
        [first, second].contains { cell in !cell.launches.isEmpty && cell.launches.allSatisfy { $0.blocks.isEmpty } }
    }
}

extension Interval {
    /// Of the quantity times a factor, which may be negative.
    fileprivate func scaled(by factor: Double) -> Interval {
        let ends = (low * factor, high * factor)
        return Interval(low: min(ends.0, ends.1), high: max(ends.0, ends.1), confidence: confidence)
    }
}
