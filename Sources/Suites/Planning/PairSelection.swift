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

/// Which cells a run is limited to (`--only GLOB`).
public struct CellSelection: Sendable {
    private let pattern: GlobPattern?
    private let matchesWholeName: Bool

    /// - Parameter glob: `model/variant` with `*` and `?`; without a slash it may name a model or a variant. Nil is all.
    public init(glob: String?) {
        pattern = glob.map { GlobPattern($0) }
        matchesWholeName = glob?.contains("/") ?? false
    }

    public func contains(model: String, variant: String) -> Bool {
        guard let pattern else { return true }
        if matchesWholeName { return pattern.matches("\(model)/\(variant)") }
        return pattern.matches(model) || pattern.matches(variant)
    }
}
