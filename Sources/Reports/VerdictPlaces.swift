import Records

/// Where a run's cells are, and the verdicts of each, so that a report of thousands of gates takes a time in proportion to them.
struct VerdictPlaces: Sendable, Equatable {
    private let cells: [Int: Int]
    private let verdicts: [Int: [Int]]

    init(in run: RunRecord) {
        cells = Dictionary(zip(run.cells.map(\.id), run.cells.indices)) { first, _ in first }
        verdicts = Dictionary(grouping: run.verdicts.indices.filter { run.verdicts[$0].cell != nil }) {
            run.verdicts[$0].cell ?? -1
        }
    }

    /// - Parameter id: `CellRecord.id`.
    /// - Returns: an index into `RunRecord.cells`, nil where no cell has that number.
    func cell(_ id: Int) -> Int? { cells[id] }

    /// - Parameter id: `CellRecord.id`.
    /// - Returns: indices into `RunRecord.verdicts`, in their order.
    func verdicts(of id: Int) -> [Int] { verdicts[id] ?? [] }
}
