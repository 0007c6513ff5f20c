/// Shares what is left of the time allowed among the contests that are still undecided.
///
/// A contest is only carried on when its next look is within reach: launches after the last look that was reached would
/// cost time and decide nothing. Those nearest to a decision come first, so that a small budget decides something.
struct TimeAllotment {
    /// For all launches of the run; nil is without end.
    var budgetSeconds: Double?
    /// For the launches of one contest.
    var contestBudgetSeconds: Double?

    /// - Parameter spent: seconds that all launches have taken so far.
    /// - Returns: the contests that reach the look, and those that do not, both in their former order.
    func share(_ contests: [ContestState], upTo look: Int, spent: Double) -> (
        kept: [ContestState], dropped: [ContestState]
    ) {
        var remaining = budgetSeconds.map { $0 - spent } ?? .infinity
        let order = contests.indices.sorted { one, other in
            let distances = (contests[one].distance, contests[other].distance)
            return distances.0 == distances.1 ? one < other : distances.0 < distances.1
        }
        var isKept = [Bool](repeating: false, count: contests.count)
        for index in order {
            let cost = contests[index].cost(upTo: look)
            let ownLimit = contestBudgetSeconds ?? .infinity
            guard cost <= remaining, remaining > 0, contests[index].seconds + cost <= ownLimit else { continue }
            isKept[index] = true
            remaining -= cost
        }
        let marked = zip(contests, isKept)
        return (marked.filter(\.1).map(\.0), marked.filter { !$0.1 }.map(\.0))
    }

    /// Whether a contest that has not begun would reach the look beside those that have: a launch of each would cost a small budget
    /// all that it has, and decide nothing. What a launch costs is told by the others, a side each.
    func reaches(
        _ look: Int, beginning contest: ContestState, beside others: [ContestState], spent: Double
    ) -> Bool {
        let begun = others.filter { $0.launches > 0 }
        guard let budgetSeconds, contest.launches == 0, !begun.isEmpty else { return true }
        let sides = begun.reduce(0) { $0 + Double($1.launches * max($1.contest.cells.count, 1)) }
        let perSide = begun.reduce(0) { $0 + $1.seconds } / sides
        let own = perSide * Double(max(contest.contest.cells.count, 1) * look)
        return spent + begun.reduce(0) { $0 + $1.cost(upTo: look) } + own <= budgetSeconds
    }

    /// Whether one more launch fits.
    func allowsLaunch(of contest: ContestState, spent: Double) -> Bool {
        let next = contest.secondsPerLaunch ?? 0
        return spent + next <= budgetSeconds ?? .infinity && spent < budgetSeconds ?? .infinity
            && contest.seconds + next <= contestBudgetSeconds ?? .infinity
    }
}
