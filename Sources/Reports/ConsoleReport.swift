import Diagnostics
import Gating
import Records

/// The report for a terminal: the verdict first, then all gates at a glance, what failed and why, every cell, the files.
public struct ConsoleReport: Sendable {
    /// Columns to keep within, 80 to 160; names and findings are shortened, never the reasons of a failure.
    public var width: Int
    public var usesColour: Bool

    public init(width: Int = 100, usesColour: Bool = false) {
        self.width = min(max(width, 80), 160)
        self.usesColour = usesColour
    }

    /// - Parameter files: what was written, a label and a path each.
    public func render(_ model: ReportModel, files: [(label: String, path: String)] = []) -> String {
        let sections = [
            verdict(model), banner(model), gates(model), reasons(model), cells(model), answers(model), warnings(model),
            list(files),
        ]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    // MARK: - Sections

    private func verdict(_ model: ReportModel) -> String {
        let word = style(model.outcome.word, code(of: model.outcome))
        let baseline = model.run.namedBaseline.map {
            wrapped("against baseline \(ReportModel.title(of: $0))", first: "  ", indent: "  ")
        }
        return wrapped("\(model.run.suite.name): \(model.tally)", first: word + "  ", indent: "  ") + (baseline ?? "")
    }

    private func banner(_ model: ReportModel) -> String {
        model.loadBanner.map { wrapped($0, first: style("busy machine:", "1;33") + " ", indent: "  ") } ?? ""
    }

    private func gates(_ model: ReportModel) -> String {
        let subjects = model.run.verdicts.map { $0.subject.count }.max() ?? 0
        let groups: [(String, [Verdict])] =
            model.run.cells.map { (model.name(of: $0), model.verdicts(of: $0)) }
            + [("no cell", model.run.verdicts.filter { model.cell(of: $0) == nil })]
        return groups.filter { !$0.1.isEmpty }.map { name, verdicts in
            let rows = verdicts.map { verdict in
                let start =
                    "    " + badge(verdict.state) + "  " + TextColumns.padded(verdict.subject, to: subjects) + "  "
                let used = 4 + Self.badgeColumns + 2 + subjects + 2
                return start + TextColumns.cut(clean(verdict.headline), to: max(20, width - used))
            }
            return "  " + style(TextColumns.shortened(clean(name), to: width - 2), "1") + "\n"
                + rows.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// Everything that did not pass, in full. A cell without values is told once, not once a gate.
    private func reasons(_ model: ReportModel) -> String {
        let broken = model.run.cells.compactMap { cell in cell.failure.map { (cell, $0) } }
        let told = Set(broken.map(\.0.id))
        let troubled = model.troubled.filter { !($0.state == .error && told.contains($0.cell ?? -1)) }
        let verdicts = troubled.map { verdict in
            let name = model.cell(of: verdict).map { model.name(of: $0) + ": " } ?? ""
            let lines = ["gate: \(verdict.rule) (\(verdict.file):\(verdict.line):\(verdict.column))"] + verdict.details
            return wrapped(name + verdict.headline, first: "  " + badge(verdict.state) + "  ") + "\n"
                + lines.map { wrapped($0, first: Self.detailIndent) }.joined(separator: "\n")
        }
        let cells = broken.map { cell, failure in
            let tail = failure.standardErrorTail.map { Self.detailIndent + "| " + clean($0) }
            let hint = failure.hint.map { [wrapped("hint: " + $0, first: Self.detailIndent)] } ?? []
            let start = wrapped(model.name(of: cell) + ": " + failure.summary, first: "  " + badge(.error) + "  ")
            return ([start] + hint + tail).joined(separator: "\n")
        }
        let all = verdicts + cells
        return all.isEmpty ? "" : style("What did not pass, and why", "1") + "\n\n" + all.joined(separator: "\n\n")
    }

    private func cells(_ model: ReportModel) -> String {
        guard !model.run.cells.isEmpty else { return "" }
        let answers = model.answerColumns
        let header = ["cell", "p50", "p99", "memory", "size", answers.quality, answers.likeness]
        let names = model.run.cells.map { clean(model.name(of: $0)) }
        let values = model.run.cells.map { cell in
            ReportModel.mainMetrics.map { model.value($0, of: cell) } + model.answerValues(of: cell, answers)
        }
        let columns = header.indices.dropLast().map { column in
            ([header[column + 1]] + values.map { $0[column] }).map(TextColumns.width).max() ?? 0
        }
        let room = max(16, width - 2 - columns.reduce(0) { $0 + $1 + 2 })
        let nameColumns = min(room, (names + [header[0]]).map(TextColumns.width).max() ?? 0)
        func row(_ name: String, _ values: [String]) -> String {
            let texts = zip(values, columns).map { TextColumns.padded($0, to: $1, alignsRight: true) }
            return "  " + TextColumns.padded(TextColumns.shortened(name, to: nameColumns), to: nameColumns) + "  "
                + texts.joined(separator: "  ")
        }
        return ([style(row(header[0], Array(header.dropFirst())), "2")] + zip(names, values).map(row))
            .joined(separator: "\n")
    }

    private func answers(_ model: ReportModel) -> String {
        model.cellNotes.map { wrapped($0, first: "  ", indent: "  ") }.joined(separator: "\n")
    }

    private func warnings(_ model: ReportModel) -> String {
        model.warnings.map { wrapped($0, first: style("warning:", "1;33") + " ", indent: "  ") }
            .joined(separator: "\n")
    }

    private func list(_ files: [(label: String, path: String)]) -> String {
        let columns = files.map { TextColumns.width(of: $0.label) }.max() ?? 0
        return files.map { "  " + TextColumns.padded($0.label, to: columns) + "  " + clean($0.path) }
            .joined(separator: "\n")
    }

    // MARK: - Words and colours

    private static let badgeColumns = 12
    private static let detailIndent = String(repeating: " ", count: 2 + badgeColumns + 2)

    private func badge(_ state: Verdict.State) -> String {
        style(TextColumns.padded("\(state.symbol) \(state.word)", to: Self.badgeColumns), code(of: state))
    }

    private func wrapped(_ text: String, first: String, indent: String = Self.detailIndent) -> String {
        // Styling has no width: lines are broken as if it were not there.
        let plain = String(repeating: " ", count: usesColour ? visibleCount(first) : TextColumns.width(of: first))
        let lines = TextColumns.wrapped(clean(text), to: width, indent: indent, firstIndent: plain)
        return first + lines.dropFirst(plain.count)
    }

    private func visibleCount(_ text: String) -> Int {
        TextColumns.width(of: text.replacing(#/\u{1B}\[[0-9;]*m/#, with: ""))
    }

    private func clean(_ text: String) -> String { PrintableText.clean(text) }

    private func code(of state: Verdict.State) -> String {
        switch state {
        case .passed: "32"
        case .failed: "1;31"
        case .inconclusive: "33"
        case .notJudged: "2"
        case .error: "1;35"
        }
    }

    private func code(of outcome: RunOutcome) -> String {
        switch outcome {
        case .passed: "1;32"
        case .failed: "1;31"
        case .interrupted, .incomplete: "1;35"
        case .inconclusive: "1;33"
        case .measured, .running: "1"
        }
    }

    private func style(_ text: String, _ code: String) -> String {
        usesColour ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
