import Records
import Suites

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
