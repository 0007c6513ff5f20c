import Records

/// Decides which cells must be measured interleaved: those that a relative gate on timings or memory concerns.
struct PairSelection {
    let pairs: [PlannedPair]
    /// Those whose baseline is an earlier run.
    let cellsAlone: Set<Int>

    /// - Parameter storedVariants: `model/variant` of the earlier run that is the baseline; empty when there is none.
    init(suite: Suite, cells: [PlannedCell], storedVariants: Set<String>) {
        var pairs: [PlannedPair] = []
        var alone: Set<Int> = []
        for cell in cells where cell.side == .candidate {
            let gates = suite.gates.filter { gate in
                gate.isMeasuredInterleaved && gate.applies(toModel: cell.model, variant: cell.variant)
            }
            if gates.contains(where: { $0.against == .reference }), !cell.isReference,
                let reference = cells.first(where: {
                    $0.side == .candidate && $0.model == cell.model && $0.isReference
                })
            {
                pairs.append(
                    PlannedPair(
                        id: pairs.count, purpose: .reference, baselineCell: reference.id, candidateCell: cell.id))
            }
            if gates.contains(where: { $0.against == .baseline }),
                let baseline = cells.first(where: {
                    $0.side == .baseline && $0.model == cell.model && $0.variant == cell.variant
                })
            {
                pairs.append(
                    PlannedPair(id: pairs.count, purpose: .baseline, baselineCell: baseline.id, candidateCell: cell.id))
            }
            if gates.contains(where: { $0.against == .baseline }), storedVariants.contains(cell.name) {
                alone.insert(cell.id)
            }
        }
        self.pairs = pairs
        cellsAlone = alone
    }
}

extension Gate {
    /// Timings and memory vary from launch to launch; sizes and task metrics do not need interleaving.
    fileprivate var isMeasuredInterleaved: Bool {
        switch metric.dimension {
        case .time, .rate: against != .nothing
        case .bytes: against != .nothing && metric == .peakMemory
        case .count, .proportion, .information, .coefficient, .outputUnits, .decibels: false
        }
    }
}
