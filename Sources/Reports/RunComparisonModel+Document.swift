import Gating
import Records

extension RunComparisonModel {
    /// What differs around the numbers first, then every number, then what to bear in mind.
    package func document() -> Document {
        let runs = [
            ("A", Prose(headline(of: comparison.first, name: names.first))),
            ("B", Prose(headline(of: comparison.second, name: names.second))),
        ]
        let blocks: [Document.Block] =
            [.facts(.init(runs)), environment] + (lonely.isEmpty ? [] : [.items(.init(lonely.map { Prose($0) }))])
            + comparison.cells.enumerated().map { .section(section($1, number: $0 + 1)) }
            + [
                .section(
                    .init("cautions", "To bear in mind", [.items(.init(cautions.map { Prose($0) }, noun: "cautions"))]))
            ]
        return Document(
            header: Document.Header(title: "Two runs compared", kind: "comparison"), blocks: blocks,
            elsewhere: "--out FILE.json has them")
    }

    private var environment: Document.Block {
        let differences = comparison.environment.differences
        guard !differences.isEmpty else { return .paragraph("The environments are the same.") }
        let table = Document.Table(
            .facts, caption: "What is known of the two environments and differs",
            columns: [.init("fact", wraps: true), .init("A", wraps: true), .init("B", wraps: true), .init("weight")],
            rows: differences.map { difference in
                [
                    Prose(difference.name), "\(name: difference.earlier)", "\(name: difference.later)",
                    difference.isDecisive ? "\(strong: "timings cannot be compared")" : "",
                ]
            }, noun: "differences")
        return .section(.init("environment", "What differs around the numbers", [.table(table)]))
    }

    private func section(_ cell: CellComparison, number: Int) -> Document.Section {
        let changes = changes(of: cell)
        let table = Document.Table(
            .cells, caption: "Each metric of both runs",
            columns: [
                .init("metric"), .init("A", .right), .init("B", .right), .init("change", .right),
                .init("95 % interval", .right), .init("finding", wraps: true),
            ],
            rows: changes.map { change in
                [
                    Prose(change.metric.title), Prose(value(change.first, change.metric)),
                    Prose(value(change.second, change.metric)), Prose(self.change(change)), Prose(interval(change)),
                    finding(change),
                ]
            }, noun: "metrics")
        let flips = flips(of: cell)
        let differences = cell.differences.map { "\($0.what): \(name: $0.first) → \(name: $0.second)" as Prose }
        return .init(
            "cell-\(number)", "\(name: cell.name)",
            (differences.isEmpty ? [] : [.items(.init(differences, noun: "differences"))])
                + (changes.isEmpty ? [] : [.table(table)])
                + (unknowns(changes).isEmpty ? [] : [.items(.init(unknowns(changes), noun: "reasons"))])
                + (flips.isEmpty ? [] : [.items(.init(flips.map { Prose($0) }))]))
    }

    /// Why there is no interval: each reason once, for all metrics that it holds for.
    private func unknowns(_ changes: [MetricChange]) -> [Prose] {
        var reasons: [(reason: String, metrics: [String])] = []
        for change in changes {
            guard case .unknown(let reason) = change.finding else { continue }
            if let index = reasons.firstIndex(where: { $0.reason == reason }) {
                reasons[index].metrics.append(change.metric.title)
            } else {
                reasons.append((reason, [change.metric.title]))
            }
        }
        return reasons.map { "no interval for \(Prose($0.metrics.joined(separator: ", "))): \(Prose($0.reason))" }
    }

    private func finding(_ change: MetricChange) -> Prose {
        switch change.finding {
        case .same: "\(quiet: "same")"
        case .withinNoise: "\(quiet: "within noise")"
        case .better: "\(StatusBadge("better", .passed))"
        case .worse: "\(StatusBadge("worse", .failed))"
        case .unknown: "\(quiet: "no interval")"
        }
    }
}
