import Foundation
import Gating
import Records

/// The report as one page that needs nothing else.
public enum HTMLReport {
    public static func render(_ model: ReportModel) -> String { page(model).html }

    static func page(_ model: ReportModel) -> HTMLPage {
        let sections = [
            verdict(model), reasons(model), gates(model), cells(model), charts(model), warnings(model),
            environmentDifferences(model), environment(model),
        ]
        return HTMLPage(
            title: "\(model.outcome.word): \(model.run.suite.name) – Pawl",
            main: sections.filter { !$0.isEmpty }.joined(separator: "\n"),
            footer:
                "<p>Pawl \(HTMLText.escaped(model.run.pawlVersion)) · run \(HTMLText.name(model.run.id))</p>")
    }

    // MARK: - The verdict

    private static func verdict(_ model: ReportModel) -> String {
        let run = model.run
        let duration = run.finishedAt.map { Quantity.duration(seconds: $0.timeIntervalSince(run.startedAt)) }
        let commit = run.environment.gitCommit.map {
            "commit \(HTMLText.name(String($0.prefix(12))))\(run.environment.gitIsDirty == true ? " (modified)" : "")"
        }
        let facts = [
            ReportTime.text(run.startedAt), duration.map { "took \($0)" },
            "on \(HTMLText.name(run.environment.hostName))",
            commit, run.against.map { "against \(HTMLText.name($0.file))" },
            run.namedBaseline.map { "against baseline \(HTMLText.escaped(ReportModel.title(of: $0)))" },
            run.storedBaseline.map { "against run \(HTMLText.name($0.shortRun)), stored: drift not cancelled" },
        ].compactMap { $0 }
        let banner = model.loadBanner.map { "\n<p class=\"load\">Busy machine: \(HTMLText.escaped($0)).</p>" } ?? ""
        return """
            <header class="verdict \(model.outcome.rawValue)">
            <p class="word">\(model.outcome.word)</p>
            <h1>\(HTMLText.name(run.suite.name))</h1>
            <p class="tally">\(HTMLText.escaped(model.tally))</p>
            <p class="facts">\(facts.joined(separator: " · "))</p>\(banner)
            </header>
            """
    }

    // MARK: - What did not pass

    /// A cell without values is told once, not once a gate.
    private static func reasons(_ model: ReportModel) -> String {
        let broken = model.run.cells.compactMap { cell in cell.failure.map { (cell, $0) } }
        let told = Set(broken.map(\.0.id))
        let verdicts = model.troubled.filter { !($0.state == .error && told.contains($0.cell ?? -1)) }
            .map { reason($0, model) }
        let cells = broken.map { brokenCell($0, $1, model) }
        guard !(verdicts + cells).isEmpty else { return "" }
        return section("reasons", "What did not pass, and why", (verdicts + cells).joined(separator: "\n"))
    }

    private static func reason(_ verdict: Verdict, _ model: ReportModel) -> String {
        let name = model.cell(of: verdict).map { HTMLText.name(model.name(of: $0)) } ?? "no cell"
        let details = verdict.details.map { "<li>\(HTMLText.escaped($0))</li>" }.joined(separator: "\n")
        return """
            <article class="card \(verdict.state.rawValue)">
            <p class="about">\(badge(verdict.state)) <span>\(name)</span> <span>\(verdict.subject)</span></p>
            <h3>\(HTMLText.escaped(verdict.headline))</h3>
            \(verdict.evidence.map(IntervalPicture.svg) ?? "")
            <ul>
            \(details)
            </ul>
            <p class="rule">gate: \(HTMLText.escaped(verdict.rule)) <span class="place">\
            \(HTMLText.escaped("\(verdict.file):\(verdict.line):\(verdict.column)"))</span></p>
            </article>
            """.replacing("<ul>\n\n</ul>\n", with: "")
    }

    private static func brokenCell(_ cell: CellRecord, _ failure: CellFailure, _ model: ReportModel) -> String {
        let tail = failure.standardErrorTail.map(HTMLText.escaped).joined(separator: "\n")
        let gates = model.verdicts(of: cell).filter { $0.state == .error }.map(\.subject)
        return """
            <article class="card error">
            <p class="about">\(badge(.error)) <span>\(HTMLText.name(model.name(of: cell)))</span></p>
            <h3>\(HTMLText.escaped(failure.summary))</h3>
            \(failure.hint.map { "<p>\(HTMLText.escaped($0))</p>" } ?? "")
            \(tail.isEmpty ? "" : "<pre tabindex=\"0\" aria-label=\"last lines of standard error\">\(tail)</pre>")
            \(gates.isEmpty ? "" : "<p class=\"rule\">without a value: \(gates.joined(separator: ", "))</p>")
            </article>
            """
    }

    // MARK: - Gates and cells

    private static func gates(_ model: ReportModel) -> String {
        let groups: [(String, [Verdict])] =
            model.run.cells.map { (HTMLText.name(model.name(of: $0)), model.verdicts(of: $0)) }
            + [("no cell", model.run.verdicts.filter { model.cell(of: $0) == nil })]
        let filled = groups.filter { !$0.1.isEmpty }
        guard !filled.isEmpty else { return "" }
        let table = HTMLTable(
            caption:
                "What each gate said of each cell; the picture shows effect and interval, the upright line the limit",
            columns: ["gate", "result", "finding", "evidence"], className: "gates",
            groups: filled.map { title, verdicts in
                HTMLTable.Group(
                    title: title,
                    rows: verdicts.map {
                        HTMLTable.Row(
                            heading: HTMLText.escaped($0.rule),
                            cells: [
                                badge($0.state), finding($0),
                                $0.evidence.map(IntervalPicture.svg) ?? "",
                            ])
                    })
            })
        return section("gates", "Every gate", table.html)
    }

    /// The headline, and the details for who wants to know.
    private static func finding(_ verdict: Verdict) -> String {
        let headline = HTMLText.escaped(verdict.headline)
        guard !verdict.details.isEmpty else { return headline }
        let items = verdict.details.map { "<li>\(HTMLText.escaped($0))</li>" }.joined()
        return "\(headline)<details><summary>details</summary><ul>\(items)</ul></details>"
    }

    // MARK: - Charts, warnings

    private static func charts(_ model: ReportModel) -> String {
        guard !model.charts.isEmpty else { return "" }
        let figures = model.charts.map { "<figure>\n\($0.inlineSVG)</figure>" }
        return section("charts", "Charts", "<div class=\"charts\">\n\(figures.joined(separator: "\n"))\n</div>")
    }

    private static func warnings(_ model: ReportModel) -> String {
        guard !model.warnings.isEmpty else { return "" }
        let items = model.warnings.map { "<li>\(HTMLText.escaped($0))</li>" }.joined(separator: "\n")
        return section("warnings", "Warnings", "<ul>\n\(items)\n</ul>")
    }

    // MARK: - Form

    static func section(_ identifier: String, _ title: String, _ content: String) -> String {
        HTMLPage.section(identifier, title, content)
    }

    static func badge(_ state: Verdict.State) -> String {
        "<span class=\"badge \(state.rawValue)\"><span aria-hidden=\"true\">\(state.symbol)</span> \(state.word)</span>"
    }
}
