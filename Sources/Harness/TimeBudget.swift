/// Shares what is left of the time allowed among the comparisons that are still undecided.
///
/// A comparison is only carried on when its next look is within reach: launches after the last look that was reached would
/// cost time and decide nothing. Those nearest to a decision come first, so that a small budget decides something.
struct TimeBudget {
    /// For all launches of the run; nil is without end.
    var budgetSeconds: Double?
    /// For the launches of one comparison.
    var comparisonBudgetSeconds: Double?

    /// - Parameter spent: seconds that all launches have taken so far.
    /// - Returns: the comparisons that reach the look, and those that do not, both in their former order.
    func share(_ comparisons: [ComparisonState], upTo look: Int, spent: Double) -> (
        kept: [ComparisonState], dropped: [ComparisonState]
    ) {
        var remaining = budgetSeconds.map { $0 - spent } ?? .infinity
        let order = comparisons.indices.sorted { one, other in
            let distances = (comparisons[one].distance, comparisons[other].distance)
            return distances.0 == distances.1 ? one < other : distances.0 < distances.1
        }
        var isKept = [Bool](repeating: false, count: comparisons.count)
        for index in order {
            let cost = comparisons[index].cost(upTo: look)
            let ownLimit = comparisonBudgetSeconds ?? .infinity
            guard cost <= remaining, remaining > 0, comparisons[index].seconds + cost <= ownLimit else { continue }
            isKept[index] = true
            remaining -= cost
        }
        let marked = zip(comparisons, isKept)
        return (marked.filter(\.1).map(\.0), marked.filter { !$0.1 }.map(\.0))
    }

    /// Whether a comparison that has not begun would reach the look beside those that have: a launch of each would cost a small budget
    /// all that it has, and decide nothing. What a launch costs is told by the others, a side each.
    func reaches(
        _ look: Int, beginning comparison: ComparisonState, beside others: [ComparisonState], spent: Double
    ) -> Bool {
        let started = others.filter { $0.launches > 0 }
        guard let budgetSeconds, comparison.launches == 0, !started.isEmpty else { return true }
        let sides = started.reduce(0) { $0 + Double($1.launches * max($1.comparison.cells.count, 1)) }
        let perSide = started.reduce(0) { $0 + $1.seconds } / sides
        let own = perSide * Double(max(comparison.comparison.cells.count, 1) * look)
        return spent + started.reduce(0) { $0 + $1.cost(upTo: look) } + own <= budgetSeconds
    }

    /// Whether one more launch fits.
    func allowsLaunch(of comparison: ComparisonState, spent: Double) -> Bool {
        let next = comparison.secondsPerLaunch ?? 0
        return spent + next <= budgetSeconds ?? .infinity && spent < budgetSeconds ?? .infinity
            && comparison.seconds + next <= comparisonBudgetSeconds ?? .infinity
    }
}
