import Gating
import Records

extension ReportModel {
    /// What gates found of each slice, a table for each verdict.
    var slices: [Document.Details] {
        run.verdicts.compactMap { verdict in
            verdict.evidence?.slices.map { details($0, of: verdict) }
        }
    }

    private func details(_ slices: SliceEvidence, of verdict: Verdict) -> Document.Details {
        let subject: Prose = cell(of: verdict).map { "\(name: name(of: $0))" } ?? "no cell"
        let left = slices.judged - slices.worst.count
        let more = left > 0 ? "; \(left) that are better than these are left out" : ""
        let leftOut = slices.leftOut > 0 ? "; \(slices.leftOut) too small for the gate were not judged" : ""
        let table = Document.Table(
            .operators,
            caption: Prose("\(verdict.metric.title) of each slice, the worst first\(more)\(leftOut)"),
            columns: [
                .init("slice", wraps: true), .init("result"), .init("samples", .right),
                .init(verdict.against.rawValue, .right), .init("cell", .right), .init("change", .right),
                .init("interval", .right), .init("would decide", .right),
            ],
            rows: slices.worst.map { slice in
                [
                    "\(name: "\(slice.column)=\(slice.value)")", "\(slice.state.badge)", "\(slice.samples)",
                    Prose(Wording.percent(slice.baselineValue)), Prose(Wording.percent(slice.candidateValue)),
                    Prose(Quantity.points(-slice.effect)),
                    Prose("\(Quantity.points(-slice.high)) .. \(Quantity.points(-slice.low))"),
                    Prose(slice.neededSamples.map { "about \($0)" } ?? ""),
                ]
            }, noun: "slices")
        let counts = [(slices.failed, "failed"), (slices.undecided, "undecided"), (slices.passed, "passed")]
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return Document.Details(
            "\(subject) by \(slices.columns.joined(separator: " and ")): "
                + Prose("\(verdict.metric.title) of \(Wording.count(slices.judged, "slice")), \(counts)"),
            [.table(table)], reach: .pages)
    }
}
