import Foundation

/// What a further segment must save, in units of the innovations' variance.
///
/// A series without a shift, of n values of correlation ρ, has a critical penalty: the smallest with which the search finds none. The
/// table holds its quantiles 0.95 and 0.99 by simulation, for each n and ρ the largest of those of normal noise, of normal noise with 2 %
/// outliers of eight times its deviation, and of rounded normal noise; at ρ = 0 also of Student's t with 3 degrees of freedom. A
/// longer series never has the smaller penalty. Between the entries it is linear in ln n, ρ and the logarithm of the share.
///
/// `pawl-bench penalties` draws the table again.
enum LevelShiftPenalty {
    static let counts: [Double] = [8, 12, 20, 50, 100, 200, 500, 1000, 2000]
    static let correlations: [Double] = [0, 0.3, 0.6]
    /// A row for each count, a column for each correlation.
    static let atFiveHundredths: [[Double]] = [
        [3.9, 4.7, 5.8], [4.4, 5.6, 6.8], [5.2, 6.5, 8.1], [6.4, 8.3, 10.3], [7.7, 9.6, 11.2], [8.9, 10.3, 12.2],
        [11.5, 11.8, 13.8], [13.0, 13.0, 14.4], [14.2, 14.2, 15.7],
    ]
    static let atOneHundredth: [[Double]] = [
        [6.2, 7.3, 8.2], [6.4, 7.8, 9.5], [7.3, 8.4, 11.7], [9.1, 12.2, 15.4], [10.4, 13.0, 15.7], [12.8, 13.8, 16.9],
        [14.7, 15.4, 17.9], [18.8, 18.8, 20.4], [21.2, 21.2, 21.2],
    ]

    /// - Parameters:
    ///   - count: values of the series.
    ///   - correlation: the one that the search works with.
    ///   - share: of series without a shift in which one may be found; a share below one in a million counts as that.
    /// - Returns: 0 or more.
    static func value(count: Int, correlation: Double, share: Double) -> Double {
        let five = interpolate(atFiveHundredths, Double(count), correlation)
        let one = interpolate(atOneHundredth, Double(count), correlation)
        return max(0, five + max(one - five, 0) * log(0.05 / max(share, 1e-6)) / log(5))
    }

    private static func interpolate(_ table: [[Double]], _ count: Double, _ correlation: Double) -> Double {
        let (row, rowShare) = place(of: log(count), in: counts.map { log($0) })
        let (column, columnShare) = place(of: correlation, in: correlations)
        func along(_ row: Int) -> Double {
            table[row][column] + columnShare * (table[row][column + 1] - table[row][column])
        }
        return along(row) + rowShare * (along(row + 1) - along(row))
    }

    /// The entry before a value and how far it lies towards the next; values beyond the last entry go on along its slope.
    private static func place(of value: Double, in entries: [Double]) -> (Int, Double) {
        let before = max(0, min((entries.lastIndex { $0 <= value } ?? 0), entries.count - 2))
        return (before, max(0, (value - entries[before]) / (entries[before + 1] - entries[before])))
    }
}

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
