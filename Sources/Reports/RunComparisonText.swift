import Diagnostics
import Gating
import Records

/// A comparison of two runs for a terminal: what differs around the numbers first, then every number.
public struct RunComparisonText: Sendable {
    public var width: Int
    public var usesColour: Bool

    public init(width: Int = 100, usesColour: Bool = false) {
        self.width = max(width, 80)
        self.usesColour = usesColour
    }

    public func render(_ model: RunComparisonModel) -> String {
        let sections =
            [runs(model), environment(model), model.lonely.map { wrapped($0, indent: "  ") }.joined(separator: "\n")]
            + model.comparison.cells.map { cell($0, model) }
            + [model.cautions.map { wrapped($0, indent: "  ", first: "") }.joined(separator: "\n")]
        return sections.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
    }

    private func runs(_ model: RunComparisonModel) -> String {
        let comparison = model.comparison
        return [
            ("A", model.headline(of: comparison.first, name: model.names.first)),
            ("B", model.headline(of: comparison.second, name: model.names.second)),
        ].map { wrapped($0.1, indent: "   ", first: "\($0.0)  ") }.joined(separator: "\n")
    }

    private func environment(_ model: RunComparisonModel) -> String {
        let differences = model.comparison.environment.differences
        guard !differences.isEmpty else { return "The environments are the same." }
        let names = differences.map { PrintableText.clean($0.name) }
        let columns = min(names.map(TextColumns.width).max() ?? 0, 32)
        let rows = zip(differences, names).map { difference, name in
            let start = (difference.isDecisive ? "! " : "  ") + TextColumns.padded(name, to: columns) + "  "
            let line = wrapped(
                "\(difference.earlier) → \(difference.later)", indent: String(repeating: " ", count: columns + 6),
                first: "  " + start)
            return difference.isDecisive ? style(line, "1;33") : line
        }
        let isDecisive = differences.contains(where: \.isDecisive)
        return
            ([style("Environment", "1") + (isDecisive ? "  (! decides whether timings can be compared)" : "")] + rows)
            .joined(separator: "\n")
    }

    private func cell(_ cell: CellComparison, _ model: RunComparisonModel) -> String {
        let changes = model.changes(of: cell)
        let rows =
            [["metric", "A", "B", "change", "95 % interval", ""]]
            + changes.map { change in
                [
                    change.metric.title, model.value(change.first, change.metric),
                    model.value(change.second, change.metric), model.change(change), model.interval(change),
                    model.finding(change),
                ]
            }
        let widths = rows[0].indices.map { column in rows.map { TextColumns.width(of: $0[column]) }.max() ?? 0 }
        let lines = rows.enumerated().map { index, row in
            let texts = row.indices.dropLast().map { column in
                TextColumns.padded(row[column], to: widths[column], alignsRight: column > 0)
            }
            let line = "    " + texts.joined(separator: "  ") + "  "
            guard index > 0 else { return style(line, "2") }
            return line + style(row[5], code(of: changes[index - 1].finding))
        }
        let differences = cell.differences.map {
            "    " + PrintableText.clean("\($0.what): \($0.first) → \($0.second)")
        }
        let flips = model.flips(of: cell).map { wrapped($0, indent: "      ", first: "    ") }
        return
            (["  " + style(PrintableText.clean(cell.name), "1")] + differences + (changes.isEmpty ? [] : lines) + flips)
            .joined(separator: "\n")
    }

    private func wrapped(_ text: String, indent: String, first: String? = nil) -> String {
        TextColumns.wrapped(PrintableText.clean(text), to: width, indent: indent, firstIndent: first ?? indent)
    }

    private func code(of finding: MetricChange.Finding) -> String {
        switch finding {
        case .better: "32"
        case .worse: "1;31"
        case .same, .withinNoise, .unknown: "2"
        }
    }

    private func style(_ text: String, _ code: String) -> String {
        usesColour && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
