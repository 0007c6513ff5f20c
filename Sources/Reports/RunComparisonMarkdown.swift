import Gating
import Records

/// A comparison of two runs as GitHub-flavoured Markdown.
public enum RunComparisonMarkdown {
    public static func render(_ model: RunComparisonModel) -> String {
        let comparison = model.comparison
        let escape = MarkdownReport.escaped
        let runs = [
            "- **A** " + escape(model.headline(of: comparison.first, name: model.names.first)),
            "- **B** " + escape(model.headline(of: comparison.second, name: model.names.second)),
        ]
        let sections =
            ["# Two runs compared", runs.joined(separator: "\n"), environment(comparison)]
            + model.lonely.map { escape($0.prefix(1).uppercased() + $0.dropFirst()) }
            + comparison.cells.map { cell($0, model) }
            + [model.cautions.map { "- " + escape($0) }.joined(separator: "\n")]
        return sections.joined(separator: "\n\n") + "\n"
    }

    private static func environment(_ comparison: RunComparison) -> String {
        let differences = comparison.environment.differences
        guard !differences.isEmpty else { return "The environments are the same." }
        let rows = differences.map { difference in
            let name = MarkdownReport.escaped(difference.name)
            return [
                difference.isDecisive ? "**\(name)** (decisive)" : name, MarkdownReport.escaped(difference.earlier),
                MarkdownReport.escaped(difference.later),
            ]
        }
        return "## What differs around the numbers\n\n" + table([["fact", "A", "B"], ["---", "---", "---"]] + rows)
    }

    private static func cell(_ cell: CellComparison, _ model: RunComparisonModel) -> String {
        let escape = MarkdownReport.escaped
        let differences = cell.differences.map { "- " + escape("\($0.what): \($0.first) → \($0.second)") }
        let rows = model.changes(of: cell).map { change in
            [
                escape(change.metric.title), model.value(change.first, change.metric),
                model.value(change.second, change.metric), model.change(change), model.interval(change),
                escape(model.finding(change)),
            ]
        }
        let header = ["metric", "A", "B", "change", "95 % interval", "finding"]
        let alignment = ["---", "---:", "---:", "---:", "---:", "---"]
        let parts =
            ["## " + escape(cell.name), differences.joined(separator: "\n")]
            + [rows.isEmpty ? "" : table([header, alignment] + rows)]
            + [model.flips(of: cell).map { "- " + escape($0) }.joined(separator: "\n")]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private static func table(_ rows: [[String]]) -> String {
        rows.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }
}
