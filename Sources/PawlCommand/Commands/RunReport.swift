import Diagnostics
import Foundation
import Gating
import Records
import Reports
import Support

/// Publishes a run: to the console, to the files asked for, and to the CI system's summary.
struct RunReport {
    let run: RunRecord
    let summaries: [Int: [Metric: Double]]
    let arguments: ParsedArguments
    let context: CommandContext
    var comparedEnvironment: ComparedEnvironment?
    var explanations: [FailedGateExplanation] = []

    /// - Throws: `ReportError` and `FileError` when a file cannot be written; the console has been served then.
    func publish() throws {
        let folder = arguments["--out"].map(context.absolute)
        var (charts, chartWarnings) = folder == nil ? ([], []) : RunCharts.draw(run, summaries: summaries)
        if folder != nil, chartWarnings.isEmpty { charts += explanations.compactMap { $0.picture(in: context) } }
        for warning in chartWarnings { context.warn(warning) }
        var model = ReportModel(
            run: run, summaries: summaries, charts: charts, warnings: chartWarnings,
            comparedEnvironment: comparedEnvironment)
        model.commits = context.commitLinks(suiteFile: run.suite.file)
        model.build = context.build
        model.explanations = explanations.map(\.details)

        let failure: (any Error)?
        var files: [(label: String, path: String)] = []
        do {
            files = try write(model, to: folder)
            failure = nil
        } catch {
            failure = error
        }
        context.output.writeResult(text(of: model, files: files))
        if let failure { throw failure }
    }

    private func text(of model: ReportModel, files: [(label: String, path: String)]) -> String {
        if arguments["--format"] == "json" { return JSONReport.render(model) + "\n" }
        return context.text(of: model.document(), files: files)
    }

    private func write(_ model: ReportModel, to folder: String?) throws -> [(label: String, path: String)] {
        let dialect = arguments["--junit-dialect"].flatMap(JUnitReport.Dialect.init) ?? .rich
        let junit = arguments["--junit"].map(context.absolute)
        var files: [(label: String, path: String)] = []
        if let folder {
            files = try ReportWriter.write(model, to: folder, dialect: dialect, junitPath: junit).files
        } else if let junit {
            try AtomicFile.write(JUnitReport.render(model, dialect: dialect), to: junit)
            files = [("JUnit", junit)]
        }
        files.append(("database", context.databasePath(arguments)))
        try appendStepSummary(model)
        return files
    }

    /// GitHub Actions shows what a step appends to this file.
    private func appendStepSummary(_ model: ReportModel) throws {
        guard let path = context.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return }
        try FileAppending.append(MarkdownPrinter.print(model.document()), to: path)
    }
}

extension RunRecord {
    /// Each cell's figures, by its id; cells without a value for a metric leave it out.
    var summaries: [Int: [Metric: Double]] {
        Dictionary(
            cells.map { cell in
                let summary = cell.summary
                let values = Metric.allCases.compactMap { metric in summary.value(metric).map { (metric, $0) } }
                return (cell.id, Dictionary(uniqueKeysWithValues: values))
            }, uniquingKeysWith: { first, _ in first })
    }
}
