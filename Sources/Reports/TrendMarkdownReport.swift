import Records
import Trends

/// A trend as GitHub-flavoured Markdown, fit for a job summary or a comment.
public enum TrendMarkdownReport {
    public static func render(_ report: TrendReport) -> String {
        let sections = [
            "# Trend of \(escaped(report.suite))\n\n\(escaped(TrendWords.tally(report))).\n\n\(escaped(TrendWords.scope(report))).",
            changes(report), quiet(report), notes(report),
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private static func changes(_ report: TrendReport) -> String {
        let items = report.series.flatMap { series -> [String] in
            let name = "\(escaped(TrendWords.cell(series.cell))), \(escaped(series.measure.title))"
            let courses = TrendWords.courses(series).map { text in
                "- **\(TrendWords.courseWord(series))** \(name): \(escaped(text))"
            }
            let season = series.isNoteworthy ? TrendWords.season(series) : nil
            let taken = season.map { "- \(name): \(escaped($0))" }
            return [taken].compactMap { $0 } + courses
                + series.changes.reversed().map { change in
                    let head =
                        "- **\(TrendWords.word(change))** \(name): "
                        + escaped(TrendWords.size(change, of: series))
                    return ([head] + TrendWords.details(change, of: series).map { "  - " + escaped($0) })
                        .joined(separator: "\n")
                }
        }
        return items.isEmpty ? "" : "## What changed\n\n" + items.joined(separator: "\n")
    }

    private static func quiet(_ report: TrendReport) -> String {
        let quiet = report.series.filter { !$0.isNoteworthy }
        guard !quiet.isEmpty else { return "" }
        let rows = quiet.map { series in
            [
                escaped(TrendWords.cell(series.cell)), escaped(series.measure.title), "\(series.points.count)",
                TrendWords.latest(series), TrendWords.state(series) ?? "–",
            ]
        }
        let head = [["cell", "metric", "points", "level", "scatter"], ["---", "---", "---:", "---:", "---:"]]
        let table = (head + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
        let short = quiet.count { $0.finding == .tooShort }
        let what = [
            quiet.count > short ? "\(quiet.count - short) series without a change" : nil,
            short > 0 ? "\(short) too short to tell" : nil,
        ].compactMap { $0 }.joined(separator: ", ")
        return "<details>\n<summary>\(what)</summary>\n\n\(table)\n\n</details>"
    }

    private static func notes(_ report: TrendReport) -> String {
        report.notes.isEmpty ? "" : "## Notes\n\n" + report.notes.map { "- " + escaped($0) }.joined(separator: "\n")
    }

    private static func escaped(_ text: String) -> String { MarkdownReport.escaped(text) }
}
