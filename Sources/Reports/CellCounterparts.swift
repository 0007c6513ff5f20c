import Records

/// The cells of a run in the order in which they are read: each with its baseline right below it; and what each is held against.
struct CellCounterparts {
    private struct Variant: Hashable { var model, variant: String }

    /// Baselines without a candidate come last.
    let ordered: [CellRecord]
    let hasBaseline: Bool
    private let references: [String: CellRecord]
    private let baselines: [Variant: CellRecord]

    init(_ run: RunRecord) { self.init(run.cells) }

    init(_ cells: [CellRecord]) {
        let all = cells.filter { $0.side == .baseline }
        baselines = Dictionary(
            all.map { (Variant(model: $0.model, variant: $0.variant), $0) }, uniquingKeysWith: { first, _ in first })
        references = Dictionary(
            cells.filter { $0.side == .candidate && $0.isReference }.map { ($0.model, $0) },
            uniquingKeysWith: { first, _ in first })
        hasBaseline = !all.isEmpty
        var placed: Set<Int> = []
        var ordered: [CellRecord] = []
        for cell in cells where cell.side == .candidate {
            ordered.append(cell)
            if let baseline = baselines[Variant(model: cell.model, variant: cell.variant)],
                placed.insert(baseline.id).inserted
            {
                ordered.append(baseline)
            }
        }
        self.ordered = ordered + all.filter { !placed.contains($0.id) }
    }

    /// The model's reference of the candidate's side; nil for the reference itself, and for baselines.
    func reference(of cell: CellRecord) -> CellRecord? {
        references[cell.model].flatMap { cell.side == .candidate && $0.id != cell.id ? $0 : nil }
    }

    func baseline(of cell: CellRecord) -> CellRecord? {
        cell.side == .candidate ? baselines[Variant(model: cell.model, variant: cell.variant)] : nil
    }

    /// What changes are told against: the baseline where the run has one, otherwise the reference.
    func counterpart(of cell: CellRecord) -> CellRecord? { hasBaseline ? baseline(of: cell) : reference(of: cell) }

    var against: Verdict.Counterpart { hasBaseline ? .baseline : .reference }
}
