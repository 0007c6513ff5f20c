import Diagnostics
import Foundation
import Gating
import Records

/// Everything that every report says, once: renderers only choose a form for it.
public struct ReportModel: Sendable, Equatable {
    public var run: RunRecord { didSet { places = VerdictPlaces(in: run) } }
    private var places: VerdictPlaces
    /// Each cell's figures, by `CellRecord.id`, in the base units of `Dimension`; finite values only.
    public var summaries: [Int: [Metric: Double]]
    public var charts: [RenderedChart]
    /// The run's own, predictions that contradict earlier ones, and those of drawing its charts.
    public var warnings: [String]
    /// Of the recorded run that it is held against, where there is one.
    public var comparedEnvironment: ComparedEnvironment?
    /// What other programs did to the run.
    public var load: RunLoad
    /// Where commits can be looked at, and the build that made the report; nil where that is not known.
    package var commits: CommitLinks?
    package var build: CIBuild?
    /// What changes of cells that failed come from, measured after the run.
    package var explanations: [Document.Details] = []

    public init(
        run: RunRecord, summaries: [Int: [Metric: Double]], charts: [RenderedChart] = [],
        warnings: [Diagnostic] = [], comparedEnvironment: ComparedEnvironment? = nil
    ) {
        self.comparedEnvironment = comparedEnvironment
        self.run = run
        places = VerdictPlaces(in: run)
        load = RunLoad(run)
        self.summaries = summaries.mapValues { $0.filter { $0.value.isFinite } }
        self.charts = charts
        self.warnings =
            [run.rawValuesAgedOutAt.map { Self.warning(agedOutAt: $0) }].compactMap { $0 }
            + Self.baselineWarnings(of: run) + run.warnings
            + run.cells.compactMap { EvaluationText.difference($0, in: run) } + Self.unexplained(in: run, places)
            + GroundTruthText.warnings(in: run) + PlacementText.warnings(in: run)
            + warnings.map { $0.message + ($0.hint.map { "; \($0)" } ?? "") }
    }

    /// What explains an output that differs from the reference's, where no verdict tells it.
    private static func unexplained(in run: RunRecord, _ places: VerdictPlaces) -> [String] {
        run.cells.flatMap { cell -> [String] in
            guard let comparison = cell.accuracy?.comparison,
                let set = run.goldenSets.first(where: { $0.digest == cell.goldenSetDigest })
            else { return [] }
            let told = places.verdicts(of: cell.id).flatMap { run.verdicts[$0].details }
            return ComparisonText.explanations(comparison, on: set).filter { !told.contains($0) }
                .map { "\(cell.name): \($0)" }
        }
    }

    /// Figures and verdicts are those of the day of the run; what needs the single values is not there any more.
    private static func warning(agedOutAt date: Date) -> String {
        "raw values aged out on \(ReportTime.standard(date).prefix(10)): figures, levels and verdicts are as they were recorded; there are no "
            + "single latencies to chart and no predictions sample by sample"
    }

    /// The cell that a verdict is about; nil when its gate applies to none.
    public func cell(of verdict: Verdict) -> CellRecord? {
        verdict.cell.flatMap { places.cell($0) }.map { run.cells[$0] }
    }

    public func verdicts(of cell: CellRecord) -> [Verdict] { places.verdicts(of: cell.id).map { run.verdicts[$0] } }

    public func count(_ state: Verdict.State) -> Int { run.verdicts.count { $0.state == state } }

    /// What needs a look, the worst first, otherwise in the order of the suite: failed, without a value, undecided.
    var troubled: [Verdict] {
        [.failed, .error, .inconclusive].flatMap { state in run.verdicts.filter { $0.state == state } }
    }

    /// Metrics that at least one cell has, in the order of `Metric`.
    var metrics: [Metric] {
        Metric.allCases.filter { metric in summaries.values.contains { $0[metric] != nil } }
    }

    /// Times and sizes that every table shows; how good the predictions are follows in `qualityColumns`.
    static let mainMetrics: [Metric] = [.latencyP50, .latencyP99, .peakMemory, .modelSize]

    /// Titles of the columns on the predictions: the metric's own where all cells have the same, as those of one task do.
    var qualityColumns: (quality: String, fidelity: String) {
        func title(_ choose: (CellRecord) -> Metric?, one: Metric, several: String) -> String {
            let metrics = Set(run.cells.compactMap(choose))
            return metrics.count > 1 ? several : (metrics.first ?? one).title
        }
        return (
            title(quality, one: .accuracy, several: "quality"), title(fidelity, one: .agreement, several: "fidelity")
        )
    }

    func quality(of cell: CellRecord) -> Metric? { Metric.quality(among: (summaries[cell.id] ?? [:]).keys) }

    func fidelity(of cell: CellRecord) -> Metric? { Metric.fidelity(among: (summaries[cell.id] ?? [:]).keys) }

    /// Quality metrics that no column of `qualityColumns` shows of any cell, and everything else that is not main.
    var otherMetrics: [Metric] {
        let shown = Set(run.cells.flatMap { [quality(of: $0), fidelity(of: $0)] }.compactMap { $0 })
        // Among as many classes as there are, every label is.
        let asksTopK = run.cells.contains { cell in
            (cell.accuracy?.topK ?? 0) < (run.goldenSet(of: cell)?.classNames.count ?? 0)
        }
        return metrics.filter {
            !Self.mainMetrics.contains($0) && !shown.contains($0) && ($0 != .topKAccuracy || asksTopK)
        }
    }

    func value(_ metric: Metric, of cell: CellRecord) -> String {
        summaries[cell.id]?[metric].map { Quantity.text($0, metric.dimension) } ?? "–"
    }

    func name(of cell: CellRecord) -> String {
        cell.isReference && cell.side == .candidate ? cell.name + " (reference)" : cell.name
    }
}
