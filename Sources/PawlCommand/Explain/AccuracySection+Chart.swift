import Diagnostics
import Explanation
import Reports
import Suites

extension AccuracySection {
    /// Of SQNR along the network; none where nothing could be compared, or gnuplot cannot draw.
    func pictures(of pair: ExplainedPair) -> [RenderedChart] {
        guard let chart = chart(of: pair.candidate.name) else { return [] }
        do {
            return try ChartRenderer().render([
                .init(name: "explain-accuracy", model: pair.candidate.model, chart: chart)
            ])
        } catch {
            for diagnostic in error.diagnostics {
                var warning = diagnostic
                warning.severity = .warning
                pair.context.warn(warning)
            }
            return []
        }
    }

    func chart(of cell: String) -> DivergenceChart? {
        let causes = Set(causes.flatMap(\.outputs))
        return DivergenceChart(
            title: "\(cell): SQNR by layer",
            points: values.map { value in
                let layer = self.causes.first { $0.outputs.contains(value.value) }?.layer
                return DivergenceChart.Point(
                    node: layer ?? value.node, accumulated: value.accumulated?.sqnr, own: value.own?.sqnr,
                    isCause: causes.contains(value.value))
            })
    }
}
