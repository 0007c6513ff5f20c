import Foundation
import Gating
import Records

extension ReportModel {
    /// The verdict, every cell's figures, charts, what did not pass and why, the gates, and the surroundings.
    package func document() -> Document {
        let charts = self.charts.map { Document.Block.picture(.chart($0)) }
        let warnings = self.warnings.map { Prose($0) }
        let sections: [Document.Section?] = [
            run.cells.isEmpty ? nil : .init("cells", "Every cell", cellBlocks, weight: 1.5),
            charts.isEmpty ? nil : .init("charts", "Charts", [.group(.charts, charts)], reach: .pages),
            findings.isEmpty
                ? nil : .init("reasons", "What did not pass, and why", [.findings(findings)], weight: 4),
            explanations.isEmpty
                ? nil
                : .init("explanations", "Where it comes from", explanations.map { .details($0) }, reach: .pages),
            otherGates, operators,
            warnings.isEmpty
                ? nil
                : .init(
                    "warnings", "Warnings", [.notices(.init("warning", .undecided, warnings))], fold: .inMarkdown),
            comparedEnvironment.map {
                .init(
                    "differences", "What else differs from the baseline's run",
                    [$0.comparison.block(earlier: "run \($0.run.prefix(8))", later: "this run")], reach: .pages)
            },
            .init(
                "environment", "Environment", [.group(.environment, environmentFacts.map { .facts($0) })],
                reach: .pages,
                fold: .inFiles),
        ]
        return Document(
            header: header, blocks: sections.compactMap { $0.map { .section($0) } },
            footer: ["Pawl \(run.pawlVersion)", "run \(name: run.id)"],
            elsewhere: "report.html and results.json have them (--out)")
    }

    private var header: Document.Header {
        let duration = run.finishedAt.map { Quantity.duration(seconds: $0.timeIntervalSince(run.startedAt)) }
        let commit = run.environment.gitCommit.map {
            let digits = Wording.digits(of: $0, isModified: run.environment.gitIsDirty)
            return "commit \(digits, to: commits?.address(of: $0))" as Prose
        }
        let facts: [Prose?] = [
            Prose(ReportTime.text(run.startedAt)), duration.map { "took \($0)" },
            "on \(name: run.environment.hostName)",
            commit, run.against.map { "against \(name: $0.file)" },
            run.storedBaseline.map { "against run \(name: $0.shortRun), stored: drift not cancelled" },
            build.map { "\("build with all files", to: $0.address)" },
        ]
        return Document.Header(
            badge: outcome.badge, title: Prose(parts: [.name(run.suite.name)]), summary: Prose(tally),
            remarks: run.namedBaseline.map { ["against baseline \(Self.title(of: $0))"] } ?? [],
            facts: facts.compactMap { $0 },
            alert: loadBanner.map { .init("busy machine", .undecided, [Prose($0)]) })
    }

    // MARK: - Findings

    /// Everything that did not pass. A cell without values is told once, not once a gate.
    private var findings: [Document.Finding] {
        let broken = run.cells.filter { $0.failure != nil }
        let told = Set(broken.map(\.id))
        return troubled.filter { !($0.state == .error && told.contains($0.cell ?? -1)) }.map(finding)
            + broken.compactMap(finding)
    }

    /// What, from what cause, how certain; then what that rests on.
    private func finding(_ verdict: Verdict) -> Document.Finding {
        let name: Prose = cell(of: verdict).map { "\(name: self.name(of: $0))" } ?? "no cell"
        let summary = verdict.evidence?.summary
        let headline = summary.map { summary -> Prose in
            let limit = summary.limit.isEmpty ? "" : ", " + summary.limit
            let complaint = summary.complaint.map { " \($0)" } ?? ""
            return "\(name)\(complaint): \(verdict.metric.title) \(summary.measured)\(limit)"
        }
        let rest = verdict.details.filter { !(summary?.causes.contains($0) ?? false) }.map { Prose($0) }
        return Document.Finding(
            badge: verdict.state.badge, subject: Prose(verdict.subject),
            headline: headline ?? "\(name): \(verdict.headlineBesideBadge)",
            lines: summary.map { ($0.causes + [$0.certainty]).map { Prose($0) } } ?? rest,
            picture: EvidenceStrip(verdict).map { .strip($0) }, statistics: summary == nil ? [] : rest,
            source: "gate: \(verdict.rule) \(quiet: "(\(name: verdict.file):\(verdict.line):\(verdict.column))")")
    }

