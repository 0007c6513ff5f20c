/// What the table of penalties is made of.
public struct LevelShiftCalibration: Sendable {
    public var minimumSegment: Int

    public init(minimumSegment: Int = 3) {
        self.minimumSegment = minimumSegment
    }

    /// The smallest penalty with which one shift or two no longer pay, in units of the innovations' variance.
    ///
    /// - Returns: 0 for a series that has no two segments, or does not vary.
    /// - Complexity: O(n²).
    public func criticalPenalty(_ series: Sample) -> Double {
        let passes = LevelShiftPasses(series, knownBreaks: [], minimumSegment: minimumSegment, falseShare: 0.05)
        guard let cost = passes.sections.first?.cost, cost.count >= 2 * minimumSegment else { return 0 }
        let count = cost.count
        let whole = cost(0, count)
        let tails = (0..<count).map { cost($0, count) }
        var critical = 0.0
        for first in minimumSegment...(count - minimumSegment) {
            let head = cost(0, first)
            critical = max(critical, whole - head - tails[first])
            for second in stride(from: first + minimumSegment, through: count - minimumSegment, by: 1) {
                critical = max(critical, (whole - head - cost(first, second) - tails[second]) / 2)
            }
        }
        return critical
    }

    /// Twice the logarithm of how much likelier the series is with its best step than without one; 0 where nothing varies.
    ///
    /// - Complexity: O(n).
    public func stepRatio(_ series: Sample) -> Double {
        let values = LevelShiftPasses.valuesToSplit(
            series, LevelShiftPasses(series, knownBreaks: [], minimumSegment: minimumSegment, falseShare: 0.05).values)
        return StepLikelihood.best(values, in: 0..<values.count)?.ratio ?? 0
    }
}
