import Foundation
import Reports

/// From a replay to charts.
enum ProofCharts {
    /// File names without endings, in the order of the groups.
    static func all(_ report: ReplayReport) -> [(group: String, name: String, chart: any Chart)] {
        var groups: [String] = []
        for outcome in report.outcomes where !groups.contains(outcome.group) { groups.append(outcome.group) }
        return groups.flatMap { group -> [(String, String, any Chart)] in
            let outcomes = report.outcomes.filter { $0.group == group }
            let charts: [(String, (any Chart)?)] = [
                ("rules", rules(group, outcomes)),
                ("time", report.fixedCounts.first { $0.group == group }.flatMap(time)),
            ]
            return charts.compactMap { kind, chart in chart.map { (group, "\(kind)-\(fileName(group))", $0) } }
        }
    }

    /// False alarms beside power at +5 %, a row per rule.
    private static func rules(_ group: String, _ outcomes: [RuleOutcome]) -> IntervalChart? {
        var names: [String] = []
        for outcome in outcomes where !names.contains(outcome.rule) { names.append(outcome.rule) }
        let rows = names.map { name -> IntervalChart.Row in
            let values = [0.0, 5.0].map { change -> IntervalChart.Value? in
                outcomes.first { $0.rule == name && $0.change == change }?.failedShare.map {
                    IntervalChart.Value(estimate: $0.share * 100, low: $0.low * 100, high: $0.high * 100)
                }
            }
            return IntervalChart.Row(name: name, isOurs: name.hasPrefix("Pawl"), values: values)
        }
        return IntervalChart(
            title: "\(group): failed gates",
            explanation:
                "Each rule's share of failed gates (dot) and its\n95 % interval (line), at equal machine time.",
            unit: "%",
            panels: [
                .init(title: "no change (false alarms)", low: 0, high: 100),
                .init(title: "+5 % (power)", low: 0, high: 100),
            ], rows: rows)
    }

    private static func time(_ comparison: FixedCountComparison) -> IntervalChart? {
        let most = comparison.savings.map { max($0.fixedSeconds, $0.pawlSeconds) }.max() ?? 0
        guard most > 0 else { return nil }
        return IntervalChart(
            title: "\(comparison.group): machine time",
            explanation:
                "Mean seconds until the verdict, by the true change;\nfixed: always as many launches, with equal power.",
            unit: "s",
            panels: [
                .init(title: "Pawl's looks", low: 0, high: most), .init(title: "fixed launches", low: 0, high: most),
            ],
            rows: comparison.savings.map { saving in
                IntervalChart.Row(
                    name: saving.change == 0 ? "0 %" : String(format: "%+g %%", saving.change), isOurs: true,
                    values: [saving.pawlSeconds, saving.fixedSeconds].map { .init(estimate: $0, low: $0, high: $0) })
            })
    }

    private static func fileName(_ group: String) -> String {
        String(group.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
            .split(separator: "-").joined(separator: "-")
    }
}
