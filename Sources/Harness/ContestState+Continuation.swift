import Records
import Suites

extension ContestState {
    /// A contest as an earlier process left it.
    ///
    /// - Parameters: all `cells` and `pairs` of the run so far; empty launches make a contest that has not begun.
    init(_ contest: LatencyContest, continuing cells: [CellRecord], _ pairs: [PairRecord]) {
        self.init(contest)
        let members = contest.cells.map { cells[$0.id] }
        // A launch that failed has no record; its cell has the failure, and the contest ends with it.
        launches = members.flatMap(\.launches).filter { $0.pair == contest.pair }.map { $0.index + 1 }.max() ?? 0
        if let pair = contest.pair {
            seconds = pairs[pair].secondsSpent
        } else if let cell = members.first {
            let elsewhere = pairs.filter { [$0.baselineCell, $0.candidateCell].contains(cell.id) }
            let paired = elsewhere.reduce(0) { $0 + $1.secondsSpent / 2 }
            let evaluated = cell.accuracy.map { $0.origin?.reusedFromRun == nil ? $0.seconds : 0 } ?? 0
            seconds = launches > 0 ? max(cell.secondsSpent - paired - evaluated, 0) : 0
        }
    }

    /// Whether a pair needs no more launches, whatever time is left.
    static func hasEnded(_ contest: LatencyContest, _ pairs: [PairRecord]) -> Bool {
        guard let ending = contest.pair.map({ pairs[$0].ending }) else { return false }
        return ending == .decided || ending == .complete
    }

    /// Pauses between the launches of a contest so far.
    static func pauseSeconds(of contest: LatencyContest, in cells: [CellRecord]) -> Double {
        guard let cell = contest.cells.last else { return 0 }
        return cells[cell.id].launches.filter { $0.pair == contest.pair }
            .reduce(0) { $0 + ($1.conditions?.pauseSeconds ?? 0) }
    }
}
