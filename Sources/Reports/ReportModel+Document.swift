import Foundation
import Gating
import Records

extension ReportModel {
    /// The verdict, what did not pass and why, every cell, the other gates, charts, warnings, and the surroundings.
    package func document() -> Document {
        let charts = self.charts.map { Document.Block.picture(.chart($0)) }
        let warnings = self.warnings.map { Prose($0) }
        let sections: [Document.Section?] = [
            findings.isEmpty
                ? nil : .init("reasons", "What did not pass, and why", [.findings(findings)], weight: 4),
            run.cells.isEmpty ? nil : .init("cells", "Every cell", cellBlocks, weight: 1.5),
            otherGates,
            charts.isEmpty ? nil : .init("charts", "Charts", [.group(.charts, charts)], reach: .pages),
            warnings.isEmpty
                ? nil : .init("warnings", "Warnings", [.notices(.init("warning", .undecided, warnings))]),
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
            "commit \(Wording.digits(of: $0, isModified: run.environment.gitIsDirty))" as Prose
        }
        let facts: [Prose?] = [
            Prose(ReportTime.text(run.startedAt)), duration.map { "took \($0)" },
            "on \(name: run.environment.hostName)",
            commit, run.against.map { "against \(name: $0.file)" },
            run.storedBaseline.map { "against run \(name: $0.shortRun), stored: drift not cancelled" },
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
            picture: verdict.evidence.map { .interval($0) }, statistics: summary == nil ? [] : rest,
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
                    verdict.evidence.map { Prose(parts: [.picture(.interval($0))]) } ?? "",
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
                "What each gate said of each cell; the picture shows effect and interval, the upright line the limit",
            columns: [
                .init("result"), .init("gate", wraps: true), .init("finding", wraps: true),
                .init("evidence", reach: .pages),
            ],
            groups: groups.filter { !$0.rows.isEmpty }, groupTitle: "cell", noun: "gates", hasHeader: false)
        table.headingColumn = 1
        return .init(
            "gates", "The other gates: \(counts.joined(separator: ", "))", [.table(table)], fold: .inFiles, weight: 1.5)
    }

    // MARK: - Cells

    private var cellBlocks: [Document.Block] {
        let outputs = run.cells.flatMap { cell in (cell.accuracy?.comparison?.tensors ?? []).map { row($0, of: cell) } }
        var blocks: [Document.Block] = [.table(cellTable)]
        blocks += cellNotes.map { .paragraph("\(quiet: Prose($0).sentence)") }
        if !otherMetrics.isEmpty {
            let table = Document.Table(
                .cells, caption: "The other metrics",
                columns: [.init("cell")] + otherMetrics.map { .init($0.title, .right) },
                rows: run.cells.map { cell in
                    ["\(name: name(of: cell))"] + otherMetrics.map { Prose(value($0, of: cell)) }
                }, noun: "cells")
            blocks.append(.details(.init("More metrics", [.table(table)], reach: .pages)))
        }
        if !outputs.isEmpty {
            let titles = ["shape", "samples", "SQNR", "cosine similarity", "largest error"]
            let table = Document.Table(
                .cells, caption: "Every output of each cell against the reference's",
                columns: [.init("cell"), .init("output")] + titles.map { .init($0, .right) }, rows: outputs,
                noun: "outputs")
            blocks.append(.details(.init("Output by output", [.table(table)], reach: .pages)))
        }
        return blocks + confusions.map { .details(confusion(of: $0, $1)) }
    }

    private var cellTable: Document.Table {
        let answers = qualityColumns
        let references = Dictionary(
            run.cells.filter(\.isReference).map { ($0.referenceKey, $0.id) }, uniquingKeysWith: { first, _ in first })
        return Document.Table(
            .cells, caption: "What each cell came to; small figures compare with the model's reference",
            columns: [
                .init("cell", wraps: true), .init("p50", .right), .init("p99", .right, priority: 2),
                .init("memory", .right, priority: 3), .init("size", .right, priority: 1),
                .init(answers.quality, .right),
                .init(answers.fidelity, .right, priority: 4),
            ],
            rows: run.cells.map { cell in
                ["\(name: name(of: cell))"]
                    + Self.mainMetrics.map {
                        "\(value($0, of: cell))\(mark($0, of: cell))\(ratio($0, of: cell, references))"
                    }
                    + qualityValues(of: cell, answers)
            }, noun: "cells")
    }

