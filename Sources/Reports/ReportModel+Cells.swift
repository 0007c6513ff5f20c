import Gating
import Records

extension ReportModel {
    // MARK: - Cells

    var cellBlocks: [Document.Block] {
        let outputs = run.cells.flatMap { cell in (cell.accuracy?.comparison?.tensors ?? []).map { row($0, of: cell) } }
        var blocks: [Document.Block] = [.table(cellTable)]
        if let legend = GateMark.legend(of: Set(run.cells.flatMap(marks))) {
            blocks.append(.paragraph("\(quiet: legend.sentence)"))
        }
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
        return blocks + slices.map { .details($0) } + flips.map { .details($0) } + confusionBlocks
    }

    /// Each value with its change beside it and what the gates said of it.
    private var cellTable: Document.Table {
        let quality = qualityColumns
        let counterparts = CellCounterparts(run)
        let against =
            counterparts.hasBaseline ? "the baseline; × is how many times the reference's" : "the model's reference"
        return Document.Table(
            .cells,
            caption:
                "What each cell measured, with its change against \(against)",
            columns: [
                .init("cell", wraps: true), .init("p50", .right), .init("change", .right),
                .init("p99", .right, priority: 2),
                .init("memory", .right, priority: 3), .init("size", .right, priority: 1),
                .init(quality.quality, .right),
                // Where nothing is known of how right they are, it is what the run is about.
                .init(
                    quality.fidelity, .right,
                    priority: run.cells.contains { self.quality(of: $0) != nil } ? 4 : 0),
            ],
            rows: counterparts.ordered.map { cell in
                let entries = Self.mainMetrics.map { entry($0, of: cell, counterparts) }
                return ["\(name: name(of: cell))", entries[0], change(.latencyP50, of: cell, counterparts) ?? ""]
                    + entries.dropFirst() + qualityValues(of: cell, quality, counterparts)
            }, noun: "cells"
        ).withoutEmptyColumns
    }

    /// `16.3 ms ✗ +370 %`
    private func entry(
        _ metric: Metric, of cell: CellRecord, _ counterparts: CellCounterparts, title: String = ""
    ) -> Prose {
        let found = mark(metric, of: cell)
        let text = value(metric, of: cell) + title
        let isBad = found == .failed || found == .error
        let value: Prose = isBad ? "\(strong: Prose(text))" : Prose(text)
        let sign: Prose = found.map { " \(mark: $0.badge)" } ?? ""
        // That of the median has a column of its own.
        let change = metric == .latencyP50 ? nil : change(metric, of: cell, counterparts)
        let changes = [change, multiple(metric, of: cell, counterparts)].compactMap { $0 }
        return "\(value)\(sign)\(changes.isEmpty ? "" : " \(quiet: changes.joined(" · "))")"
    }

    private func mark(_ metric: Metric, of cell: CellRecord) -> GateMark? {
        GateMark(verdicts(of: cell).filter { $0.metric == metric }.map(\.state))
    }

    /// Those of a cell's row in the table.
    private func marks(of cell: CellRecord) -> [GateMark] {
        (Self.mainMetrics + [quality(of: cell), fidelity(of: cell)].compactMap { $0 })
            .compactMap { mark($0, of: cell) }
    }

    /// Against the baseline, or the model's reference where the run has none; as the gate measured it where one did.
    private func change(_ metric: Metric, of cell: CellRecord, _ counterparts: CellCounterparts) -> Prose? {
        let verdict = verdicts(of: cell).first {
            $0.metric == metric && $0.against == counterparts.against && $0.evidence?.slices == nil
        }
        if metric.origin != .comparison, let candidate = verdict?.evidence?.candidateValue,
            let baseline = verdict?.evidence?.baselineValue
        {
            return Self.change(from: baseline, to: candidate, metric)
        }
        // Fidelity is to the reference already.
        guard counterparts.hasBaseline || metric.origin != .comparison, let own = summaries[cell.id]?[metric],
            let theirs = counterparts.counterpart(of: cell).flatMap({ summaries[$0.id]?[metric] })
        else { return nil }
        return Self.change(from: theirs, to: own, metric)
    }

    /// What is equal to the last digit says so: no sign at all would be a value that was compared with nothing.
    private static func change(from theirs: Double, to own: Double, _ metric: Metric) -> Prose? {
        own == theirs ? "equal" : Wording.change(from: theirs, to: own, metric).map { Prose($0) }
    }

    /// How many times the reference's a time or a size is, where changes are against a baseline.
    private func multiple(_ metric: Metric, of cell: CellRecord, _ counterparts: CellCounterparts) -> Prose? {
        guard metric == .latencyP50 || metric == .modelSize, counterparts.hasBaseline,
            let reference = counterparts.reference(of: cell),
            let own = summaries[cell.id]?[metric], let theirs = summaries[reference.id]?[metric], theirs > 0
        else { return nil }
        return "\(Quantity.significant(own / theirs, digits: 2))×"
    }

    /// The cells of `qualityColumns`; where cells differ in their metric, each says which it is.
    private func qualityValues(
        of cell: CellRecord, _ columns: (quality: String, fidelity: String), _ counterparts: CellCounterparts
    )
        -> [Prose]
    {
        [(quality(of: cell), columns.quality), (fidelity(of: cell), columns.fidelity)].map { metric, column in
            metric.map { entry($0, of: cell, counterparts, title: $0.title == column ? "" : " " + $0.title) } ?? "–"
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

    /// Of candidate-side cells with wrong predictions.
    var confusions: [(cell: CellRecord, matrix: ConfusionMatrix)] {
        run.cells.compactMap { cell in
            guard let set = run.goldenSet(of: cell), let matrix = ConfusionMatrix(of: cell, on: set),
                !matrix.worst.isEmpty
            else { return nil }
            return (cell, matrix)
        }
    }

    private var confusionBlocks: [Document.Block] {
        let parts = confusions.map { Document.Block.details(confusion(of: $0, $1)) }
        return parts.count > 1 ? [.details(.init("Confusions of each cell", parts, reach: .pages))] : parts
    }

    /// Which classes a cell predicted for which labels.
    private func confusion(of cell: CellRecord, _ matrix: ConfusionMatrix) -> Document.Details {
        let table = matrix.rows.map { rows in
            Document.Table(
                .confusion, caption: "Rows are labels, columns predictions",
                columns: [.init("label")] + matrix.classNames.map { .init($0, .right) },
                rows: rows.enumerated().map { label, row in
                    ["\(name: matrix.classNames[label])"]
                        + row.enumerated().map { prediction, count in
                            count == 0 ? "·" : prediction == label ? "\(strong: "\(count)")" : "\(count)"
                        }
                })
        }
        return Document.Details(
            "Confusions of \(name: name(of: cell))",
            [.items(.init(matrix.worst.map { Prose(matrix.words($0)) }, noun: "confusions"))]
                + (table.map { [.table($0)] } ?? []), reach: .pages)
    }
}
