import Records
import Suites

/// One or two cells measured together: a pair interleaved in quads, or a cell alone.
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
