import Gating
import Records

extension HTMLReport {
    /// Which classes each cell answered for which labels, folded; nothing where answers are no classes, or all are right.
    static func confusions(_ model: ReportModel) -> String {
        model.confusions.map { cell, matrix in
            let name = HTMLText.name(model.name(of: cell))
            let worst = matrix.worst.map { "<li>\(HTMLText.escaped(matrix.words($0)))</li>" }.joined()
            let table = matrix.rows.map { rows in
                HTMLPage.scrolling(
                    HTMLTable(
                        caption: "Rows are labels, columns answers", columns: ["label"] + matrix.classNames,
                        className: "cells confusion",
                        groups: [
                            HTMLTable.Group(
                                title: nil,
                                rows: zip(matrix.classNames, rows).enumerated().map { label, row in
                                    HTMLTable.Row(
                                        heading: HTMLText.name(row.0),
                                        cells: row.1.enumerated().map { Self.count($1, isRight: $0 == label) })
                                })
                        ]
                    ).html, label: "confusion matrix")
            }
            return "<details><summary>Confusions of \(name)</summary>\n<ul>\(worst)</ul>\n\(table ?? "")</details>\n"
        }.joined()
    }

    private static func count(_ count: Int, isRight: Bool) -> String {
        count == 0 ? "·" : isRight ? "<strong>\(count)</strong>" : "\(count)"
    }
}

extension ReportModel {
    /// Of candidate-side cells with wrong answers.
    var confusions: [(cell: CellRecord, matrix: ConfusionMatrix)] {
        run.cells.compactMap { cell in
            guard let set = run.goldenSet(of: cell), let matrix = ConfusionMatrix(of: cell, on: set),
                !matrix.worst.isEmpty
            else { return nil }
            return (cell, matrix)
        }
    }
}
