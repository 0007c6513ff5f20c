import Charts
import Measures
import Records

/// The report as GitHub-flavoured Markdown, fit for a job summary or a comment.
public enum MarkdownReport {
    public static func render(_ model: ReportModel) -> String {
        let sections = [
            verdict(model), reasons(model), cells(model), gates(model), warnings(model), provenance(model),
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private static func verdict(_ model: ReportModel) -> String {
        "# \(model.outcome.word): \(escaped(model.run.suite.name))\n\n\(model.tally)."
    }

    /// Everything that did not pass, in full. A cell without values is told once, not once a gate.
    private static func reasons(_ model: ReportModel) -> String {
        let broken = model.run.cells.compactMap { cell in cell.failure.map { (cell, $0) } }
        let told = Set(broken.map(\.0.id))
        let verdicts = model.troubled.filter { !($0.state == .error && told.contains($0.cell ?? -1)) }
            .map { verdict in
                let name = model.cell(of: verdict).map { escaped(model.name(of: $0)) + ": " } ?? ""
                let place = "\(verdict.file):\(verdict.line):\(verdict.column)"
                let lines = ["gate: \(escaped(verdict.rule)) (\(escaped(place)))"] + verdict.details.map(escaped)
                return "- \(badge(verdict.state)) \(name)\(escaped(verdict.headline))\n"
                    + lines.map { "  - \($0)" }.joined(separator: "\n")
            }
        let cells = broken.map { cell, failure in
            let lines =
                (failure.hint.map { ["hint: " + escaped($0)] } ?? [])
                + failure.standardErrorTail.map { "stderr: " + escaped($0) }
            return
                (["- \(badge(.error)) \(escaped(model.name(of: cell))): \(escaped(failure.summary))"]
                + lines.map { "  - \($0)" }).joined(separator: "\n")
        }
        let all = verdicts + cells
        return all.isEmpty ? "" : "## What did not pass, and why\n\n" + all.joined(separator: "\n")
    }

    private static func cells(_ model: ReportModel) -> String {
        guard !model.run.cells.isEmpty else { return "" }
        let metrics = ReportModel.mainMetrics
        let answers = model.answerColumns
        let header = ["cell"] + metrics.map(\.title) + [answers.quality, answers.likeness]
        let rows = model.run.cells.map { cell in
            [escaped(model.name(of: cell))] + metrics.map { model.value($0, of: cell) }
                + model.answerValues(of: cell)
        }
        let alignment = ["---"] + header.dropFirst().map { _ in "---:" }
        let notes = model.cellSentences.map { "\n\n" + escaped($0) }.joined()
        return "## Every cell\n\n" + table([header, alignment] + rows) + notes
    }

    private static func gates(_ model: ReportModel) -> String {
        guard !model.run.verdicts.isEmpty else { return "" }
        let rows = model.run.verdicts.map { verdict in
            [
                badge(verdict.state), model.cell(of: verdict).map { escaped(model.name(of: $0)) } ?? "–",
                escaped(verdict.rule), escaped(verdict.headline),
            ]
        }
        return "<details>\n<summary>Every gate</summary>\n\n"
            + table([["result", "cell", "gate", "finding"], ["---", "---", "---", "---"]] + rows) + "\n\n</details>"
    }

    private static func warnings(_ model: ReportModel) -> String {
        guard !model.warnings.isEmpty else { return "" }
        return "## Warnings\n\n" + model.warnings.map { "- " + escaped($0) }.joined(separator: "\n")
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

    private static func table(_ rows: [[String]]) -> String {
        rows.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
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
