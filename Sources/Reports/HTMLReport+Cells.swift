import Foundation
import Gating
import Records

extension HTMLReport {
    static func cells(_ model: ReportModel) -> String {
        guard !model.run.cells.isEmpty else { return "" }
        let answers = model.answerColumns
        let main = HTMLTable(
            caption: "What each cell came to; small figures compare with the model's reference",
            columns: ["cell"] + ReportModel.mainMetrics.map(\.title) + [answers.quality, answers.likeness],
            className: "cells",
            groups: [
                HTMLTable.Group(
                    title: nil,
                    rows: model.run.cells.map { cell in
                        HTMLTable.Row(
                            heading: HTMLText.name(model.name(of: cell)),
                            cells: ReportModel.mainMetrics.map { value($0, of: cell, model) }
                                + model.answerValues(of: cell, answers).map(HTMLText.escaped))
                    })
            ])
        let others = model.otherMetrics
        var text = main.html
        if !others.isEmpty {
            let more = HTMLTable(
                caption: "The other metrics", columns: ["cell"] + others.map(\.title), className: "cells",
                groups: [
                    HTMLTable.Group(
                        title: nil,
                        rows: model.run.cells.map { cell in
                            HTMLTable.Row(
                                heading: HTMLText.name(model.name(of: cell)),
                                cells: others.map { model.value($0, of: cell) })
                        })
                ])
            text += "<details><summary>More metrics</summary>\n\(more.html)</details>\n"
        }
        text += outputs(model) + confusions(model)
        text += model.cellSentences.map { "<p><small>\(HTMLText.escaped($0))</small></p>\n" }.joined()
        return section("cells", "Every cell", text)
    }

    /// Each output of each cell beside the reference's; nothing where no model has a reference.
    private static func outputs(_ model: ReportModel) -> String {
        let rows = model.run.cells.flatMap { cell in
            (cell.accuracy?.comparison?.tensors ?? []).map { tensor in
                HTMLTable.Row(
                    heading: HTMLText.name(model.name(of: cell)),
                    cells: [
                        HTMLText.name(tensor.output), HTMLText.escaped("\(tensor.shape)"), "\(tensor.samples)",
                        HTMLText.escaped(ComparisonText.nearness(tensor)),
                    ]
                        + [tensor.fidelity?.cosineSimilarity, tensor.fidelity?.maximumAbsoluteError].map { value in
                            value.map { HTMLText.escaped(Quantity.significant($0, digits: 5)) } ?? "–"
                        })
            }
        }
        guard !rows.isEmpty else { return "" }
        let table = HTMLTable(
            caption: "Every output of each cell against the reference's",
            columns: ["cell", "output", "shape", "samples", "SQNR", "cosine similarity", "largest error"],
            className: "cells", groups: [HTMLTable.Group(title: nil, rows: rows)])
        return "<details><summary>Output by output</summary>\n\(table.html)</details>\n"
    }

    /// The value, and for times and sizes how many times the reference's it is.
    private static func value(_ metric: Metric, of cell: CellRecord, _ model: ReportModel) -> String {
        let text = model.value(metric, of: cell)
        let reference = model.run.cells.first {
            $0.isReference && $0.model == cell.model && $0.side == cell.side && $0.id != cell.id
        }
        guard metric.dimension == .time || metric.dimension == .bytes,
            let own = model.summaries[cell.id]?[metric],
            let theirs = reference.flatMap({ model.summaries[$0.id]?[metric] }), theirs > 0
        else { return text }
        return "\(text) <small>\(Quantity.significant(own / theirs, digits: 2))×</small>"
    }
}
