import Gating
import Records

extension HTMLReport {
    /// What else differs from the run that this one is compared with; nothing where there is none.
    static func environmentDifferences(_ model: ReportModel) -> String {
        guard let compared = model.comparedEnvironment else { return "" }
        return section(
            "differences", "What else differs from the baseline's run",
            EnvironmentTable.html(
                compared.comparison, earlier: "run \(compared.run.prefix(8))", later: "this run"))
    }
}

/// The differences between two environments as a table.
enum EnvironmentTable {
    /// - Parameters:
    ///   - earlier: what the first of the two is called.
    ///   - later: likewise the second.
    static func html(_ comparison: EnvironmentComparison, earlier: String, later: String) -> String {
        guard !comparison.differences.isEmpty else {
            return "<p>Nothing that is known of the two environments differs.</p>"
        }
        let rows = comparison.differences.map { difference in
            HTMLTable.Row(
                heading: HTMLText.escaped(difference.name),
                cells: [
                    HTMLText.name(difference.earlier), HTMLText.name(difference.later),
                    difference.isDecisive
                        ? "<strong>timings cannot be compared</strong>" : "<span class=\"quiet\">may matter</span>",
                ])
        }
        return HTMLTable(
            caption: "What is known of the machine and differs; what changes by the minute is left out",
            columns: ["fact", earlier, later, "weight"], className: "facts-table",
            groups: [HTMLTable.Group(title: nil, rows: rows)]
        ).html
    }
}
