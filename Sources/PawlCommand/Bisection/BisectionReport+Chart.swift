import Diagnostics
import Records
import Reports
import Statistics

extension BisectionReport {
    /// None, and why, where gnuplot cannot draw.
    func drawn(_ context: CommandContext) -> (pictures: [RenderedChart], page: Document)? {
        guard let chart else { return nil }
        do {
            let drawn = try ChartRenderer().render([.init(name: "bisect", model: cell, chart: chart)]).first
            return drawn.map { ([$0], document(chart: $0)) }
        } catch {
            for diagnostic in error.diagnostics {
                var warning = diagnostic
                warning.severity = .warning
                context.warn(warning)
            }
            return nil
        }
    }

    /// Nil where no version has a value.
    var chart: VersionChart? {
        let levels = plateaus.flatMap { plateau -> [(String, Double)] in
            guard let value = plateau.value, let first = versions.firstIndex(where: { $0.version == plateau.first }),
                let last = versions.firstIndex(where: { $0.version == plateau.last })
            else { return [] }
            return versions[first...last].map { ($0.version, value) }
        }
        let byVersion = Dictionary(levels, uniquingKeysWith: { first, _ in first })
        return VersionChart(
            title: "\(cell) on \(runtime): \(metric.title)", dimension: metric.dimension,
            points: versions.map { version in
                let comparison = version.comparison
                let isBetter = comparison?.change.map { ($0 > 0) == (metric.direction == .higherIsBetter) }
                return VersionChart.Point(
                    version: version.version, value: version.value, level: byVersion[version.version],
                    change: comparison?.decision == .changed ? change(version) ?? "differs" : nil,
                    isBetter: isBetter, hasFailed: version.failure != nil)
            })
    }
}