    /// What the gates on a metric said of a cell, the worst of them.
    private func mark(_ metric: Metric?, of cell: CellRecord) -> Prose {
        let states = verdicts(of: cell).filter { $0.metric == metric }.map(\.state)
        guard let worst = Verdict.State.bySeverity.first(where: states.contains), worst != .notJudged else { return "" }
        return " \(mark: worst.badge)"
    }

    /// How many times the reference's a time or a size is.
    private func ratio(_ metric: Metric, of cell: CellRecord, _ references: [String: Int]) -> Prose {
        guard metric.dimension == .time || metric.dimension == .bytes, let own = summaries[cell.id]?[metric],
            let reference = references[cell.referenceKey], reference != cell.id,
            let theirs = summaries[reference]?[metric], theirs > 0
        else { return "" }
        return " \(quiet: "\(Quantity.significant(own / theirs, digits: 2))×")"
    }

    /// The cells of `answerColumns`; where cells differ in their metric, each says which it is.
    private func qualityValues(of cell: CellRecord, _ columns: (quality: String, fidelity: String)) -> [Prose] {
        [(quality(of: cell), columns.quality), (fidelity(of: cell), columns.fidelity)].map { metric, column in
            guard let metric else { return "–" }
            let title = metric.title == column ? "" : " " + metric.title
            return "\(value(metric, of: cell))\(title)\(mark(metric, of: cell))"
        }
    }

    private func row(_ tensor: TensorComparison, of cell: CellRecord) -> [Prose] {
        [
            "\(name: name(of: cell))", "\(name: tensor.output)", Prose(String(describing: tensor.shape)),
            "\(tensor.samples)",
            Prose(ComparisonText.fidelity(tensor)),
        ]
            + [tensor.fidelity?.cosineSimilarity, tensor.fidelity?.maximumAbsoluteError].map { value in
                Prose(value.map { Quantity.significant($0, digits: 5) } ?? "–")
            }
    }

    // MARK: - Confusions

    /// Of candidate-side cells with wrong answers.
    var confusions: [(cell: CellRecord, matrix: ConfusionMatrix)] {
        run.cells.compactMap { cell in
            guard let set = run.goldenSet(of: cell), let matrix = ConfusionMatrix(of: cell, on: set),
                !matrix.worst.isEmpty
            else { return nil }
            return (cell, matrix)
        }
    }

    /// Which classes a cell answered for which labels.
    private func confusion(of cell: CellRecord, _ matrix: ConfusionMatrix) -> Document.Details {
        let table = matrix.rows.map { rows in
            Document.Table(
                .confusion, caption: "Rows are labels, columns answers",
                columns: [.init("label")] + matrix.classNames.map { .init($0, .right) },
                rows: rows.enumerated().map { label, row in
                    ["\(name: matrix.classNames[label])"]
                        + row.enumerated().map { answer, count in
                            count == 0 ? "·" : answer == label ? "\(strong: "\(count)")" : "\(count)"
                        }
                })
        }
        return Document.Details(
            "Confusions of \(name: name(of: cell))",
            [.items(.init(matrix.worst.map { Prose(matrix.words($0)) }, noun: "confusions"))]
                + (table.map { [.table($0)] } ?? []), reach: .files)
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

extension CellRecord {
    /// Equal for the cells of one model and side, which have one reference.
    fileprivate var referenceKey: String { "\(side.rawValue) \(model)" }
}

extension Verdict {
    /// Without the word that the badge says already.
    fileprivate var headlineBesideBadge: String {
        let words: [State: String] = [.passed: "passes: ", .inconclusive: "undecided: ", .notJudged: "not judged: "]
        guard let word = words[state], headline.hasPrefix(word) else { return headline }
        return String(headline.dropFirst(word.count))
    }
}
