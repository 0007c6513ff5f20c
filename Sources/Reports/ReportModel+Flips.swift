import Gating
import Records

extension ReportModel {
    /// Which predictions of each candidate are others than its counterpart's; none where all are the same.
    var flips: [Document.Details] {
        let counterparts = CellCounterparts(run)
        return run.cells.compactMap { cell in
            guard let other = counterparts.baseline(of: cell) ?? counterparts.reference(of: cell),
                let set = run.goldenSet(of: cell),
                let flips = PredictionFlips(baseline: other, candidate: cell, on: set), !flips.flips.isEmpty
            else { return nil }
            let role = other.side == .baseline ? "baseline" : "reference"
            let tables: [Document.Table?] = [
                kinds(flips, role),
                counts(
                    flips.labels, "label",
                    "The labels of samples that flipped, what fell furthest first", noun: "labels"),
                counts(
                    flips.confidences, "\(role)'s confidence",
                    "How sure the \(role) was of its prediction, and what became of it", noun: "bands"),
                samples(flips, role),
            ]
            return Document.Details(
                "Predictions of \(name: name(of: cell)) that differ from its \(role)'s: \(flips.samples.count) of \(flips.total)",
                tables.compactMap { $0.map { .table($0) } }, reach: .pages)
        }
    }

    private func kinds(_ flips: PredictionFlips, _ role: String) -> Document.Table {
        let left = flips.flips.dropFirst(Self.mostRows).reduce(0) { $0 + $1.count }
        return Document.Table(
            .operators,
            caption:
                "Which class the \(role) predicted, and which one this cell predicts instead\(left > 0 ? "; \(left) more, of rarer kinds, are left out" : "")",
            columns: [
                .init("\(role) predicts"), .init("cell predicts"), .init("samples", .right),
                .init("became wrong", .right),
                .init("became right", .right),
            ],
            rows: flips.flips.prefix(Self.mostRows).map { flip in
                [
                    "\(name: flips.classNames[flip.baselineClass])", "\(name: flips.classNames[flip.candidateClass])",
                    "\(flip.count)", "\(flip.becameWrong)", "\(flip.becameRight)",
                ]
            }, noun: "kinds of flips")
    }

    private func counts(_ counts: [FlipCounts], _ title: String, _ caption: String, noun: String) -> Document.Table? {
        guard !counts.isEmpty else { return nil }
        let left = counts.count - Self.mostRows
        return Document.Table(
            .operators, caption: "\(caption)\(left > 0 ? "; \(left) are left out" : "")",
            columns: [
                .init(title), .init("samples", .right), .init("became wrong", .right), .init("became right", .right),
                .init("wrong otherwise", .right), .init("change", .right),
            ],
            rows: counts.prefix(Self.mostRows).map { count in
                [
                    "\(name: count.name)", "\(count.samples)", "\(count.becameWrong)", "\(count.becameRight)",
                    "\(count.otherwise)", Prose(Quantity.points(-count.loss)),
                ]
            }, noun: noun)
    }

    private func samples(_ flips: PredictionFlips, _ role: String) -> Document.Table {
        let left = flips.samples.count - Self.mostRows
        func sure(_ confidence: Double?) -> Prose { Prose(confidence.map { Wording.percent($0) } ?? "–") }
        let names = flips.classNames
        return Document.Table(
            .operators,
            caption:
                "Which samples flipped: those that became wrong first, and the surest of them\(left > 0 ? "; \(left) more are left out" : "")",
            columns: [
                .init("sample", wraps: true), .init("label"), .init("\(role) predicts"), .init("sure", .right),
                .init("cell predicts"), .init("sure", .right), .init("what became of it"),
            ],
            rows: flips.samples.prefix(Self.mostRows).map { sample in
                let label = sample.label.map { names.indices.contains($0) ? names[$0] : "\($0)" } ?? "–"
                return [
                    "\(name: sample.name)", "\(name: label)", "\(name: names[sample.baselineClass])",
                    sure(sample.baselineConfidence), "\(name: names[sample.candidateClass])",
                    sure(sample.candidateConfidence),
                    outcome(sample),
                ]
            }, noun: "samples"
        ).withoutEmptyColumns
    }

    private func outcome(_ sample: PredictionFlips.Sample) -> Prose {
        switch sample.outcome {
        case .becameWrong: "\(strong: "became wrong")"
        case .becameRight: "became right"
        case .other: sample.label == nil ? "another class" : "wrong otherwise"
        }
    }
}
