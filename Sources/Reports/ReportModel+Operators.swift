import Gating
import Records

extension ReportModel {
    /// So many operators and kinds of flips are shown at most: the others take next to no time, or are single samples.
    static let mostRows = 40

    /// Each candidate's operators beside those of what it is held against.
    var operators: Document.Section? {
        let counterparts = CellCounterparts(run)
        let parts = run.cells.compactMap { cell -> Document.Block? in
            guard let other = counterparts.baseline(of: cell) ?? counterparts.reference(of: cell),
                let comparison = ProfileComparison(
                    baseline: other, candidate: cell,
                    typicalNanoseconds: (summaries[other.id]?[.latencyP50], summaries[cell.id]?[.latencyP50]))
            else { return nil }
            return .details(operators(of: cell, beside: other, comparison))
        }
        guard !parts.isEmpty else { return nil }
        return .init("operators", "Operators side by side", parts, reach: .pages)
    }

    private func operators(
        of cell: CellRecord, beside other: CellRecord, _ comparison: ProfileComparison
    ) -> Document.Details {
        func time(_ value: Double, _ nodes: Int) -> Prose { nodes == 0 ? "–" : Prose(Quantity.text(value, .time)) }
        let counts = ProfileComparison.Fate.allCases.filter { $0 != .kept }.compactMap { fate -> String? in
            let count = comparison.rows.count { $0.fate == fate }
            return count == 0 ? nil : "\(count) \(fate.rawValue)"
        }
        let words = counts.isEmpty ? "the same types" : "types: " + counts.joined(separator: ", ")
        let role = other.side == .baseline ? "baseline" : "reference"
        var table = Document.Table(
            .operators,
            caption:
                "Time of an inference by type of operator, what grew most first\(Self.scaling(comparison))",
            columns: [
                .init("operator"), .init("change", .right), .init(role, .right), .init("candidate", .right),
                .init("of the inference", .right), .init("nodes", .right), .init("what became of it"),
            ],
            rows: comparison.rows.prefix(Self.mostRows).map { row in
                let growth = row.candidateNanoseconds - row.baselineNanoseconds
                let nodes =
                    row.baselineNodes == row.candidateNodes
                    ? "\(row.candidateNodes)" : "\(row.baselineNodes) → \(row.candidateNodes)"
                return [
                    "\(name: row.type)", Prose((growth < 0 ? "-" : "+") + Quantity.text(growth.magnitude, .time)),
                    time(row.baselineNanoseconds, row.baselineNodes),
                    time(row.candidateNanoseconds, row.candidateNodes),
                    Prose(row.candidateNodes == 0 ? "–" : Wording.percent(row.candidateShare)), Prose(nodes),
                    row.fate == .kept ? "" : "\(strong: Prose(row.fate.rawValue))",
                ]
            }, noun: "operators")
        table.caption =
            table.caption
            + (comparison.rows.count > Self.mostRows
                ? "; \(comparison.rows.count - Self.mostRows) types that changed little are left out" : "")
        return Document.Details(
            "\(name: name(of: cell)) beside its \(role) (\(words))", [.table(table)], reach: .pages)
    }

    /// A profile slows an inference down, which the figures have to be corrected for.
    private static func scaling(_ comparison: ProfileComparison) -> String {
        comparison.baselineScale < 1 || comparison.candidateScale < 1
            ? "; scaled to the latency p50, since profiling slows an inference down" : ""
    }
}
