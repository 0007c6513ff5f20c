import Records
import Suites

/// One or two cells that are measured together: a pair interleaved in quads, or a cell alone.
struct LatencyComparison {
    /// Position in `Plan.pairs`; nil for a cell alone.
    var pair: Int?
    /// Baseline first, candidate second; or the one cell.
    var cells: [PlannedCell]

    /// Every pair of the plan, every cell that no pair takes in, and those that are to be measured alone besides.
    static func all(of plan: Plan) -> [LatencyComparison] {
        let pairs = plan.pairs.map { pair in
            LatencyComparison(pair: pair.id, cells: [plan.cells[pair.baselineCell], plan.cells[pair.candidateCell]])
        }
        let paired = Set(plan.pairs.flatMap { [$0.baselineCell, $0.candidateCell] })
        let alone = plan.cells.filter {
            $0.side == .candidate && (!paired.contains($0.id) || plan.cellsAlone.contains($0.id))
        }
        return pairs + alone.map { LatencyComparison(pair: nil, cells: [$0]) }
    }

    /// The sides of one quad's four blocks, by position in `cells`.
    ///
    /// A B B A and B A A B cancel a drift that is linear in time. A launch alternates between the two; which comes
    /// first is drawn.
    func orders(quads: Int, using generator: inout some RandomNumberGenerator) -> [[Int]] {
        guard cells.count == 2 else { return Array(repeating: [0, 0, 0, 0], count: quads) }
        let startsWithBaseline = Bool.random(using: &generator)
        return (0..<quads).map { quad in (quad % 2 == 0) == startsWithBaseline ? [0, 1, 1, 0] : [1, 0, 0, 1] }
    }
}

/// A comparison between its planned looks.
struct ComparisonState {
    var comparison: LatencyComparison
    /// Launches begun, also those that failed.
    var launches = 0
    /// Measuring time so far.
    var seconds = 0.0
    /// The latest forecast; nil when no number is known.
    var moreLaunches: Int?

    init(_ comparison: LatencyComparison) {
        self.comparison = comparison
    }

    /// Where it ends before the next look, which is out of reach: so many launches decide what is decided without looks.
    var goal: Int?

    /// Nil before the first launch.
    var secondsPerLaunch: Double? { launches > 0 ? seconds / Double(launches) : nil }

    /// How many launches it is to have by a look.
    func target(upTo look: Int) -> Int { min(look, goal ?? look) }

    /// Expected seconds up to a look; 0 while nothing is known.
    ///
    /// The first launch reads its files from disk and later ones from memory: alone it counts half, so that its being slow ends nothing
    /// that the second one would have within reach.
    func cost(upTo look: Int) -> Double {
        let perLaunch = (secondsPerLaunch ?? 0) * (launches == 1 ? 0.5 : 1)
        return perLaunch * Double(max(target(upTo: look) - launches, 0))
    }

    /// Expected seconds to a decision: what orders the comparisons when time is short.
    var distance: Double {
        guard let moreLaunches else { return .infinity }
        return Double(moreLaunches) * (secondsPerLaunch ?? 0)
    }
}

extension ComparisonState {
    /// A comparison as an earlier process left it.
    ///
    /// - Parameters: all `cells` and `pairs` of the run so far; empty launches make a comparison that has not begun.
    init(_ comparison: LatencyComparison, continuing cells: [CellRecord], _ pairs: [PairRecord]) {
        self.init(comparison)
        let members = comparison.cells.map { cells[$0.id] }
        // A launch that failed has no record; its cell has the failure, and the comparison ends with it.
        launches = members.flatMap(\.launches).filter { $0.pair == comparison.pair }.map { $0.index + 1 }.max() ?? 0
        if let pair = comparison.pair {
            seconds = pairs[pair].secondsSpent
        } else if let cell = members.first {
            let elsewhere = pairs.filter { [$0.baselineCell, $0.candidateCell].contains(cell.id) }
            let paired = elsewhere.reduce(0) { $0 + $1.secondsSpent / 2 }
            let evaluated = cell.accuracy.map { $0.origin?.reusedFromRun == nil ? $0.seconds : 0 } ?? 0
            seconds = launches > 0 ? max(cell.secondsSpent - paired - evaluated, 0) : 0
        }
    }

