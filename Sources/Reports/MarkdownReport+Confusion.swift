import Gating

extension MarkdownReport {
    /// The most frequent wrong answers of each cell, folded; nothing where answers are no classes, or all are right.
    static func confusions(_ model: ReportModel) -> String {
        let cells = model.confusions.map { cell, matrix in
            "**\(escaped(model.name(of: cell)))**\n\n"
                + matrix.worst.map { "- \(escaped(matrix.words($0)))" }.joined(separator: "\n")
        }
        guard !cells.isEmpty else { return "" }
        return "<details>\n<summary>Confusions</summary>\n\n" + cells.joined(separator: "\n\n") + "\n\n</details>"
    }
}
