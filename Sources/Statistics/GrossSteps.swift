/// Takes steps that nobody could overlook out of a series, so that its noise can be estimated from within levels.
///
/// Noise and correlation are estimated from differences, which know nothing of levels while steps are few. In a short series one
/// large step is a large share of all differences, and looks like correlation. A step is gross where up to three values
/// before it and up to three after it do not overlap and the gap between them is `least` times the deviation that neighbours show; a
/// stationary series of correlation 0.6 or less has none.
enum GrossSteps {
    /// In deviations of single values, had the series no correlation.
    static let least = 8.0
    private static let reach = 3

    /// The values less the medians of their gross levels; the values themselves where there is no such step.
    ///
    /// - Parameter events: where one value on either side is enough.
    static func leveled(_ values: [Double], events: [Int] = []) -> [Double] {
        let starts = starts(values, events: Set(events))
        guard !starts.isEmpty else { return values }
        var leveled = values
        for (start, end) in zip([0] + starts, starts + [values.count]) {
            let median = values[start..<end].sorted()[(end - start - 1) / 2]
            for index in start..<end { leveled[index] -= median }
        }
        return leveled
    }

    static func starts(_ values: [Double], events: Set<Int>) -> [Int] {
        let steps = zip(values, values.dropFirst()).map { ($1 - $0).magnitude }.filter { $0 > 0 }.sorted()
        guard values.count > 3, !steps.isEmpty else { return [] }
        let least = least * 1.4826 * steps[steps.count / 2] / 2.0.squareRoot()
        let gaps = values.indices.map { index -> Double in
            let margin = events.contains(index) ? 1 : 2
            guard index >= margin, values.count - index >= margin else { return 0 }
            let before = values[max(0, index - reach)..<index], after = values[index..<min(index + reach, values.count)]
            guard let low = before.min(), let high = before.max(), let floor = after.min(), let ceiling = after.max()
            else { return 0 }
            return max(floor - high, low - ceiling)
        }
        return gaps.indices.filter { index in
            guard gaps[index] > least else { return false }
            let around = gaps[max(0, index - reach + 1)..<min(index + reach, gaps.count)]
            return gaps[index] == around.max()
        }
    }
}