    /// Whether a pair needs no more launches, whatever time is left.
    static func hasEnded(_ comparison: LatencyComparison, _ pairs: [PairRecord]) -> Bool {
        guard let ending = comparison.pair.map({ pairs[$0].ending }) else { return false }
        return ending == .decided || ending == .complete
    }

    /// Pauses between the launches of a comparison so far.
    static func pauseSeconds(of comparison: LatencyComparison, in cells: [CellRecord]) -> Double {
        guard let cell = comparison.cells.last else { return 0 }
        return cells[cell.id].launches.filter { $0.pair == comparison.pair }
            .reduce(0) { $0 + ($1.conditions?.pauseSeconds ?? 0) }
    }
}

/// Divides the remaining time budget among the comparisons that are still undecided.
///
/// A comparison is only resumed when its next look is within reach: launches after the last look that was reached would
/// cost time and decide nothing. Those nearest to a decision come first, so that a small budget decides something.
struct TimeBudget {
    /// For all launches of the run; nil for no limit.
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

    /// Lets those that were to end before a look go on to it where the time left reaches it after all: launches took less than it seemed.
    ///
    /// - Parameter comparisons: all that are measured; each has the launches that it was to have by the look.
    /// - Returns: the same in their order; nil where none goes on.
    func resumed(_ comparisons: [ComparisonState], upTo look: Int, spent: Double) -> [ComparisonState]? {
        var comparisons = comparisons
        var owed = 0.0
        var isAny = false
        for index in comparisons.indices where comparisons[index].goal != nil && comparisons[index].launches < look {
            var state = comparisons[index]
            state.goal = nil
            guard !share([state], upTo: look, spent: spent + owed).kept.isEmpty else { continue }
            owed += state.cost(upTo: look)
            comparisons[index] = state
            isAny = true
        }
        return isAny ? comparisons : nil
    }

    /// Whether a comparison that has not begun would reach the look beside those that have: a launch of each would cost a small budget
    /// all that it has, and decide nothing. The cost of a launch is taken from the others, per side.
    func reaches(
        _ look: Int, beginning comparison: ComparisonState, beside others: [ComparisonState], spent: Double
    ) -> Bool {
        let started = others.filter { $0.launches > 0 }
        guard let budgetSeconds, comparison.launches == 0, !started.isEmpty else { return true }
        let sides = started.reduce(0) { $0 + Double($1.launches * max($1.comparison.cells.count, 1)) }
        let perSide = started.reduce(0) { $0 + $1.seconds } / sides
        let own = perSide * Double(max(comparison.comparison.cells.count, 1) * comparison.target(upTo: look))
        // Those that do not reach the look themselves leave their time to others.
        let owed = share(started, upTo: look, spent: spent).kept.reduce(0) { $0 + $1.cost(upTo: look) }
        return spent + owed + own <= budgetSeconds
    }

    /// Seconds that a comparison may still take; nil without a budget.
    func left(of comparison: ComparisonState, spent: Double) -> Double? {
        [budgetSeconds.map { $0 - spent }, comparisonBudgetSeconds.map { $0 - comparison.seconds }]
            .compactMap { $0 }.min().map { max($0, 0) }
    }

    /// Whether one more launch fits.
    func allowsLaunch(of comparison: ComparisonState, spent: Double) -> Bool {
        let next = comparison.secondsPerLaunch ?? 0
        return spent + next <= budgetSeconds ?? .infinity && spent < budgetSeconds ?? .infinity
            && comparison.seconds + next <= comparisonBudgetSeconds ?? .infinity
    }
}
