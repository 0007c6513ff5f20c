import Diagnostics
import Reports
import Support
import Trends

/// Publishes a trend: to the console, to the files asked for, and to the CI system's summary.
struct TrendPublication {
    let report: TrendReport
    let policy: TrendPolicy
    /// Moments that charts mark.
    var marks: [TrendMark] = []
    let arguments: ParsedArguments
    let context: CommandContext
    /// Where the JUnit file goes: `--junit`, or beside the others.
    var junit: String?
    /// False where something else has standard output for itself.
    var printsResult = true

    /// - Throws: `ReportError` and `FileError` when a file cannot be written; the console has been served then.
    func publish() throws {
        let failure: (any Error)?
        var files: [(label: String, path: String)] = []
        do {
            files = try write()
            failure = nil
        } catch {
            failure = error
        }
        if printsResult { context.output.writeResult(text(files: files)) }
        if let failure { throw failure }
    }

    private func text(files: [(label: String, path: String)]) -> String {
        if context.wantsJSON(arguments) { return TrendJSONReport.render(report) }
        return context.text(of: report.document(), files: files)
    }

    private func write() throws -> [(label: String, path: String)] {
        let dialect = arguments["--junit-dialect"].flatMap(JUnitReport.Dialect.init) ?? .rich
        let junit = junit ?? arguments["--junit"].map(context.absolute)
        var files: [(label: String, path: String)] = []
        if let folder = arguments["--out"].map(context.absolute) {
            files = try TrendWriter.write(
                report, charts: drawn(), commits: context.commitLinks(), to: folder, dialect: dialect, junitPath: junit,
                fails: policy.failsInJUnit,
                failsDrift: policy.failsInJUnit(_:of:))
        } else if let junit {
            try AtomicFile.write(
                TrendJUnitReport.render(
                    report, dialect: dialect, fails: policy.failsInJUnit, failsDrift: policy.failsInJUnit(_:of:)),
                to: junit)
            files = [("JUnit", junit)]
        }
        // GitHub Actions shows what a step appends to this file.
        if let path = context.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty {
            try FileAppending.append(MarkdownPrinter.print(report.document(commits: context.commitLinks())), to: path)
        }
        return files
    }

    /// By the place of their series; none, and why, where gnuplot cannot draw.
    private func drawn() -> [Int: RenderedChart] {
        let charts = report.charts(marks: marks).sorted { $0.key < $1.key }
        do {
            let pictures = try ChartRenderer().renderPictures(
                charts.map { RunCharts.Named(name: "chart-\($0.key + 1)", model: report.suite, chart: $0.value) })
            return Dictionary(zip(charts.map(\.key), pictures), uniquingKeysWith: { first, _ in first })
        } catch {
            for diagnostic in error.diagnostics {
                var warning = diagnostic
                warning.severity = .warning
                context.warn(warning)
            }
            return [:]
        }
    }
}
