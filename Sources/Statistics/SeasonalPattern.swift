/// A pattern that repeats after so many values: weekdays, months, hours.
///
/// The values less their running median over one period, by phase, in an analysis of variance; taken out only where F is at least 12,
/// which chance alone exceeds in fewer than one of ten thousand series.
public struct SeasonalPattern: Sendable, Equatable {
    public var period: Int
    /// What each phase lies above the mean of all, one a value of the series.
    public var offsets: [Double]

    static let leastF = 12.0
    /// So often the pattern must have been seen.
    static let fewestPeriods = 3

    /// - Parameter phases: of each value, within 0..<period.
    init?(_ values: [Double], phases: [Int], period: Int) {
        guard period > 1, values.count >= Self.fewestPeriods * period else { return nil }
        let half = period / 2
        let rest = values.indices.map { index -> Double in
            let start = max(0, min(index - half, values.count - period)), end = start + period
            let sorted = values[start..<end].sorted()
            return values[index] - (sorted[(period - 1) / 2] + sorted[period / 2]) / 2
        }
        var sums = [Double](repeating: 0, count: period), counts = [Int](repeating: 0, count: period)
        let limit = 3 * (RobustVariation.meanSquare(rest) ?? 0).squareRoot()
        let limited = limit > 0 ? rest.map { min(max($0, -limit), limit) } : rest
        for (value, phase) in zip(limited, phases) {
            sums[phase] += value
            counts[phase] += 1
        }
        guard counts.allSatisfy({ $0 >= Self.fewestPeriods - 1 }) else { return nil }
        let means = zip(sums, counts).map { $0 / Double($1) }
        let centre = means.reduce(0, +) / Double(period)
        let between = zip(means, counts).reduce(0) { $0 + ($1.0 - centre) * ($1.0 - centre) * Double($1.1) }
        let within = zip(limited, phases).reduce(0) { sum, item in
            sum + (item.0 - means[item.1]) * (item.0 - means[item.1])
        }
        let freedom = Double(values.count - period)
        guard between > 0, between / Double(period - 1) >= Self.leastF * within / freedom else { return nil }
        self.period = period
        offsets = phases.map { means[$0] - centre }
    }

    /// The patterns that values so far apart can have, each sought in what the ones before it leave; their sum, and the first one's period.
    ///
    /// - Parameter times: in days, or in steps of 1.
    static func find(in values: [Double], times: [Double]) -> SeasonalPattern? {
        let gaps = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
        guard !gaps.isEmpty else { return nil }
        let gap = gaps[gaps.count / 2]
        let isEven = gaps.count { $0 > gap * 0.8 && $0 < gap * 1.25 } * 10 >= gaps.count * 7
        guard gap > 0, isEven else { return nil }
        let periods: [Int] =
            gap > 300
            ? [] : gap > 80 ? [4] : gap > 25 ? [12] : gap > 5 ? [52] : gap > 0.8 ? [7, 12, 24, 4] : [24, 168]
        var left = values
        var sum: SeasonalPattern?
        for period in periods {
            let phases =
                period == 7
                ? times.map { (Int($0.rounded(.down)) % 7 + 7) % 7 } : values.indices.map { $0 % period }
            guard let found = SeasonalPattern(left, phases: phases, period: period) else { continue }
            left = zip(left, found.offsets).map { $0 - $1 }
            if let before = sum {
                sum?.offsets = zip(before.offsets, found.offsets).map { $0 + $1 }
            } else {
                sum = found
            }
        }
        return sum
    }
}