    private func finding(_ cell: CellRecord) -> Document.Finding? {
        guard let failure = cell.failure else { return nil }
        let gates = verdicts(of: cell).filter { $0.state == .error }.map(\.subject)
        return Document.Finding(
            badge: Verdict.State.error.badge, headline: "\(name: name(of: cell)): \(failure.summary)",
            lines: failure.hint.map { ["hint: \($0)"] } ?? [],
            verbatim: failure.standardErrorTail.isEmpty
                ? nil : .init("last lines of standard error", failure.standardErrorTail),
            source: gates.isEmpty ? "" : "without a value: \(gates.joined(separator: ", "))")
    }

    /// What passed, or could not be judged, by cell.
    private var otherGates: Document.Section? {
        let states: [Verdict.State] = [.passed, .notJudged]
        func rows(_ verdicts: [Verdict]) -> [[Prose]] {
            verdicts.filter { states.contains($0.state) }.map { verdict in
                [
                    "\(verdict.state.badge)", Prose(verdict.rule),
                    Prose(verdict.evidence?.summary?.measured ?? verdict.headlineBesideBadge),
                    EvidenceStrip(verdict).map { Prose(parts: [.picture(.strip($0))]) } ?? "",
                    Prose(EvidenceStrip.headroom(verdict) ?? ""),
                ]
            }
        }
        let groups =
            run.cells.map { Document.Table.Group(title: "\(name: name(of: $0))", rows(verdicts(of: $0))) }
            + [Document.Table.Group(title: "no cell", rows(run.verdicts.filter { cell(of: $0) == nil }))]
        let counts = states.filter { count($0) > 0 }.map { "\(count($0)) \($0.participle)" }
        guard !counts.isEmpty else { return nil }
        var table = Document.Table(
            .gates,
            caption:
                "What each gate said of each cell. The picture shows what was measured with its interval, the long line the limit: "
                + "worse is to the right, so that the green length is what is left",
            columns: [
                .init("result"), .init("gate", wraps: true), .init("finding", wraps: true),
                .init("evidence", reach: .pages), .init("headroom", .right, reach: .pages),
            ],
            groups: groups.filter { !$0.rows.isEmpty }, groupTitle: "cell", noun: "gates", hasHeader: false)
        table.headingColumn = 1
        return .init(
            "gates", "The other gates: \(counts.joined(separator: ", "))", [.table(table)], fold: .inFiles, weight: 1.5)
    }
}

extension EnvironmentComparison {
    /// The differences between two environments.
    ///
    /// - Parameters:
    ///   - earlier: what the first of the two is called.
    ///   - later: likewise the second.
    func block(earlier: String, later: String) -> Document.Block {
        guard !differences.isEmpty else { return .paragraph("Nothing that is known of the two environments differs.") }
        return .table(
            Document.Table(
                .facts, caption: "What is known of the machine and differs; what changes by the minute is left out",
                columns: [
                    .init("fact"), .init(earlier, wraps: true), .init(later, wraps: true), .init("weight", wraps: true),
                ],
                rows: differences.map { difference in
                    [
                        Prose(difference.name), "\(name: difference.earlier)", "\(name: difference.later)",
                        difference.isDecisive ? "\(strong: "timings cannot be compared")" : "may matter",
                    ]
                }, noun: "facts"))
    }
}

extension Verdict {
    /// Without the word that the badge says already.
    fileprivate var headlineBesideBadge: String {
        let words: [State: String] = [.passed: "passes: ", .inconclusive: "undecided: ", .notJudged: "not judged: "]
        guard let word = words[state], headline.hasPrefix(word) else { return headline }
        return String(headline.dropFirst(word.count))
    }
}
