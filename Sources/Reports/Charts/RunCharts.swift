import Diagnostics
import Gating
import Records

/// The charts of a run: four per model, as far as there are values, and one for each cell whose confusions differ from those that it
/// is held against; a baseline stands right below its candidate.
public enum RunCharts {
    /// A chart and the name it is filed under.
    public struct Named: Sendable {
        public var name: String
        public var model: String
        public var chart: any Chart

        public init(name: String, model: String, chart: any Chart) {
            self.name = name
            self.model = model
            self.chart = chart
        }
    }

    /// - Parameter summaries: each cell's figures, by `CellRecord.id`; times in ns, sizes in bytes, shares of 1.
    public static func charts(of run: RunRecord, summaries: [Int: [Metric: Double]]) -> [Named] {
        var models: [String] = []
        for cell in run.cells where !models.contains(cell.model) { models.append(cell.model) }
        var taken: Set<String> = []
        return models.flatMap { model -> [Named] in
            let cells = CellCounterparts(run.cells.filter { $0.model == model }).ordered
            let charts: [(String, (any Chart)?)] = [
                ("latency", latency(model, cells, run, summaries)),
                ("tradeoff", tradeOff(model, cells, run, summaries)),
                ("course", course(model, cells, run)), ("footprint", footprint(model, cells, run, summaries)),
            ]
            let confusions = Self.confusions(of: cells, run).map { ("confusion", $0 as (any Chart)?) }
            return (charts + confusions).compactMap { kind, chart in
                chart.map { Named(name: fileName(kind, model, &taken), model: model, chart: $0) }
            }
        }
    }

    /// Draws the charts of a run; those that cannot be drawn become warnings, and a missing gnuplot is told once.
    public static func draw(
        _ run: RunRecord, summaries: [Int: [Metric: Double]], with renderer: ChartRenderer = ChartRenderer()
    ) -> (charts: [RenderedChart], warnings: [Diagnostic]) {
        let charts = charts(of: run, summaries: summaries)
        if let drawn = try? renderer.render(charts) { return (drawn, []) }
        // Something is wrong with one of them, or with gnuplot: each by itself tells which.
        var drawn: [RenderedChart] = []
        var warnings: [Diagnostic] = []
        for named in charts {
            do {
                drawn += try renderer.render([named])
            } catch {
                warnings += error.diagnostics.map { diagnostic in
                    var warning = diagnostic
                    warning.severity = .warning
                    return warning
                }
                if error == .gnuplotMissing { break }
            }
        }
        return (drawn, warnings)
    }

    // MARK: - From records to chart values

    private static func latency(
        _ model: String, _ cells: [CellRecord], _ run: RunRecord, _ summaries: [Int: [Metric: Double]]
    ) -> LatencyChart? {
        LatencyChart(
            model: model,
            rows: cells.map { cell in
                LatencyChart.Row(
                    name: name(of: cell, in: run), standing: standing(of: cell, in: run),
                    valuesNanoseconds: cell.launches.flatMap { $0.blocks.flatMap(\.latenciesNanoseconds) },
                    medianNanoseconds: summaries[cell.id]?[.latencyP50],
                    p99Nanoseconds: summaries[cell.id]?[.latencyP99])
            })
    }

    private static func course(_ model: String, _ cells: [CellRecord], _ run: RunRecord) -> RunCourseChart? {
        let starts = run.cells.flatMap { $0.launches.flatMap { $0.blocks.map(\.startNanoseconds) } }
        let first = starts.min() ?? 0
        return RunCourseChart(
            model: model,
            rows: cells.map { cell in
                RunCourseChart.Row(
                    name: name(of: cell, in: run), standing: standing(of: cell, in: run),
                    points: cell.launches.flatMap(\.blocks).compactMap { block in
                        let values = block.latenciesNanoseconds.sorted()
                        guard !values.isEmpty else { return nil }
                        return RunCourseChart.Point(
                            seconds: Double(block.startNanoseconds - first) / 1e9,
                            medianNanoseconds: values[values.count / 2])
                    })
            })
    }

    private static func tradeOff(
        _ model: String, _ cells: [CellRecord], _ run: RunRecord, _ summaries: [Int: [Metric: Double]]
    ) -> TradeOffChart? {
        guard let metric = Metric.quality(among: cells.flatMap { (summaries[$0.id] ?? [:]).keys }) else { return nil }
        return TradeOffChart(
            model: model, metric: metric,
            points: cells.compactMap { cell in
                guard let median = summaries[cell.id]?[.latencyP50], let quality = summaries[cell.id]?[metric]
                else {
                    return nil
                }
                return TradeOffChart.Point(
                    name: name(of: cell, in: run), standing: standing(of: cell, in: run), medianNanoseconds: median,
                    quality: quality, modelBytes: Double(cell.modelFile.bytes))
            })
    }

    private static func confusions(of cells: [CellRecord], _ run: RunRecord) -> [ConfusionDifferenceChart] {
        let counterparts = CellCounterparts(run)
        return cells.compactMap { cell in
            guard let other = counterparts.baseline(of: cell) ?? counterparts.reference(of: cell),
                let set = run.goldenSet(of: cell)
            else { return nil }
            return ConfusionDifferenceChart(
                cell: cell.name, role: other.side == .baseline ? "baseline" : "reference",
                difference: ConfusionDifference(baseline: other, candidate: cell, on: set))
        }
    }

    private static func footprint(
        _ model: String, _ cells: [CellRecord], _ run: RunRecord, _ summaries: [Int: [Metric: Double]]
    ) -> FootprintChart? {
        FootprintChart(
            model: model,
            rows: cells.map { cell in
                FootprintChart.Row(
                    name: name(of: cell, in: run), standing: standing(of: cell, in: run),
                    modelBytes: cell.modelFile.bytes > 0 ? Double(cell.modelFile.bytes) : nil,
                    peakMemoryBytes: summaries[cell.id]?[.peakMemory])
            })
    }

    /// That it is the baseline its standing says, unless that has something worse to say.
    private static func name(of cell: CellRecord, in run: RunRecord) -> String {
        cell.side == .candidate || standing(of: cell, in: run) == .baseline
            ? cell.variant : cell.variant + " (baseline)"
    }

    /// The worst of the cell's verdicts.
    private static func standing(of cell: CellRecord, in run: RunRecord) -> ChartStanding {
        let states = run.verdicts.filter { $0.cell == cell.id }.map(\.state)
        if states.contains(.failed) { return .failed }
        if cell.failure != nil || states.contains(.error) { return .unmeasured }
        if states.contains(.inconclusive) { return .undecided }
        if cell.side == .baseline { return .baseline }
        if cell.isReference { return .reference }
        return states.contains(.passed) ? .passed : .neutral
    }

    /// ASCII letters, digits, `-` and `_` of the model's name, and a number when that is taken.
    private static func fileName(_ kind: String, _ model: String, _ taken: inout Set<String>) -> String {
        let safe = model.unicodeScalars.prefix(60).map { scalar -> Character in
            let isSafe =
                scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_")
            return isSafe ? Character(scalar) : "-"
        }
        let base = "\(kind)-\(String(safe))"
        var name = base
        var number = 2
        // Case-insensitive file systems exist.
        while !taken.insert(name.lowercased()).inserted {
            name = "\(base)-\(number)"
            number += 1
        }
        return name
    }
}
