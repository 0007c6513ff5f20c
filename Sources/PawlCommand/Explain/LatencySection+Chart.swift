import Diagnostics
import Records
import Reports
import Suites

extension LatencySection {
    private static let mostSteps = 8

    /// Nil where nothing was found, or the whole took no part.
    func waterfall(of cell: String) -> WaterfallChart? {
        guard let finding else { return nil }
        // Causes come first, in the order of the table, and what else is worth a bar.
        let shown = finding.operators.filter { $0.isCause || $0.effect.change.magnitude >= 0.01 }.prefix(Self.mostSteps)
        var steps = shown.map { part in
            WaterfallChart.Step(
                name: Self.title(of: part), change: part.effect.change, low: part.effect.low, high: part.effect.high,
                isCertain: part.effect.excludesNone)
        }
        let rest = finding.total.change - shown.reduce(0) { $0 + $1.effect.change }
        steps.append(.init(name: "rest", change: rest, isCertain: false))
        return WaterfallChart(
            title: "\(cell): latency by operator", steps: steps,
            whole: .init(
                name: "in all, of the \(role)'s inference", change: finding.total.change, low: finding.total.low,
                high: finding.total.high, isCertain: finding.total.excludesNone))
    }

    func pictures(of pair: ExplainedPair) -> [RenderedChart] {
        let cell = pair.candidate
        return picture(of: cell.name, model: cell.model, name: "explain-latency", in: pair.context).map { [$0] } ?? []
    }

    /// Drawn, or nil and a warning where gnuplot cannot.
    func picture(of cell: String, model: String, name: String, in context: CommandContext) -> RenderedChart? {
        guard let chart = waterfall(of: cell) else { return nil }
        do {
            return try ChartRenderer().render([.init(name: name, model: model, chart: chart)]).first
        } catch {
            for diagnostic in error.diagnostics {
                var warning = diagnostic
                warning.severity = .warning
                context.warn(warning)
            }
            return nil
        }
    }
}
