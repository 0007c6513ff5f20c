/// Takes levels out of a series whose level goes to and fro, so that its noise can be estimated from within them.
///
/// Every ten values another level, and values four to six apart lie on two levels nearly as often as not, neighbours seldom: what
/// `SeriesNoise` sees is a strong correlation and loud noise, under which no level pays. So where neighbours resemble each other much,
/// levels are sought as if they did not. They are believed only where they explain the series far better than one level with any
/// correlation up to 0.6 does, and than the best single step, also with innovations that may be large (`LimitedLikelihood`).
///
/// - Source: own simulation of 300 series each of 20 to 500 values with correlations 0.3 and 0.6, normal, with 2 % outliers and with
///   innovations of Student's t with 3 degrees of freedom; docs/decisions/0064 has the rates of the whole search.
enum AlternatingLevels {
    /// Below, no level was hidden by a correlation that is not there.
    static let leastCorrelation = 0.3

    private static let ratioOfAFurtherStep = 9.0
    /// One step alone is what `StepLikelihood.best` finds.
    private static let fewestSteps = 2
    private static let minimumSegment = 5
    private static let fewestValues = 12

    /// The values less the means of their levels; nil where correlation explains them as well.
    ///
    /// - Complexity: that of one segmentation.
    static func leveled(_ values: [Double]) -> [Double]? {
        guard values.count >= fewestValues, let step = RobustVariation.ofDifferences(values, lag: 1), step > 0 else {
            return nil
        }
        let deviation = (step / 2).squareRoot()
        let limited = RunningMedianClip(limit: LevelCost.limit * deviation).clip(values)
        let penalty = LevelShiftPenalty.value(count: values.count, correlation: 0, share: 0.05)
        let least = smallestGap(values) / 2
        let starts = needed(
            PenalisedSegmentation(
                LevelCost(limited, correlation: 0, deviation: deviation), minimum: minimumSegment, penalty: penalty
            ).changes(end: values.count), of: limited, leastDeviation: least)
        guard starts.count >= fewestSteps, goesToAndFro(limited, starts) else { return nil }
        // One large step must not pay for small ones beside it.
        let one =
            StepLikelihood.best(limited, in: limited.indices, leastDeviation: least).map { [0, $0.position] } ?? [0]
        let all = [0] + starts, further = ratioOfAFurtherStep * Double(starts.count - 1)
        func isBetter(than others: [Int], by needed: Double) -> Bool {
            StepLikelihood.ratio(limited, starts: all, without: others, leastDeviation: least) >= needed
                && LimitedLikelihood.ratio(values, starts: all, without: others) >= needed
        }
        guard isBetter(than: [0], by: StepLikelihood.critical(count: values.count, share: 0.01) + further),
            isBetter(
                than: one,
                by: StepLikelihood.critical(count: values.count, share: 0.05) + further - ratioOfAFurtherStep)
        else { return nil }
        var leveled = values
        for (start, end) in zip([0] + starts, starts + [values.count]) {
            let level = LevelShiftEvidence.level(limited[start..<end])
            for index in start..<end { leveled[index] -= level }
        }
        return leveled
    }

    /// Whether as many steps at least go back as go on: a staircase is a line, or a line beside a step.
    private static func goesToAndFro(_ values: [Double], _ starts: [Int]) -> Bool {
        let levels = zip([0] + starts, starts + [values.count]).map { LevelShiftEvidence.level(values[$0..<$1]) }
        let steps = zip(levels, levels.dropFirst()).map { $1 - $0 }
        let back = zip(steps, steps.dropFirst()).count { ($0 > 0) != ($1 > 0) }
        return 2 * back >= steps.count - 1
    }

    /// The steps without those that the others, and correlation, do without.
    private static func needed(_ starts: [Int], of values: [Double], leastDeviation: Double) -> [Int] {
        var left = starts
        while true {
            let kept = left.filter { start in
                let others = left.filter { $0 != start }
                let ratio = StepLikelihood.ratio(
                    values, starts: [0] + left, without: [0] + others, leastDeviation: leastDeviation)
                return ratio >= ratioOfAFurtherStep
            }
            guard kept.count < left.count else { return left }
            left = kept
        }
    }

    /// Of two different values: rounded ones repeat, and a run of equal values is no quiet level.
    private static func smallestGap(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return zip(sorted, sorted.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.min() ?? 0
    }
}
