import Charts
import Diagnostics
import Gating
import Measures
import Records

/// Everything that every report says, once: renderers only choose a form for it.
public struct ReportModel: Sendable, Equatable {
    public var run: RunRecord
    /// What each cell came to, by `CellRecord.id`, in the base units of `Dimension`; finite values only.
    public var summaries: [Int: [Metric: Double]]
    public var charts: [RenderedChart]
    /// The run's own, answers that contradict earlier ones, and those of drawing its charts.
    public var warnings: [String]

    public init(
        run: RunRecord, summaries: [Int: [Metric: Double]], charts: [RenderedChart] = [],
        warnings: [Diagnostic] = []
    ) {
        self.run = run
        self.summaries = summaries.mapValues { $0.filter { $0.value.isFinite } }
        self.charts = charts
        self.warnings =
            (run.storedBaseline.map { [Self.warning(about: $0)] } ?? []) + run.warnings
            + run.cells.compactMap { AnswerText.difference($0, in: run) }
            + warnings.map { $0.message + ($0.hint.map { "; \($0)" } ?? "") }
    }

    /// For every report, whatever its gates: a verdict against a record is weaker than one beside a live baseline.
    private static func warning(about baseline: StoredBaselineRecord) -> String {
        "stored baseline: drift not cancelled: gates against the baseline compare with the record of run "
            + "\(baseline.shortRun) of \(ReportTime.text(baseline.startedAt))"
    }

    /// The cell that a verdict is about; nil when its gate applies to none.
    public func cell(of verdict: Verdict) -> CellRecord? {
        verdict.cell.flatMap { id in run.cells.first { $0.id == id } }
    }

    public func verdicts(of cell: CellRecord) -> [Verdict] { run.verdicts.filter { $0.cell == cell.id } }

    public func count(_ state: Verdict.State) -> Int { run.verdicts.count { $0.state == state } }

    /// What needs a look, the worst first, otherwise in the order of the suite: failed, without a value, undecided.
    var troubled: [Verdict] {
        [.failed, .error, .inconclusive].flatMap { state in run.verdicts.filter { $0.state == state } }
    }

    /// Metrics that at least one cell has, in the order of `Metric`.
    var metrics: [Metric] {
        Metric.allCases.filter { metric in summaries.values.contains { $0[metric] != nil } }
    }

    /// The six that every table shows.
    static let mainMetrics: [Metric] = [.latencyP50, .latencyP99, .peakMemory, .modelSize, .accuracy, .agreement]

    func value(_ metric: Metric, of cell: CellRecord) -> String {
        summaries[cell.id]?[metric].map { Quantity.text($0, metric.dimension) } ?? "–"
    }

    func name(of cell: CellRecord) -> String { cell.isReference ? cell.name + " (reference)" : cell.name }
}
