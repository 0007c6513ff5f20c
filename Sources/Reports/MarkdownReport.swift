import Diagnostics
import Records

/// The report as GitHub-flavoured Markdown, fit for a job summary or a comment.
public enum MarkdownReport {
    /// GitHub refuses a comment of more than 65,536 characters, and drops a step's summary of more than 1 MiB whole.
    public static let maximumBytes = 60_000

    /// At most `maximumBytes` long: of a run with more to say, what did not pass comes first, and what was left out is said.
    public static func render(_ model: ReportModel) -> String {
        let whole = text(model, MarkdownBudget(bytes: .max))
        return whole.utf8.count <= maximumBytes ? whole : text(model, MarkdownBudget(bytes: maximumBytes))
    }

    private static func text(_ model: ReportModel, _ budget: MarkdownBudget) -> String {
        let sections = [
            verdict(model), reasons(model, budget.share(0.5)), cells(model, budget.share(0.15)),
            budget.isBound ? "" : confusions(model), gates(model, budget.share(0.15)),
            warnings(model, budget.share(0.1)), provenance(model),
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private static func verdict(_ model: ReportModel) -> String {
        "# \(model.outcome.word): \(escaped(MarkdownBudget.cut(model.run.suite.name)))\n\n\(model.tally)."
            + (model.loadBanner.map { "\n\n> **Busy machine:** \(escaped($0))." } ?? "")
    }

    /// Everything that did not pass, in full. A cell without values is told once, not once a gate.
    private static func reasons(_ model: ReportModel, _ budget: MarkdownBudget) -> String {
        let broken = model.run.cells.compactMap { cell in cell.failure.map { (cell, $0) } }
        let told = Set(broken.map(\.0.id))
        let verdicts = model.troubled.filter { !($0.state == .error && told.contains($0.cell ?? -1)) }
            .map { verdict -> MarkdownBudget.Item in
                let name = model.cell(of: verdict).map { model.name(of: $0) + ": " } ?? ""
                let place = "\(verdict.file):\(verdict.line):\(verdict.column)"
                return item(badge(verdict.state), name, verdict.headline) {
                    ["gate: \(escaped(verdict.rule)) (\(escaped(place)))"] + verdict.details.map(escaped)
                }
            }
        let cells = broken.map { cell, failure in
            item(badge(.error), model.name(of: cell) + ": ", failure.summary) {
                (failure.hint.map { ["hint: " + escaped($0)] } ?? [])
                    + failure.standardErrorTail.map { "stderr: " + escaped($0) }
            }
        }
        let all = verdicts + cells
        guard !all.isEmpty else { return "" }
        let shown = budget.fit(all)
        var lines = shown.texts
        if shown.shortened > 0 {
            lines.append(
                "- the reasons of \(shown.shortened) of these are left out here: report.html and results.json have them"
            )
        }
        if shown.leftOut > 0 {
            lines.append("- **\(shown.leftOut) more did not pass**: report.html and results.json have them all")
        }
        return "## What did not pass, and why\n\n" + lines.joined(separator: "\n")
    }

    /// A finding with its reasons, and the finding alone.
    private static func item(
        _ badge: String, _ name: String, _ headline: String, _ lines: @escaping () -> [String]
    ) -> MarkdownBudget.Item {
        MarkdownBudget.Item {
            (["- \(badge) \(escaped(name))\(escaped(headline))"] + lines().map { "  - \($0)" })
                .joined(separator: "\n")
        } short: {
            "- \(badge) \(escaped(MarkdownBudget.cut(name)))\(escaped(MarkdownBudget.cut(headline)))"
        }
    }

    private static func cells(_ model: ReportModel, _ budget: MarkdownBudget) -> String {
        guard !model.run.cells.isEmpty else { return "" }
        let metrics = ReportModel.mainMetrics
        let answers = model.answerColumns
        let header = ["cell"] + metrics.map(\.title) + [answers.quality, answers.likeness]
        let row = { (cell: CellRecord) in
            [escaped(model.name(of: cell))] + metrics.map { model.value($0, of: cell) }
                + model.answerValues(of: cell, answers)
        }
        let alignment = ["---"] + header.dropFirst().map { _ in "---:" }
        let notes = model.cellSentences.map { "\n\n" + escaped(budget.isBound ? MarkdownBudget.cut($0) : $0) }.joined()
        return "## Every cell\n\n" + table([header, alignment], model.run.cells, "cells", budget, row) + notes
    }

    private static func gates(_ model: ReportModel, _ budget: MarkdownBudget) -> String {
        guard !model.run.verdicts.isEmpty else { return "" }
        let row = { (verdict: Verdict) in
            [
                badge(verdict.state), model.cell(of: verdict).map { escaped(model.name(of: $0)) } ?? "–",
                escaped(verdict.rule), escaped(verdict.headline),
            ]
        }
        return "<details>\n<summary>Every gate</summary>\n\n"
            + table(
                [["result", "cell", "gate", "finding"], ["---", "---", "---", "---"]], model.run.verdicts, "gates",
                budget, row)
            + "\n\n</details>"
    }

    private static func warnings(_ model: ReportModel, _ budget: MarkdownBudget) -> String {
        guard !model.warnings.isEmpty else { return "" }
        let shown = budget.fit(
            model.warnings.map { warning in
                MarkdownBudget.Item {
                    "- " + escaped(warning)
                } short: {
                    "- " + escaped(MarkdownBudget.cut(warning))
                }
            })
        let more = shown.leftOut > 0 ? ["- \(shown.leftOut) more warnings are left out here"] : []
        return "## Warnings\n\n" + (shown.texts + more).joined(separator: "\n")
    }

    private static func provenance(_ model: ReportModel) -> String {
        let environment = model.run.environment
        let commit = environment.gitCommit.map { "commit \($0)\(environment.gitIsDirty == true ? " (modified)" : "")" }
        let facts = [
            "Pawl \(model.run.pawlVersion)", "run \(model.run.id)", "on \(environment.hostName)", commit,
            ReportTime.text(model.run.startedAt),
            model.run.namedBaseline.map { "against baseline \(ReportModel.title(of: $0))" },
        ].compactMap { $0 }.map(escaped)
        return facts.joined(separator: " · ")
    }

    // MARK: - Form

    private static func badge(_ state: Verdict.State) -> String { "\(state.symbol) **\(state.word)**" }

    private static func table<Row>(
        _ head: [[String]], _ rows: [Row], _ what: String, _ budget: MarkdownBudget,
        _ texts: @escaping (Row) -> [String]
    ) -> String {
        func line(_ row: [String]) -> String { "| " + row.joined(separator: " | ") + " |" }
        let shown = budget.fit(rows.map { row in MarkdownBudget.Item { line(texts(row)) } })
        let more =
            shown.leftOut > 0 ? "\n\n\(shown.leftOut) more \(what) are left out here: report.html has them all." : ""
        return (head.map(line) + shown.texts).joined(separator: "\n") + more
    }

    /// Text that means itself: no mark-up, no HTML, no table cell, no mention of a user, no line of its own.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in PrintableText.clean(text) {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            // A mention would notify a stranger; an entity shows the sign and means nothing.
            case "@": result += "&#64;"
            case "\\", "`", "*", "_", "{", "}", "[", "]", "#", "|", "~", "!": result += "\\\(character)"
            // Characters that a combining mark joins to a special one.
            default: result += special(character) ? entities(character) : String(character)
            }
        }
        // What would start a list in a list.
        if let first = result.first, "-+=".contains(first) { result = "\\" + result }
        result = result.replacing(#/^(\d+)([.)])(?=\s|$)/#) { "\($0.output.1)\\\($0.output.2)" }
        return result.replacing("http://", with: "http&#58;//").replacing("https://", with: "https&#58;//")
            .replacing("www.", with: "www&#46;")
    }

    private static func special(_ character: Character) -> Bool {
        character.unicodeScalars.count > 1
            && character.unicodeScalars.contains { "&<>@\\`*_{}[]#|~!".unicodeScalars.contains($0) }
    }

    private static func entities(_ character: Character) -> String {
        character.unicodeScalars.map { $0.isASCII ? "&#\($0.value);" : String($0) }.joined()
    }
}
